/** What is known of all columns together in a window. */
import type { JSX } from 'preact';
import type { MultivariateDrift } from '../../src/protocol/monitors';
import { Fact, Source } from './columnFacts';
import type { DriftHost } from './driftHost';
import { threeDigits } from './driftWords';

const DOCS = 'https://nannyml.readthedocs.io/en/stable/how_it_works/multivariate_drift.html';
const SAYS: Readonly<Record<MultivariateDrift['method'], string>> = {
  'domain-classifier': 'Domain classifier: how well a model learns to tell this window\'s rows from those of the reference. Its ROC-AUC is 0.5 where it can\'t, and 1 where it always can.',
  pca: 'PCA: how far rows lie from what the principal components of the reference make of them. The error grows where columns go together in another way.',
};

/** @param host undefined: in a report, where links are plain */
export function MultivariateFacts({ host, found: { method, value, low, high, lower, upper, reason } }: { readonly host?: DriftHost; readonly found: MultivariateDrift }): JSX.Element {
  return (
    <dl class="column-facts">
      <Fact name="method"><>{SAYS[method]} <Source text="NannyML: multivariate drift" url={DOCS} {...(host === undefined ? {} : { host })} /></></Fact>
      {value === null ? <Fact name="not available"><>{reason ?? 'Nothing is known of it.'}</></Fact> : (
        <>
          <Fact name="value"><>{threeDigits(value)}{low !== null && high !== null && ` (${span(low, high)} by chance of which rows there are)`}</></Fact>
          <Fact name="no drift"><>{lower === null && upper === null ? 'It has no limits.' : `from ${span(lower, upper)}, as between parts of the reference`}</></Fact>
        </>
      )}
    </dl>
  );
}

function span(from: number | null, to: number | null): string {
  return `${from === null ? 'anywhere' : threeDigits(from)} to ${to === null ? 'anywhere' : threeDigits(to)}`;
}
