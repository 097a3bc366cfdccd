/** Rows with what a model said of them. */

export interface Scored {
  /**
   * probability of each class by row, 0 to 1 (0 to 100 is not taken); of two classes only that of the positive one is needed. NaN where
   * there is none
   */
  readonly probabilities: readonly (Float64Array | undefined)[];
  /** code of the class that was predicted; −1 where there is none */
  readonly predicted: Int32Array;
}

export interface ClassNames {
  /** at least two */
  readonly classes: readonly string[];
  /** code of the class that counts as "yes" where there are two; the second one when left out */
  readonly positive?: number;
}

/** The classes that are scored one against the rest: the positive one of two, else all. */
export function scoredClasses({ classes, positive }: ClassNames): number[] {
  return classes.length === 2 ? [positive ?? 1] : Array.from(classes.keys());
}

/** Whether a row has a probability of every class that is scored. */
export function hasProbabilities({ probabilities }: Scored, codes: readonly number[], row: number): boolean {
  return codes.every((code) => {
    const p = probabilities[code]?.[row] ?? Number.NaN;
    return p >= 0 && p <= 1;
  });
}
