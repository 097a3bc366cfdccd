/** The steps of a retraining in their order, each with what it was decided by, and what it has made. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RetrainAct } from '../../../src/protocol/panels/driftPanel';
import type { Retraining } from '../../../src/protocol/retraining';
import { formatExact } from '../../../src/wording/formatTime';
import { momentText } from '../../../src/wording/monitorText';
import { candidateName, retrainingIcon, retrainingWord, stepText } from '../../../src/wording/retrainText';
import { useNow } from '../../ui/now';

/** Latest ones that are shown at first. */
const LATEST = 12;
const MINUTE = 60_000;

export interface StepsProps { readonly retraining: Retraining; readonly onAct: (act: RetrainAct, retraining: string) => void }

export function Steps({ retraining, onAct }: StepsProps): JSX.Element {
  const now = useNow(MINUTE);
  const [all, setAll] = useState(false);
  const { steps } = retraining;
  const shown = all ? steps : steps.slice(-LATEST);
  return (
    <div class="way">
      {shown.length < steps.length && <p class="more"><button type="button" class="link" onClick={() => setAll(true)}>Show all {steps.length.toLocaleString('en-US')} steps</button></p>}
      <ol class="steps">
        {shown.map(({ at, state, text, by }, index) => (
          <li key={`${at} ${steps.length - shown.length + index}`}>
            <span class={`codicon codicon-${by === 'person' ? 'person' : retrainingIcon(state)}`} role="img" aria-label={by === 'person' ? `a person: ${retrainingWord(state)}` : retrainingWord(state)} />
            <time class="quiet" title={formatExact(at)}>{momentText(at, now)}</time>
            <span class="text">{stepText(text)}</span>
          </li>
        ))}
      </ol>
      <Made retraining={retraining} onAct={onAct} />
    </div>
  );
}

function Made({ retraining, onAct }: StepsProps): JSX.Element | null {
  const { retraining_id: id, job_id: job, run_id: run, version, gate_id: gate, rollout_at: rollout, deployment } = retraining;
  const links: readonly (readonly [RetrainAct, string])[] = [
    ...(job === null ? [] : [['showLog', 'Training log'] as const]), ...(run === null ? [] : [['openRun', 'Run'] as const]), ...(version === null ? [] : [['openVersion', candidateName(retraining)] as const]),
    ...(gate === null ? [] : [['openReport', 'Gate report'] as const]), ...(rollout === null ? [] : [['openDeployment', deployment] as const]),
  ];
  return links.length === 0 ? null : <p class="made">{links.map(([act, label]) => <button key={act} type="button" class="link" onClick={() => onAct(act, id)}>{label}</button>)}</p>;
}
