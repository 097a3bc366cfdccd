/** Who watches what, what the shown window says, and what can be done with it. */
import type { JSX } from 'preact';
import type { Monitor, MonitoredWindow, MonitorQuality, MonitorReference, WindowQuality } from '../../src/protocol/monitors';
import type { DriftAction } from '../../src/protocol/panels/driftPanel';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { momentText, referenceText } from '../../src/wording/monitorText';
import { Menu, type MenuEntry } from '../ui/menu';
import { useNow } from '../ui/now';
import { driftingBeside } from './besideRows';
import { datasetText, estimateText, qualityHeadlines, verdictOf, windowText } from './driftWords';

const HALF_MINUTE = 30_000;

export interface HeaderProps {
  readonly monitor: Monitor;
  readonly trusted: boolean;
  /** the one that is shown; undefined: none is over yet */
  readonly window: MonitoredWindow | undefined;
  readonly act: (action: DriftAction) => void;
  /** undefined: no policy is free to */
  readonly retrain: (() => void) | undefined;
  /** undefined: there is nothing to save */
  readonly save: { readonly report: () => Promise<void>; readonly json: () => Promise<void> } | undefined;
}

export function Header({ monitor, trusted, window, act, save, retrain }: HeaderProps): JSX.Element {
  const { name } = monitor;
  return (
    <div class="head">
      <div class="title-line">
        <h1 title={name}><span class="codicon codicon-eye" aria-hidden="true" /><span class="name">{name}</span></h1>
        <StateWord monitor={monitor} />
        <Waits monitor={monitor} />
        <Actions monitor={monitor} trusted={trusted} act={act} save={save} retrain={retrain} />
      </div>
      <Origin deployment={monitor.deployment} window={window} act={act} />
      {window !== undefined && <Headlines window={window} options={monitor.options.quality} />}
    </div>
  );
}

function StateWord({ monitor: { state, problem } }: { readonly monitor: Monitor }): JSX.Element {
  const icon = state === 'stopped' ? 'circle-outline' : problem === null ? 'pulse good' : 'error bad';
  return <span class="state" role="status"><span class={`codicon codicon-${icon}`} aria-hidden="true" />{state === 'failed' ? 'can\'t watch' : state}</span>;
}

function Actions({ monitor: { state }, trusted, act, save, retrain }: Pick<HeaderProps, 'monitor' | 'trusted' | 'act' | 'save' | 'retrain'>): JSX.Element {
  const more: MenuEntry[] = [
    ...(state === 'stopped' ? [] : [{ label: 'Stop watching', icon: 'debug-stop', choose: () => act('stop') }]),
    ...(state === 'watching' || !trusted ? [] : [{ label: 'Watch again', icon: 'play', choose: () => act('start') }]),
    { label: 'Open the deployment', icon: 'server-process', choose: () => act('openDeployment') },
    { label: 'Open slipway.yaml', icon: 'go-to-file', choose: () => act('openFile') },
    ...(trusted ? [{ label: 'Retrain by itself…', icon: 'sync', choose: () => act('addPolicy') }] : []),
    { label: 'Remove…', icon: 'trash', group: true, choose: () => act('remove') },
  ];
  return (
    <div class="actions">
      {retrain !== undefined && <button type="button" class="control" title="Starts one now, whatever its policy waits for" onClick={() => retrain()}>Retrain now</button>}
      {save !== undefined && <button type="button" class="control" title="One HTML file that needs nothing else" onClick={() => { void save.report(); }}>Report</button>}
      {save !== undefined && <button type="button" class="control" title="All windows, alerts and retrainings as JSON" onClick={() => { void save.json(); }}>JSON</button>}
      <Menu label="More actions" entries={more} class="control square"><span class="codicon codicon-ellipsis" aria-hidden="true" /></Menu>
    </div>
  );
}

/** What it waits for: beside the state, where it moves nothing while it counts. */
function Waits({ monitor: { stage, next, state } }: { readonly monitor: Monitor }): JSX.Element | null {
  const now = useNow(HALF_MINUTE);
  const waits = state !== 'watching' ? undefined : stage ?? (next === null ? undefined : `the next window ends at ${momentText(next, now)}`);
  return waits === undefined ? null : <span class="waits quiet" title={waits}>{waits}</span>;
}

function Origin({ deployment, window, act }: Pick<HeaderProps, 'window' | 'act'> & { readonly deployment: string }): JSX.Element {
  const now = useNow(HALF_MINUTE);
  return (
    <p class="origin">
      <span>watches <button type="button" class="link" onClick={() => act('openDeployment')}>{deployment}</button></span>
      {window !== undefined && <span title={`${formatExact(window.from)} to ${formatExact(window.to)}`}>{windowText(window)}, {formatAge(window.to, now)}</span>}
      {window?.reference !== undefined && window.reference !== null && <Against reference={window.reference} />}
    </p>
  );
}

/** A baseline says why it is not the data set that was logged. */
function Against({ reference: { reason, ...reference } }: { readonly reference: MonitorReference }): JSX.Element {
  return (
    <>
      <span class="how" title={reference.name}>against {referenceText(reference)}</span>
      {reason !== undefined && <span class="how why" title={reason}><span class="codicon codicon-info" aria-hidden="true" />{reason}</span>}
    </>
  );
}

export function Headlines({ window, options }: { readonly window: MonitoredWindow; /** how good answers have to be */ readonly options: MonitorQuality | undefined }): JSX.Element {
  const { number, words, look } = verdictOf(window);
  const { dataset, quality, violations = [] } = window;
  const beside = driftingBeside(window);
  return (
    <ul class="headlines" aria-label="What this window says">
      <li class="first"><span class={`number ${look}`}>{number}</span><span class="words"><span class="key" title={words}>{words}</span>{dataset !== null && <span class="against">data set: {datasetText(dataset)}</span>}</span></li>
      {beside.length > 0 && <li title="Below, above the columns"><span class="number worse">{beside.length}</span><span class="words"><span class="key">{beside.length === 1 ? 'drifts' : 'drift'} beside columns</span><span class="against">{beside.join(', ')}</span></span></li>}
      {quality !== null && <QualityLines quality={quality} options={options} />}
      {violations.length > 0 && <li title="Below, under Schema"><span class="number worse">{violations.length.toLocaleString('en-US')}</span><span class="words"><span class="key">{violations.length === 1 ? 'rule broken' : 'rules broken'}</span><span class="against">of the schema</span></span></li>}
    </ul>
  );
}

function QualityLines({ quality, options }: { readonly quality: WindowQuality; readonly options: MonitorQuality | undefined }): JSX.Element {
  return (
    <>
      {qualityHeadlines(quality, options).map(({ side, estimate, lost, against }) => (
        <li key={side} title={side === 'estimated' ? 'Before labels come' : 'Of labelled rows'}>
          <span class={lost ? 'number lost' : 'number'}>{estimateText(estimate)}</span><span class="words"><span class="key">{side} {quality.metric}</span><span class="against">{against}</span></span>
        </li>
      ))}
    </>
  );
}
