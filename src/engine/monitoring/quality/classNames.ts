/** Names of classes, as models, logs and labels write them. Pure. */

/** Truth values of a data file may be classes that the model calls yes, or 1. */
const SAID: Readonly<Record<string, readonly string[]>> = { true: ['yes', '1', 'y', 't'], false: ['no', '0', 'n', 'f'] };

/**
 * @returns a function from an answer, or a truth, to the code of its class: −1 for one that is none. "1.0" is the class "1", "true" the class
 * "True", and where there is none such "yes" or "1"
 */
export function classCodes(classes: readonly string[]): (answer: string | null) => number {
  const codes = new Map(classes.map((name, at) => [normalClass(name), at]));
  return (answer) => {
    const name = answer === null ? undefined : normalClass(answer);
    const found = name === undefined ? undefined : [name, ...SAID[name] ?? []].find((one) => codes.has(one));
    return found === undefined ? -1 : codes.get(found) ?? -1;
  };
}

/** The same for all that mean one class. */
export function normalClass(text: string): string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text.toLowerCase() : String(number);
}
