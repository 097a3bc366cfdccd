// What test/ui needs of workbenchServer.mjs, for the type checker.
export interface WorkbenchServer {
  port: number;
  folders: { data: string; user: string; extensions: string };
  address(options: { folder?: string; payload?: [string, string][] }): string;
  remote(file: string): string;
  log(): string;
  close(): Promise<void>;
}

export interface WorkbenchServerOptions {
  home: string;
  env?: Record<string, string>;
  settings?: Record<string, unknown>;
  trusted?: boolean;
  automation?: boolean;
}

export const quietSettings: Record<string, unknown>;
export function freePort(): Promise<number>;
export function startWorkbenchServer(options: WorkbenchServerOptions): Promise<WorkbenchServer>;
