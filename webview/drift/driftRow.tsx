/** A row of what is compared: by which method, how far apart both sides are, over the windows, and what that means. */
import type { JSX } from 'preact';
import type { HistoryPoint } from './columnHistory';
import { Sparkline } from './sparkline';

export interface DriftRowProps {
  readonly name: string;
  readonly method: string;
  /** where there is little room for the method */
  readonly methodTitle?: string;
  readonly score: string;
  readonly scoreTitle?: string;
  /** one for each window, oldest first */
  readonly points: readonly HistoryPoint[];
  readonly drifted: boolean;
  readonly state: string;
  /** undefined: it can't be opened */
  readonly fold?: { readonly open: boolean; readonly onToggle: () => void; /** what stands below it then */ readonly detail: () => JSX.Element };
}

/** @param first what its rows are, above their names */
export function DriftRowsHead({ first }: { readonly first: string }): JSX.Element {
  return <thead><tr><th scope="col">{first}</th><th scope="col">method</th><th scope="col" class="number">score</th><th scope="col">over time</th><th scope="col">state</th></tr></thead>;
}

export function DriftRow({ name, method, methodTitle = '', score, scoreTitle = '', points, drifted, state, fold }: DriftRowProps): JSX.Element {
  return (
    <>
      <tr class={drifted ? 'drifted' : ''}>
        <th scope="row">
          {fold === undefined ? <span class="name">{name}</span> : (
            <button type="button" class="fold" aria-expanded={fold.open} title={name} onClick={fold.onToggle}>
              <span class={`codicon codicon-chevron-${fold.open ? 'down' : 'right'}`} aria-hidden="true" /><span class="name">{name}</span>
            </button>
          )}
        </th>
        <td class="quiet" title={methodTitle}>{method}</td>
        <td class="number" title={scoreTitle}>{score}</td>
        <td class="history"><Sparkline points={points} /></td>
        <td class="state-cell" title={state}>{drifted && <span class="codicon codicon-warning warned" aria-hidden="true" />}{state}</td>
      </tr>
      {fold?.open === true && <tr class="opened"><td colSpan={5}>{fold.detail()}</td></tr>}
    </>
  );
}
