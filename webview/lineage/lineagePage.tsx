/** The lineage panel: a bar above, the graph or the list, and what is known of the node that is selected. */
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Lineage } from '../../src/protocol/lineage';
import type { LineageMethods, LineagePanelState } from '../../src/protocol/panels/lineagePanel';
import { useKept } from '../ui/kept';
import { BarNotice, ReadProblem } from '../ui/notice';
import type { PageProps } from '../ui/page';
import { isGone } from '../ui/askFailed';
import { placesOf } from './columns';
import { Details } from './details';
import { Failed, Loading } from './states';
import { Graph } from './graph';
import { layoutOf } from './layout';
import { NodeList } from './nodeList';
import { useLineage, type LineageHost } from './reading';
import { waysOf } from './ways';
import { capital, countWords, kindOf } from './words';

export function LineagePage({ host }: PageProps<LineageMethods, LineagePanelState>): JSX.Element {
  const [state, keep] = useKept(host);
  const { lineage, problem, refresh } = useLineage(host, state.node, state.unfolded ?? []);
  if (problem !== undefined && (lineage === undefined || isGone(problem))) {
    return <Failed problem={problem} onRetry={refresh} />;
  }
  return lineage === undefined ? <Loading /> : <Shell host={host} lineage={lineage} state={state} keep={keep} problem={problem?.message} onRetry={refresh} />;
}

interface ShellProps {
  readonly host: LineageHost;
  readonly lineage: Lineage;
  readonly state: LineagePanelState;
  readonly keep: (change: Partial<LineagePanelState>) => void;
  readonly problem: string | undefined;
  readonly onRetry: () => void;
}

function Shell({ host, lineage, state, keep, problem, onRetry }: ShellProps): JSX.Element {
  const layout = useMemo(() => layoutOf(lineage), [lineage]);
  const ways = useMemo(() => waysOf(placesOf(lineage).steps), [lineage]);
  const nodes = useMemo(() => new Map(lineage.nodes.map((node) => [node.id, node])), [lineage]);
  const focus = nodes.get(lineage.focus);
  const selected = nodes.get(state.selected ?? '') ?? focus;
  const open = useCallback((id: string) => { void host.ask('open', opened(lineage, id)); }, [host, lineage]);
  const select = useCallback((id: string) => keep({ selected: id }), [keep]);
  const unfold = useCallback((id: string) => keep({ unfolded: [...new Set([...host.state.unfolded ?? [], id])].slice(-100) }), [host, keep]);
  const show = useCallback((id: string) => host.keep({ store: host.state.store, node: id, ...(host.state.view === undefined ? {} : { view: host.state.view }) }), [host]);
  const folded = lineage.groups.reduce((sum, { count }) => sum + count, 0);
  const list = state.view === 'list';
  return (
    <main class="lineage">
      <div class="head">
        <h1 title={focus?.name}><span class={`codicon codicon-${kindOf(focus?.kind ?? '').icon}`} aria-hidden="true" /><span class="name">{focus?.name}</span></h1>
        <span class="quiet">{capital(kindOf(focus?.kind ?? '').word)} · {countWords(lineage.nodes.length, folded)}{lineage.cut ? ' · more lies further away' : ''}</span>
        <div class="switch" role="group" aria-label="View">
          <button type="button" aria-pressed={!list} onClick={() => keep({ view: 'graph' })}>Graph</button>
          <button type="button" aria-pressed={list} onClick={() => keep({ view: 'list' })}>List</button>
        </div>
      </div>
      <div role="status">
        {problem !== undefined && <ReadProblem message={problem} onRetry={onRetry} />}
        {lineage.edges.length === 0 && <BarNotice icon="info">{lonely(focus?.kind ?? '')}</BarNotice>}
      </div>
      <div class="body">
        {list
          ? <NodeList lineage={lineage} ways={ways} selected={selected?.id} onSelect={select} onOpen={open} onUnfold={unfold} />
          : <Graph key={lineage.focus} lineage={lineage} layout={layout} ways={ways} selected={selected?.id ?? lineage.focus} viewport={state.viewport} onMove={(viewport) => keep({ viewport })} onSelect={select} onOpen={open} onUnfold={unfold} />}
        {selected !== undefined && (
          <Details node={selected} isFocus={selected.id === lineage.focus} onOpen={() => open(selected.id)} onCopy={(text) => { void host.ask('copy', { text }); }}
            onShow={() => { show(selected.id); keep({}); }} />
        )}
      </div>
    </main>
  );
}

/** What is seen in a run (a dataset, a commit) is opened in the nearest one: the answer tells the nearest first. */
function opened({ nodes, edges }: Lineage, id: string): { node: string; run?: string } {
  // A logged model is seen in the run that made it, all else in a run that it led to.
  const made = id.startsWith('model:');
  const beside = new Set(edges.flatMap(({ from, to }) => (made ? to === id ? [from] : [] : from === id ? [to] : [])));
  const run = nodes.find((node) => node.kind === 'run' && node.state !== 'gone' && beside.has(node.id));
  return run === undefined ? { node: id } : { node: id, run: run.id.slice('run:'.length) };
}

function lonely(kind: string): string {
  return kind === 'run'
    ? 'Nothing is recorded beside this run. Log its data with mlflow.log_input and its model with log_model, and they stand here.'
    : `Nothing is recorded that this ${kindOf(kind).word} came from or led to.`;
}
