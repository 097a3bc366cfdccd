/** Value of an environment variable that `npm test` sets; the error says how to start the tests properly. */
export function environmentValue(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start these tests with: npm test -- ui`);
  return value;
}
