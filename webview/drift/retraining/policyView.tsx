/** A policy: what it does, the retraining that goes on or was the last one, and those before it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RetrainAct, ShownPolicy } from '../../../src/protocol/panels/driftPanel';
import type { Retraining } from '../../../src/protocol/retraining';
import { formatAge, formatExact } from '../../../src/wording/formatTime';
import { candidateName, policySummary, policyText, retrainingIcon, retrainingWord } from '../../../src/wording/retrainText';
import { Menu, type MenuEntry } from '../../ui/menu';
import { useNow } from '../../ui/now';
import { Steps } from './steps';

/** Earlier ones that are shown at first. */
const EARLIER = 5;
const MINUTE = 60_000;

type Act = (act: RetrainAct, retraining?: string) => void;

export interface PolicyViewProps {
  readonly shown: ShownPolicy;
  readonly trusted: boolean;
  readonly onAct: Act;
}

export function PolicyView({ shown, trusted, onAct }: PolicyViewProps): JSX.Element {
  const { name, standing, policy, canary, retrainings } = shown;
  const [last, ...earlier] = retrainings;
  const open = last?.ended_at === null;
  const [icon, look] = open ? last.paused ? ['debug-pause', 'warning'] : last.state === 'waiting' ? ['bell-dot', 'warning'] : last.state === 'collecting' && last.labelled_rows !== null ? ['clock', ''] : ['sync codicon-modifier-spin', '']
    : standing === null || standing.state === 'stopped' ? ['circle-outline', ''] : standing.problem !== null ? ['error', 'bad'] : last === undefined ? ['sync', ''] : [retrainingIcon(last.state), lookOf(last)];
  return (
    <article class="policy" aria-label={`Policy ${name}`}>
      <div class="policy-line">
        <h3 title={name}>{name}</h3>
        <span class="state" role="status"><span class={`codicon codicon-${icon} ${look}`} aria-hidden="true" /><span class="wrap">{policySummary(standing, policy, canary)}</span></span>
        <PolicyActs shown={shown} open={open ? last : undefined} trusted={trusted} onAct={onAct} />
      </div>
      <p class="quiet sentence">{policy === null ? 'What it does can\'t be read.' : policyText(policy)}</p>
      {last !== undefined && <Steps retraining={last} onAct={onAct} />}
      {earlier.length > 0 && <Earlier retrainings={earlier} onAct={onAct} />}
    </article>
  );
}

function lookOf({ state }: Pick<Retraining, 'state'>): string {
  return state === 'promoted' ? 'good' : state === 'failed' ? 'bad' : state === 'vetoed' ? 'quiet' : 'warning';
}

/** Buttons by what stands; what is rare is in the menu. In a workspace that is not trusted nothing can be begun or let on. */
function PolicyActs({ shown: { standing }, open, trusted, onAct }: { readonly shown: ShownPolicy; readonly open: Retraining | undefined; readonly trusted: boolean; readonly onAct: Act }): JSX.Element {
  const holds = standing !== null && standing.state !== 'stopped';
  const more: MenuEntry[] = [
    { label: 'Open slipway.yaml', icon: 'go-to-file', choose: () => onAct('openFile') },
    ...(holds ? [{ label: 'Release this policy', icon: 'debug-stop', group: true, choose: () => onAct('release') }] : []),
  ];
  const button = (act: RetrainAct, label: string, title: string): JSX.Element => <button key={act} type="button" class="control" title={title} onClick={() => onAct(act)}>{label}</button>;
  return (
    <span class="acts">
      {trusted && open?.state === 'waiting' && !open.paused && button('approve', 'Approve', 'It answers its first share')}
      {open !== undefined && button('veto', 'Veto…', 'Ends it; asks for a reason')}
      {open !== undefined && !open.paused && button('pause', 'Pause', 'Its next step is not taken')}
      {trusted && open?.paused === true && button('resume', 'Resume', 'Its next step is taken')}
      {trusted && open === undefined && holds && button('now', 'Retrain now', 'Starts one, whatever it waits for')}
      {trusted && !holds && button('hold', 'Let it hold', 'It starts by itself from now on, with the Python and environment of now')}
      <Menu label="More of this policy" entries={more} class="control square"><span class="codicon codicon-ellipsis" aria-hidden="true" /></Menu>
    </span>
  );
}

function Earlier({ retrainings, onAct }: { readonly retrainings: readonly Retraining[]; readonly onAct: Act }): JSX.Element {
  const now = useNow(MINUTE);
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<string>();
  const shown = all ? retrainings : retrainings.slice(0, EARLIER);
  return (
    <>
      <h4>Before</h4>
      <ul class="earlier">
        {shown.map((retraining) => {
          const { retraining_id: id, state, started_at: started, why } = retraining;
          const open = id === opened;
          return (
            <li key={id}>
              <button type="button" class="fold" aria-expanded={open} onClick={() => setOpened(open ? undefined : id)}>
                <span class={`codicon codicon-chevron-${open ? 'down' : 'right'}`} aria-hidden="true" /><span class={`codicon codicon-${retrainingIcon(state)} ${lookOf(retraining)}`} aria-hidden="true" />
                <span class="word">{retrainingWord(state)}</span><span class="name">{candidateName(retraining)}</span><span class="quiet" title={formatExact(started)}>{formatAge(started, now)}</span><span class="quiet why">{why}</span>
              </button>
              {open && <Steps retraining={retraining} onAct={onAct} />}
            </li>
          );
        })}
      </ul>
      {shown.length < retrainings.length && <p class="more"><button type="button" class="link" onClick={() => setAll(true)}>Show all {retrainings.length.toLocaleString('en-US')}</button></p>}
    </>
  );
}
