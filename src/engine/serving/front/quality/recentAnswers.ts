/**
 * What the latest requests were answered with, in arrays of fixed size: no object per request is kept, so that remembering costs the
 * collector nothing. What finds an answer again is made when the first truth asks for it: a deployment that gets none pays nothing.
 */
import type { Truth } from '../../../../protocol/deploymentTraffic';
import type { Tensor } from '../rows';
import { idHash } from '../traffic/idHash';

const MOST_REQUESTS = 65_536;
/** Predictions of all of them, one per row. */
const MOST_VALUES = 262_144;
/** Different texts that predictions are; a model that answers with free text is not remembered further. */
const MOST_TEXTS = 10_000;

const Kind = { number: 0, text: 1, truth: 2 } as const;

export interface RememberedAnswer {
  /** of its id: with a row, what a truth is told apart by */
  readonly request: number;
  /** place in the list of arms of whoever remembers */
  readonly arm: number;
  readonly time: number;
  readonly predictions: readonly Truth[];
}

export interface NewAnswer {
  readonly id: string;
  readonly key: string | undefined;
  readonly arm: number;
  /** nobody got this answer: a key does not mean it */
  readonly shadow: boolean;
  readonly time: number;
  readonly rows: number;
  readonly predictions: Tensor | undefined;
}

export class RecentAnswers {
  readonly #requests: Float64Array;
  readonly #keys: Float64Array;
  readonly #times: Float64Array;
  readonly #arms: Uint16Array;
  readonly #rows: Uint32Array;
  readonly #starts: Float64Array;
  readonly #kinds: Uint8Array;
  readonly #values: Float64Array;
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  /** answers, and values, that were ever added */
  #added = 0;
  #written = 0;
  /** answers up to here can be found; by request and by key, the places at which they were added */
  #found = 0;
  readonly #byRequest = new Map<number, number[]>();
  readonly #byKey = new Map<number, number[]>();

  constructor(private readonly most = MOST_REQUESTS, private readonly mostValues = MOST_VALUES) {
    this.#requests = new Float64Array(most);
    this.#keys = new Float64Array(most);
    this.#times = new Float64Array(most);
    this.#arms = new Uint16Array(most);
    this.#rows = new Uint32Array(most);
    this.#starts = new Float64Array(most);
    this.#kinds = new Uint8Array(most);
    this.#values = new Float64Array(mostValues);
  }

  /** Remembers an answer that has one value per row; the oldest are forgotten for it. */
  add({ id, key, arm, shadow, time, rows, predictions }: NewAnswer): void {
    if (predictions === undefined || predictions.data.length !== rows || rows > this.mostValues / 4) {
      return;
    }
    const kind = predictions.type === 'bool' ? Kind.truth : kindOf(predictions.data[0]);
    if (kind === undefined || (kind === Kind.text && !this.#knowsTexts(predictions.data))) {
      return;
    }
    const slot = this.#added % this.most;
    this.#requests[slot] = idHash(id);
    this.#keys[slot] = key === undefined || shadow ? 0 : idHash(key);
    this.#times[slot] = time;
    this.#arms[slot] = arm;
    this.#rows[slot] = rows;
    this.#starts[slot] = this.#written;
    this.#kinds[slot] = kind;
    for (let row = 0; row < rows; row += 1) {
      const value = predictions.data[row];
      this.#values[this.#written % this.mostValues] = kind === Kind.text ? (this.#places.get(value as string) ?? NaN) : Number(value);
      this.#written += 1;
    }
    this.#added += 1;
  }

  /** The answer of a request, and those of shadows to the same. */
  byId(id: string): RememberedAnswer[] {
    return this.byRequest(idHash(id));
  }

  byRequest(request: number): RememberedAnswer[] {
    this.#catchUp();
    return (this.#byRequest.get(request) ?? []).flatMap((place) => this.#at(place) ?? []);
  }

  /** The answer, and its shadows', to the last request that came with a key up to a time. */
  byKey(key: string, upTo: number): RememberedAnswer[] {
    this.#catchUp();
    let last: RememberedAnswer | undefined;
    for (const place of this.#byKey.get(idHash(key)) ?? []) {
      const answer = this.#at(place);
      if (answer !== undefined && answer.time <= upTo && (last === undefined || answer.time >= last.time)) {
        last = answer;
      }
    }
    return last === undefined ? [] : this.byRequest(last.request);
  }

  #knowsTexts(data: ArrayLike<unknown>): boolean {
    for (let row = 0; row < data.length; row += 1) {
      const text = data[row];
      if (typeof text !== 'string') {
        return false;
      }
      if (!this.#places.has(text)) {
        if (this.#texts.length === MOST_TEXTS) {
          return false;
        }
        this.#places.set(text, this.#texts.length);
        this.#texts.push(text);
      }
    }
    return true;
  }

  #catchUp(): void {
    for (let place = Math.max(this.#found, this.#added - this.most); place < this.#added; place += 1) {
      const slot = place % this.most;
      addTo(this.#byRequest, this.#requests[slot] ?? 0, place);
      if (this.#keys[slot] !== 0) {
        addTo(this.#byKey, this.#keys[slot] ?? 0, place);
      }
    }
    this.#found = this.#added;
    // Half of what can be found is forgotten: begun again, it is small.
    if (this.#byRequest.size > 2 * this.most) {
      this.#byRequest.clear();
      this.#byKey.clear();
      this.#found = 0;
      this.#catchUp();
    }
  }

  #at(place: number): RememberedAnswer | undefined {
    const slot = place % this.most;
    const start = this.#starts[slot] ?? 0;
    if (place < this.#added - this.most || start < this.#written - this.mostValues) {
      return undefined;
    }
    const kind = this.#kinds[slot];
    const predictions = Array.from({ length: this.#rows[slot] ?? 0 }, (_, row): Truth => {
      const value = this.#values[(start + row) % this.mostValues] ?? NaN;
      return kind === Kind.text ? (this.#texts[value] ?? '') : kind === Kind.truth ? value === 1 : value;
    });
    return { request: this.#requests[slot] ?? 0, arm: this.#arms[slot] ?? 0, time: this.#times[slot] ?? 0, predictions };
  }
}

function addTo(places: Map<number, number[]>, of: number, place: number): void {
  const list = places.get(of);
  if (list === undefined) {
    places.set(of, [place]);
  } else {
    list.push(place);
  }
}

function kindOf(value: unknown): number | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return Kind.number;
    case 'string':
      return Kind.text;
    case 'boolean':
      return Kind.truth;
    default:
      return undefined;
  }
}
