/** Name, state and origin of the run, its headline metrics, and what can be done with it. */
import type { JSX } from 'preact';
import type { RunAction, RunCode, RunView } from '../../src/protocol/panels/runPanel';
import { RunTag } from '../../src/protocol/runTags';
import { formatExact } from '../../src/wording/formatTime';
import { Menu, type MenuEntry } from '../ui/menu';
import { ageOf, durationOf, failureOf, headlinesOf, sourceOf, tagsOf, type MetricView } from './model';
import { useNow } from '../ui/now';
import { conditionView } from '../ui/conditionView';
import { Button } from '../ui/controls';

export interface HeaderProps {
  readonly view: RunView;
  readonly act: (action: RunAction) => void;
  readonly showCode: () => void;
  /** such as `+12 −3 lines`; empty while unknown */
  readonly dirtyLines: string;
  /** where it stands in a notebook, once that is known */
  readonly cell: RunCode['notebook'] | undefined;
}

export function Header({ view, act, showCode, dirtyLines, cell }: HeaderProps): JSX.Element {
  const tags = tagsOf(view.run);
  const starred = tags[RunTag.starred] === 'true';
  const { word, icon, why } = conditionView(view.condition);
  const failure = failureOf(view);
  return (
    <div class="head">
      <div class="title-line">
        <h1 title={view.run.info.run_name}>
          <span class={`dot ${view.run.info.lifecycle_stage}`} style={{ '--run-color': `var(--vscode-slipway-run${view.color + 1})` }} aria-hidden="true" />
          <span class="name">{view.run.info.run_name}</span>
        </h1>
        <button type="button" class="icon-button star" aria-pressed={starred} aria-label="Star" title={starred ? 'Remove star' : 'Star'} onClick={() => act(starred ? 'unstar' : 'star')}>
          <span class={`codicon codicon-star-${starred ? 'full' : 'empty'}`} aria-hidden="true" />
        </button>
        <span class={`state ${view.condition}`} title={[why, failure].filter((text) => text !== '').join(' ')}>
          <span class={`codicon codicon-${icon}${view.condition === 'running' ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />{word}
        </span>
        {view.isBaseline && <span class="badge">baseline</span>}
        {view.run.info.lifecycle_stage === 'deleted' && <span class="badge">deleted</span>}
        <Actions view={view} act={act} />
      </div>
      <Origin view={view} showCode={showCode} dirtyLines={dirtyLines} cell={cell} act={act} />
      {failure !== '' && <p class="failure" role="status"><span class="codicon codicon-error" aria-hidden="true" />{failure}</p>}
      <Headlines view={view} />
    </div>
  );
}

function Actions({ view, act }: Pick<HeaderProps, 'view' | 'act'>): JSX.Element {
  const live = view.condition === 'running' || view.condition === 'silent' || view.condition === 'scheduled' || view.condition === 'lost';
  const deleted = view.run.info.lifecycle_stage === 'deleted';
  const compare: MenuEntry[] = [
    ...(view.baseline === null ? [] : [{ label: `With the baseline, ${view.baseline.run_name}`, icon: 'pin', choose: () => act('compareBaseline') }]),
    { label: 'With the last three runs', icon: 'history', choose: () => act('compareRecent') },
    { label: 'With runs that you choose…', icon: 'list-selection', choose: () => act('compareChosen') },
  ];
  const more: MenuEntry[] = [
    ...(deleted ? [] : [
      { label: 'Rename…', icon: 'edit', choose: () => act('rename') },
      { label: 'Edit tags…', icon: 'tag', choose: () => act('editTags') },
      view.isBaseline ? { label: 'Unpin baseline', icon: 'pinned', choose: () => act('unpinBaseline') } : { label: 'Pin as baseline', icon: 'pin', choose: () => act('pinBaseline') },
    ]),
    { label: 'Show lineage', icon: 'type-hierarchy', group: !deleted, choose: () => act('showLineage') },
    { label: 'Copy run ID', icon: 'copy', choose: () => act('copyId') },
    ...(live && !deleted ? [{ label: 'Stop', icon: 'debug-stop', group: true, choose: () => act('stop') }] : []),
    deleted ? { label: 'Restore', icon: 'discard', group: true, choose: () => act('restore') } : { label: 'Delete', icon: 'trash', group: !live, choose: () => act('delete') },
  ];
  return (
    <div class="actions">
      <Menu label="Compare" entries={compare}><>Compare<span class="codicon codicon-chevron-down" aria-hidden="true" /></></Menu>
      {view.canRunAgain && <Button title="Run the same command again" onClick={() => act('runAgain')}>Re-run</Button>}
      <Menu label="More actions" entries={more} class="control square"><span class="codicon codicon-ellipsis" aria-hidden="true" /></Menu>
    </div>
  );
}

function Origin({ view, showCode, dirtyLines, cell, act }: HeaderProps): JSX.Element {
  const now = useNow(view.condition === 'running' ? 1000 : 30_000);
  const source = sourceOf(view.run);
  const tags = tagsOf(view.run);
  const notebook = tags[RunTag.notebook];
  const times = `Started ${formatExact(view.row.start_time)}${view.row.end_time === null ? '' : `, ended ${formatExact(view.row.end_time)}`}`;
  return (
    <p class="origin">
      <span title={`Experiment ${view.experiment.name}`}>{view.experiment.name}</span>
      <span title={times}>{view.row.end_time === null ? `started ${ageOf(view, now)}` : ageOf(view, now)}</span>
      <span title={times} class="duration">{durationOf(view, now)}</span>
      {source !== undefined && notebook === undefined && (
        <span>
          <button type="button" class="link" title={source.path} onClick={() => act('revealSource')}>{source.file}</button>
          {source.commit !== '' && <> @ <button type="button" class="link" title={`Commit ${source.commit}`} onClick={showCode}>{source.commit.slice(0, 7)}</button></>}
          {source.dirty && <> ({dirtyLines === '' ? 'with uncommitted changes' : `${dirtyLines} dirty`})</>}
        </span>
      )}
      {notebook !== undefined && <span><button type="button" class="link" title={notebook} onClick={showCode}>{notebook.split('/').at(-1)} cell {cell?.cell ?? ''}</button></span>}
      {view.run.info.user_id !== '' && <span title="Who ran it">{view.run.info.user_id}</span>}
    </p>
  );
}

function Headlines({ view }: { readonly view: RunView }): JSX.Element {
  const shown = headlinesOf(view);
  return (
    <ul class="headlines" aria-label="Headline metrics">
      {shown.map((metric, index) => <Headline key={metric.key} metric={metric} first={index === 0} baseline={view.baseline?.run_name} />)}
      {shown.length === 0 && <li class="quiet">{view.condition === 'running' ? 'No metric yet: the first one stands here when the script logs it.' : 'No metrics were logged.'}</li>}
    </ul>
  );
}

function Headline({ metric, first, baseline }: { readonly metric: MetricView; readonly first: boolean; readonly baseline: string | undefined }): JSX.Element {
  const { change } = metric;
  return (
    <li class={first ? 'first' : ''}>
      <span class="number" title={`${metric.key} ${metric.value}`}>{metric.text}</span>
      <span class="words">
        <span class="key" title={metric.key}>{metric.key}</span>
        {change !== null && baseline !== undefined && (
          <span class="against" title={`${change.verdict === 'same' ? 'Same as' : `${change.size} ${change.verdict === 'unknown' ? 'away from' : `${change.verdict} than`}`} ${baseline}, the baseline`}>
            <span class={`change ${change.verdict}`}>{change.arrow}{change.size}</span> vs {baseline}
          </span>
        )}
      </span>
    </li>
  );
}
