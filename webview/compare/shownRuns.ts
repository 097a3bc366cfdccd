/** How many runs the table is about, in words: of very many, only the newest are read. */
import { countOf } from '../../src/wording/formatNumber';

/** Runs that match, and how many of them were not read: the oldest. */
export interface RunCount { readonly total: number; readonly unsent: number }

/** `14 runs`; `newest 20,000 of 100,000 runs` */
export function shownRuns({ total, unsent }: RunCount): string {
  return unsent > 0 ? `newest ${(total - unsent).toLocaleString('en-US')} of ${countOf(total, 'run')}` : countOf(total, 'run');
}

/** What is left out and how it is reached; undefined where nothing is. */
export function unsentWords({ total, unsent }: RunCount): string | undefined {
  return unsent > 0
    ? `This comparison is over the newest ${(total - unsent).toLocaleString('en-US')} of ${countOf(total, 'run')}; the best is the best of these. Filter to bring in the ${unsent === 1 ? 'older one' : `${unsent.toLocaleString('en-US')} older ones`}.`
    : undefined;
}
