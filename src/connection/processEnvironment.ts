/** This process' environment, as a request or a child process takes it; whoever starts a program leaves out what is not for it. */
export function processEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
