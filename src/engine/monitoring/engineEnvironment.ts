/** What Python gets that the engine starts by itself, when nobody waits for it. */

/** The engine's own environment; those who start a program leave out what is not for it. */
export function engineEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
