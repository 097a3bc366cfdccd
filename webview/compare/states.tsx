/** What stands in the table's place while there is nothing to show in it, and the lines that say what is wrong. */
import type { JSX } from 'preact';
import type { Comparison } from './comparison';
import { Button } from '../ui/controls';
import { unsentWords } from './shownRuns';

const WIDTHS = [150, 70, 60, 90, 50, 120, 120];
const LINES = 10;

/** The shape of what comes, once it takes longer than a moment. */
export function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label="Reading runs">
      {Array.from({ length: LINES }, (_, line) => (
        <div key={line}>{WIDTHS.map((width, index) => <span key={width + index} style={{ width: `${width - ((line * 7 + index * 13) % 30)}px` }} />)}</div>
      ))}
    </div>
  );
}

export function CouldNotRead({ comparison, message }: { readonly comparison: Comparison; readonly message: string }): JSX.Element {
  return (
    <div class="blank" role="alert">
      <p>The runs could not be read. {message}</p>
      <Button onClick={() => void comparison.again()}>Try again</Button>
    </div>
  );
}

/** No run matches, or there is none at all. */
export function NoRuns({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const { filter } = comparison.state;
  if (filter !== '') {
    return (
      <div class="blank">
        <p>No run matches <code>{filter}</code>.</p>
        <Button onClick={() => void comparison.setFilter('')}>Clear filter</Button>
      </div>
    );
  }
  if (comparison.state.onlySelected === true) {
    return (
      <div class="blank">
        <p>No run is selected.</p>
        <Button onClick={() => comparison.change({ onlySelected: false })}>Show all runs</Button>
      </div>
    );
  }
  return (
    <div class="blank">
      <p>There are no runs in this experiment yet. Train a script, or run it in a terminal here: what it logs with mlflow shows up in this table while it trains.</p>
      <Button onClick={() => comparison.tell(comparison.host.ask('train', {}))}>Train a script…</Button>
    </div>
  );
}

/** Lines across the page: the engine is away; something could not be done; not all runs are here. */
export function Messages({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const unsent = comparison.phase.kind === 'ready' ? unsentWords(comparison.data) : undefined;
  return (
    <>
      {!comparison.engineUp && (
        <p class="message" role="status">
          <span class="codicon codicon-debug-disconnect" aria-hidden="true" />
          The tracking engine is not answering. What was known stays here; it goes on by itself when the engine is back.
        </p>
      )}
      {unsent !== undefined && <p class="message" role="status"><span class="codicon codicon-info" aria-hidden="true" />{unsent}</p>}
      {comparison.notice !== undefined && (
        <p class="message wrong" role="alert">
          <span class="codicon codicon-error" aria-hidden="true" />{comparison.notice}
          <button type="button" class="clear" aria-label="Close this message" title="Close" onClick={() => comparison.dismissNotice()}><span class="codicon codicon-close" aria-hidden="true" /></button>
        </p>
      )}
    </>
  );
}
