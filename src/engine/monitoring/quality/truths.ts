/** Brings truths, which come late, in any order, in part and more than once, to the answers that they are of. */

/** One row of a request that was answered. */
export interface Answered { readonly id: string; readonly row: number }
export interface Label<Truth> extends Answered {
  /** when it was sent, Unix ms */
  readonly time: number;
  readonly truth: Truth;
}

export interface Joined<Truth> {
  /** by answer; undefined: it has not come yet */
  readonly truths: readonly (Truth | undefined)[];
  /** answers whose truth is known */
  readonly labelled: number;
  /** labels that a later one for the same answer took the place of */
  readonly repeated: number;
  /** labels of no answer that is known here */
  readonly unknown: number;
}

/** The last label counts: by its time, and of two that were sent at once the one that stands later. Labels may come before or after others. */
export function joinTruths<Truth>(answers: readonly Answered[], labels: Iterable<Label<Truth>>): Joined<Truth> {
  const places = new Map(answers.map((answer, at) => [keyOf(answer), at]));
  const truths: (Truth | undefined)[] = answers.map(() => undefined);
  const times = new Float64Array(answers.length).fill(Number.NEGATIVE_INFINITY);
  const known = new Uint8Array(answers.length);
  let [labelled, repeated, unknown] = [0, 0, 0];
  for (const label of labels) {
    const at = places.get(keyOf(label));
    if (at === undefined) {
      unknown += 1;
      continue;
    }
    repeated += known[at] as number;
    labelled += 1 - (known[at] as number);
    known[at] = 1;
    if (label.time >= (times[at] as number)) {
      truths[at] = label.truth;
      times[at] = label.time;
    }
  }
  return { truths, labelled, repeated, unknown };
}

function keyOf({ id, row }: Answered): string {
  return `${row}:${id}`;
}
