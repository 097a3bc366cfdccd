/** Asks models single rows, in turns, so that what else the machine does meanwhile meets all of them. */
import type { AnswerTimes } from './measureProtocol';

/** What is asked, in an order that is the asker's. */
export interface Askable {
  /** @returns milliseconds from the request to the end of the answer @throws Refused; Error when there is no answer */
  ask(body: string): Promise<number>;
}

/** It answered, and with no prediction. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A measurement ends with the first of them. `ms` are of all models together. */
export interface Bounds { readonly requests: number; readonly ms: number }

/** The first requests compile, cache and connect: they are not counted. Long enough for a thousand quick ones, short beside slow ones. */
export const WARM_UP: Bounds = { requests: 200, ms: 2_000 };
export const MEASURED: Bounds = { requests: 1_000, ms: 10_000 };

/** Times of one model, or its refusal. */
export type Timed = AnswerTimes | Refused;

/**
 * @param bodies asked one after the other, from the first again when all are through
 * @param now milliseconds
 * @returns in the order of `models`; one that refuses a row is asked no more
 * @throws Error when a model does not answer
 */
export async function timesOf(models: readonly Askable[], bodies: readonly string[], now: () => number, warmUp = WARM_UP, measured = MEASURED): Promise<Timed[]> {
  const refusals = new Map<Askable, Refused>();
  await inTurns(models, bodies, refusals, now, warmUp);
  const times = await inTurns(models, bodies, refusals, now, measured);
  return models.map((model) => refusals.get(model) ?? summaryOf(times.get(model) ?? []));
}

async function inTurns(models: readonly Askable[], bodies: readonly string[], refusals: Map<Askable, Refused>, now: () => number, bounds: Bounds): Promise<Map<Askable, number[]>> {
  const times = new Map<Askable, number[]>(models.map((model) => [model, []]));
  const end = now() + bounds.ms;
  for (let turn = 0; turn < bounds.requests && (turn === 0 || now() < end); turn += 1) {
    // Who is first changes: the second finds caches as the first has left them.
    for (const model of turn % 2 === 0 ? models : models.toReversed()) {
      if (!refusals.has(model)) {
        try {
          times.get(model)?.push(await model.ask(bodies[turn % bodies.length] ?? ''));
        } catch (error) {
          if (!(error instanceof Refused)) {
            throw error;
          }
          refusals.set(model, error);
        }
      }
    }
  }
  return times;
}

/** Percentiles by nearest rank: a time that was seen. @param times at least one */
export function summaryOf(times: readonly number[]): AnswerTimes {
  const sorted = times.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { requests: sorted.length, p50: rank(0.5), p99: rank(0.99), slowest: rank(1) };
}
