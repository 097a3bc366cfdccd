/** The values of one column over many runs, gathered from rows of a pivot and written as JSON. */
import { wireNumber } from '../wireNumbers';

/** A row of a pivot: the number of a run, then the places of each column. */
export type PivotRow = readonly (string | number | null)[];

/** Characters of a param or tag that are sent. */
const SHOWN = 500;

export interface ColumnValuesFold {
  /** @param place where the column stands in the row. @returns where the next one does */
  take(row: PivotRow, place: number): number;
  /** fields of the JSON object, without its braces */
  json(): string;
}

export class MetricColumn implements ColumnValuesFold {
  readonly #runs: number[] = [];
  readonly #values: (number | string)[] = [];
  readonly #steps: number[] = [];

  take(row: PivotRow, place: number): number {
    const step = row[place + 1];
    if (typeof step === 'number') {
      this.#runs.push(row[0] as number);
      this.#values.push(wireNumber(row[place] as number | null));
      this.#steps.push(step);
    }
    return place + 2;
  }

  json(): string {
    return `"runs":${JSON.stringify(this.#runs)},"values":${JSON.stringify(this.#values)},"steps":${JSON.stringify(this.#steps)}`;
  }
}

export class TextColumn implements ColumnValuesFold {
  readonly #runs: number[] = [];
  readonly #places: number[] = [];
  readonly #texts = new Map<string, number>();

  /** @param whole texts are not cut */
  constructor(private readonly whole: boolean) {}

  take(row: PivotRow, place: number): number {
    const text = row[place];
    if (typeof text === 'string') {
      const shown = this.whole ? text : cut(text);
      let known = this.#texts.get(shown);
      if (known === undefined) {
        known = this.#texts.size;
        this.#texts.set(shown, known);
      }
      this.#runs.push(row[0] as number);
      this.#places.push(known);
    }
    return place + 1;
  }

  json(): string {
    return `"runs":${JSON.stringify(this.#runs)},"texts":${JSON.stringify([...this.#texts.keys()])},"places":${JSON.stringify(this.#places)}`;
  }
}

/** Never within a pair of surrogates. */
function cut(text: string): string {
  if (text.length <= SHOWN) {
    return text;
  }
  const last = text.charCodeAt(SHOWN - 1);
  return `${text.slice(0, last >= 0xd8_00 && last < 0xdc_00 ? SHOWN - 1 : SHOWN)}…`;
}
