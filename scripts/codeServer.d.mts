// What test/ui needs of codeServer.mjs, for the type checker.
export const codeServerVersion: string;
export const codeServer: { home: string; server: string; cli: string };
