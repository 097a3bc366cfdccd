/** Name, version, aliases and origin, the numbers that it is judged by, and what can be done with it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GateView, VersionAction, VersionView } from '../../src/protocol/panels/modelPanel';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { Menu, type MenuEntry } from '../ui/menu';
import { useNow } from '../ui/now';
import { Button } from '../ui/controls';
import { PickList } from '../ui/pickList';
import { gateText, stateMark } from './gateWords';
import type { ModelHost } from './modelHost';
import { CHALLENGER, CHAMPION, headlines, sortedAliases, uriOf, type MetricLine } from './model';

export interface HeaderProps {
  readonly host: ModelHost;
  readonly view: VersionView;
  /** undefined: not known yet */
  readonly gate: GateView | undefined;
  readonly act: (action: VersionAction) => void;
  readonly show: (version: string) => void;
  readonly showGate: () => void;
}

export function Header({ host, view, gate, act, show, showGate }: HeaderProps): JSX.Element {
  return (
    <div class="head">
      <div class="title-line">
        <h1 title={`${view.name}/${view.version}`}><span class="codicon codicon-package" aria-hidden="true" /><span class="name">{view.name}</span></h1>
        <VersionChooser view={view} show={show} />
        {sortedAliases(view.aliases).map((alias) => <Alias key={alias} alias={alias} />)}
        {view.stage !== 'None' && <span class="badge plain" title="Stage of MLflow">{view.stage}</span>}
        <Actions host={host} view={view} act={act} />
      </div>
      <Origin view={view} gate={gate} act={act} showGate={showGate} />
      <Headlines view={view} />
    </div>
  );
}

function Alias({ alias }: { readonly alias: string }): JSX.Element {
  const icon = alias === CHAMPION ? 'verified-filled' : alias === CHALLENGER ? 'verified' : 'tag';
  return <span class={`badge alias ${alias === CHAMPION || alias === CHALLENGER ? alias : ''}`} title={`Code that loads this model @${alias} gets this version`}><span class={`codicon codicon-${icon}`} aria-hidden="true" />{alias}</span>;
}

function VersionChooser({ view, show }: Pick<HeaderProps, 'view' | 'show'>): JSX.Element {
  const [anchor, setAnchor] = useState<DOMRect>();
  const now = useNow(60_000);
  return (
    <>
      <button type="button" class="control" aria-haspopup="listbox" aria-label={`v${view.version}: choose another version`} title="Choose another version" onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}>
        v{view.version}<span class="codicon codicon-chevron-down" aria-hidden="true" />
      </button>
      {anchor !== undefined && (
        <PickList label="Versions" anchor={anchor} {...(view.versions.length > 12 ? { search: 'Find a version or an alias' } : {})} close={() => setAnchor(undefined)} choose={show}
          entries={view.versions.map(({ version, aliases, creation_timestamp: created }) => ({
            id: version, label: `v${version}`, detail: [...sortedAliases(aliases).map((alias) => `@${alias}`), formatAge(created, now)].join('  '), checked: version === view.version,
          }))} />
      )}
    </>
  );
}

function Actions({ host, view, act }: Pick<HeaderProps, 'host' | 'view' | 'act'>): JSX.Element {
  const give = (alias: string): void => { void host.ask('giveAlias', { alias }); };
  const held = view.model.aliases.filter(({ alias, version }) => alias !== CHAMPION && version !== view.version);
  const names = [...new Set([...(view.aliases.includes(CHALLENGER) ? [] : [CHALLENGER]), ...held.map(({ alias }) => alias)])];
  const aliases: MenuEntry[] = [
    ...names.map((alias) => {
      const holder = held.find((one) => one.alias === alias)?.version;
      return { label: holder === undefined ? `@${alias}` : `@${alias}, in place of v${holder}`, icon: alias === CHALLENGER ? 'verified' : 'tag', choose: () => give(alias) };
    }),
    { label: 'Another alias…', icon: 'add', choose: () => act('setAlias') },
    ...(view.aliases.length === 0 ? [] : [{ label: view.aliases.length === 1 ? `Remove @${view.aliases[0]}` : 'Remove an alias…', icon: 'close', group: true, choose: () => act('removeAlias') }]),
  ];
  const more: MenuEntry[] = [
    ...(view.numbers === null ? [] : [
      ...(view.champion === null ? [] : [{ label: 'Compare with the champion', icon: 'git-compare', choose: () => act('compare') }]),
      { label: 'Open source run', icon: 'beaker', choose: () => act('openRun') },
    ]),
    { label: 'Edit tags…', icon: 'tag', group: view.numbers !== null, choose: () => act('editTags') },
    { label: 'Move to stage…', icon: 'milestone', choose: () => act('moveStage') },
    { label: 'Delete…', icon: 'trash', group: true, choose: () => act('delete') },
  ];
  return (
    <div class="actions">
      {!view.aliases.includes(CHAMPION) && <Button primary title="Run its gate, then make it champion" onClick={() => act('promote')}>Promote…</Button>}
      <Menu label="Set alias" entries={aliases}><>Set alias<span class="codicon codicon-chevron-down" aria-hidden="true" /></></Menu>
      <Button title={`Python that loads ${uriOf(view)}`} onClick={() => act('copyLoadCode')}>Copy load code</Button>
      <Menu label="More actions" entries={more} class="control square"><span class="codicon codicon-ellipsis" aria-hidden="true" /></Menu>
    </div>
  );
}

function Origin({ view, gate, act, showGate }: Pick<HeaderProps, 'view' | 'gate' | 'act' | 'showGate'>): JSX.Element {
  const now = useNow(30_000);
  const report = gate?.reports[0];
  return (
    <p class="origin">
      <span title={`Registered ${formatExact(view.creation_timestamp)}`}>registered {formatAge(view.creation_timestamp, now)}</span>
      <span>{view.numbers !== null
        ? <>from run <button type="button" class="link" onClick={() => act('openRun')}>{view.numbers.run_name}</button>{view.numbers.deleted ? ' (deleted)' : ''}</>
        : view.run_id === '' ? 'from a file' : 'from a run that is gone'}</span>
      {view.experiment !== null && <span title={`Experiment ${view.experiment.name}`}>{view.experiment.name}</span>}
      <span class="mono">{uriOf(view)}</span>
      {report !== undefined && <span><button type="button" class={`link gate-mark ${stateMark(report.state).look}`} onClick={showGate}><span class={`codicon codicon-${stateMark(report.state).icon}`} aria-hidden="true" />{gateText(report)}</button></span>}
    </p>
  );
}

function Headlines({ view }: { readonly view: VersionView }): JSX.Element {
  const shown = headlines(view);
  return (
    <ul class="headlines" aria-label="Headline metrics">
      {shown.map((metric, index) => <Headline key={metric.key} metric={metric} first={index === 0} view={view} />)}
      {shown.length === 0 && <li class="quiet">{view.numbers === null ? 'No numbers: a version from a file was never measured here.' : 'Its run logged no metrics.'}</li>}
    </ul>
  );
}

function Headline({ metric, first, view }: { readonly metric: MetricLine; readonly first: boolean; readonly view: VersionView }): JSX.Element {
  const { change } = metric;
  return (
    <li class={first ? 'first' : ''}>
      <span class="number" title={`${metric.key} ${metric.value}`}>{metric.text}</span>
      <span class="words">
        <span class="key" title={metric.key}>{metric.key}</span>
        {change !== null && view.champion !== null && (
          <span class="against" title={`${metric.champion} in v${view.champion.version}, the champion`}>
            <span class={`change ${change.verdict}`}>{change.arrow}{change.size}</span> vs champion v{view.champion.version}
          </span>
        )}
      </span>
    </li>
  );
}
