/** The line above everything: which runs, which columns, what leaves. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf } from '../../src/wording/formatNumber';
import { Opener } from '../ui/opener';
import type { Comparison } from './comparison';
import { shownRuns } from './shownRuns';

/** ms after the last key before a filter is tried */
const PAUSE = 300;

export interface ToolbarActs {
  experiments(anchor: DOMRect): void;
  groupBy(anchor: DOMRect): void;
  columns(anchor: DOMRect): void;
  share(anchor: DOMRect): void;
}

export function Toolbar({ comparison, acts }: { readonly comparison: Comparison; readonly acts: ToolbarActs }): JSX.Element {
  const { state, data, experiments } = comparison;
  const own = experiments.filter(({ experiment_id: id }) => state.experiment_ids.includes(id));
  const title = own.length === 1 ? own[0]?.name ?? '' : own.length === 0 ? 'experiment' : countOf(own.length, 'experiment');
  return (
    <div class="toolbar" role="toolbar" aria-label="Comparison">
      <Opener icon="beaker" label="experiment" labelUnseen value={title} onOpen={acts.experiments} />
      <FilterField comparison={comparison} />
      <Opener label="group by" value={state.groupBy ?? 'none'} onOpen={acts.groupBy} />
      <Opener icon="list-flat" value="columns" onOpen={acts.columns} />
      <Opener icon="export" value="export" opens="menu" onOpen={acts.share} />
      <span class="toolbar-space" />
      <span class="counts" role="status">
        <span class="quiet">{shownRuns(data)}</span>
        {state.selected.length > 0 && (
          <>
            <span class="quiet"> · </span>
            <button type="button" class={`link ${state.onlySelected ? 'on' : ''}`} aria-pressed={state.onlySelected === true} title={state.onlySelected ? 'Show all runs' : 'Show only the selected runs'} onClick={() => comparison.change({ onlySelected: state.onlySelected !== true })}>
              {state.selected.length.toLocaleString('en-US')} selected
            </button>
          </>
        )}
      </span>
    </div>
  );
}

/** MLflow's filter language; tried as it is typed, and what the engine says about it stands below. */
function FilterField({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const { state, filterProblem } = comparison;
  const [text, setText] = useState(state.filter);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const toFilter = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        event.stopPropagation();
        field.current?.focus();
        field.current?.select();
      }
    };
    document.addEventListener('keydown', toFilter);
    return () => document.removeEventListener('keydown', toFilter);
  }, []);
  useEffect(() => {
    if (text === state.filter && filterProblem === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => { void comparison.setFilter(text); }, PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span class={`filter ${filterProblem === undefined ? '' : 'wrong'}`}>
      <span class="codicon codicon-filter" aria-hidden="true" />
      <input
        ref={field} type="text" value={text} spellcheck={false} placeholder="Filter, such as metrics.auc > 0.8" aria-label="Filter runs, in MLflow's filter language"
        aria-invalid={filterProblem !== undefined} aria-describedby={filterProblem === undefined ? undefined : 'filter-problem'} onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            void comparison.setFilter(text);
          } else if (event.key === 'Escape' && text !== '') {
            event.stopPropagation();
            setText('');
          }
        }}
      />
      {text === '' ? <kbd aria-hidden="true">/</kbd> : <button type="button" class="clear" aria-label="Clear the filter" title="Clear the filter" onClick={() => setText('')}><span class="codicon codicon-close" aria-hidden="true" /></button>}
    </span>
  );
}
