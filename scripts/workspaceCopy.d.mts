// What test/ui needs of workspaceCopy.mjs, for the type checker.
export function copyWorkspace(home: string, name: string): string | undefined;
