/** Names of classes, as models, logs and labels write them. Pure. */

/** @returns a function from an answer, or a truth, to the code of its class: −1 for one that is none. "1.0" is the class "1", and "true" the class "True". */
export function classCodes(classes: readonly string[]): (answer: string | null) => number {
  const codes = new Map(classes.map((name, at) => [normalClass(name), at]));
  return (answer) => (answer === null ? -1 : codes.get(normalClass(answer)) ?? -1);
}

/** The same for all that mean one class. */
export function normalClass(text: string): string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text.toLowerCase() : String(number);
}
