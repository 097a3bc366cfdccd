/** What trains again and what came of it, in a few words: in the side bar, the status bar, messages and the drift panel. */
import type { Deployment } from '../protocol/deployments';
import type { AlertKind } from '../protocol/monitors';
import type { Canary } from '../protocol/panels/driftPanel';
import type { RETRAIN_DEFAULTS, Retraining, RetrainingState, RetrainPolicy, RetrainStanding } from '../protocol/retraining';
import { countOf, formatNumber } from './formatNumber';

/** The type holds it to be the same; the value would bring the schemas with it. */
const DEFAULTS: typeof RETRAIN_DEFAULTS = { on: ['estimated_quality', 'realised_quality'], days: 30, min_labels: 100, budget: '1h', at_most: '1d', shadow: '10m', shadow_requests: 100 };
const DEFAULT_STEPS = [5, 25, 50];

const WORDS: Readonly<Record<RetrainingState, string>> = {
  collecting: 'collecting labels', training: 'training', judging: 'gate judges', shadowing: 'shadow', waiting: 'waits for approval', rolling_out: 'canary',
  promoted: 'promoted', rolled_back: 'rolled back', rejected: 'rejected by its gate', vetoed: 'vetoed', failed: 'failed',
};

/** `rolled back` */
export function retrainingWord(state: RetrainingState): string {
  return WORDS[state];
}

const ICONS: Readonly<Record<RetrainingState, string>> = {
  collecting: 'tag', training: 'pulse', judging: 'law', shadowing: 'copy', waiting: 'bell-dot', rolling_out: 'git-branch', promoted: 'pass', rolled_back: 'discard', rejected: 'circle-slash', vetoed: 'circle-slash', failed: 'error',
};

/** The codicon of a step. */
export function retrainingIcon(state: RetrainingState): string {
  return ICONS[state];
}

/** `cover/3`; before it is made, the model that it will be a version of. */
export function candidateName({ model, version }: Pick<Retraining, 'model' | 'version'>): string {
  return version === null ? model : `${model}/${version}`;
}

/** `training · 451 labelled rows`, `gate judges cover/3`, `canary 25 % · cover/3`; of one that has ended, what became of it and why. */
export function retrainingSummary(retraining: Retraining, policy: RetrainPolicy | null, canary: Canary | null): string {
  const text = standingOf(retraining, policy, canary);
  return retraining.paused && retraining.ended_at === null ? `paused · ${text}` : text;
}

function standingOf(retraining: Retraining, policy: RetrainPolicy | null, canary: Canary | null): string {
  const { state, labelled_rows: rows } = retraining;
  const candidate = candidateName(retraining);
  const labelled = rows === null ? '' : countOf(rows, 'labelled row');
  switch (state) {
    case 'collecting': return rows === null ? WORDS.collecting : `${rows.toLocaleString('en-US')} of ${countOf(policy?.min_labels ?? DEFAULTS.min_labels, 'labelled row')}, waits for more`;
    case 'training': return labelled === '' ? WORDS.training : `${WORDS.training} · ${labelled}`;
    case 'judging': return `${WORDS.judging} ${candidate}`;
    case 'shadowing': return `${candidate} gets copies of all requests`;
    case 'waiting': return `waits for your approval · ${candidate}`;
    case 'rolling_out': return canary?.percent === undefined || canary.percent === null ? `${candidate} begins to answer` : [`canary ${formatNumber(canary.percent)} %`, candidate, ...(canary.waits === null ? [] : [canary.waits])].join(' · ');
    default: return [WORDS[state], ...whyOf(retraining)].join(' · ');
  }
}

/** The sentence that ended it. */
export function whyOf({ steps }: Pick<Retraining, 'steps'>): string[] {
  const last = stepText(steps.at(-1)?.text ?? '');
  return last === '' ? [] : [last];
}

/** What a step says, without the path of the log that it ends with: where this is read, the log is a click away. */
export function stepText(text: string): string {
  return text.replace(/ Its log: .*$/s, '');
}

/** What a policy does now. @param standing null: it stands in slipway.yaml, and does not hold yet */
export function policySummary(standing: Pick<RetrainStanding, 'state' | 'problem' | 'last'> | null, policy: RetrainPolicy | null, canary: Canary | null): string {
  if (standing === null) {
    return 'does not hold yet';
  }
  const { state, problem, last } = standing;
  const said = last === null ? undefined : retrainingSummary(last, policy, canary);
  if (last?.ended_at === null) {
    return said ?? '';
  }
  return state === 'stopped' ? `released${said === undefined ? '' : ` · ${said}`}` : problem ?? said ?? 'ready';
}

const ALERTS: Readonly<Record<AlertKind, string>> = {
  drift: 'drift', data: 'broken rules', concept: 'risen errors', fairness: 'fairness', estimated_quality: 'estimated quality', realised_quality: 'realised quality',
};

/** `on alerts of estimated or realised quality, each 7d` @returns by hand alone where nothing else starts it */
export function startsText({ on, schedule, labels, data }: RetrainPolicy): string {
  const kinds = (on ?? DEFAULTS.on).map((kind) => ALERTS[kind]);
  const parts = [
    ...(kinds.length === 0 ? [] : [`on alerts of ${kinds.join(' or ')}`]), ...(schedule === undefined ? [] : [`each ${schedule}`]), ...(labels === undefined ? [] : [`with every ${countOf(labels, 'new label')}`]), ...(data === undefined ? [] : [`when ${data} changes`]),
  ];
  return parts.length === 0 ? 'by hand alone' : parts.join(', ');
}

/** What a policy does, as a sentence. */
export function policyText(policy: RetrainPolicy): string {
  const { train, approve, shadow, rollout, at_most: most = DEFAULTS.at_most } = policy;
  const steps = (rollout?.steps ?? DEFAULT_STEPS).map((step) => formatNumber(step)).join(', ');
  const then = ['its gate judges it', ...(shadow === undefined ? [] : ['it gets copies of all requests']), ...(approve === true ? ['somebody approves it'] : [])].join(', ');
  return `Trains ${train} again ${startsText(policy)}, at most once in ${most}; ${then}, and it answers ${steps} % before it is champion.`;
}

/** How far the candidate of a retraining has come on its deployment. @returns null while it does not roll out */
export function canaryOf({ state, deployment, model, version }: Retraining, deployments: readonly Deployment[]): Canary | null {
  const found = state === 'rolling_out' ? deployments.find(({ name }) => name === deployment) : undefined;
  if (found === undefined) {
    return null;
  }
  const { rollout } = found;
  const waits = rollout?.state === 'waiting' && rollout.model === model && rollout.version === version ? rollout.why ?? 'waits for a person' : null;
  return { percent: found.arms.find((arm) => arm.model === model && arm.version === version)?.weight ?? null, waits };
}

/** `iris: training and 1 more` of those that go on; undefined where none does. */
export function goingOnText(retrainings: readonly Retraining[]): string | undefined {
  const first = retrainings.find(({ state }) => state === 'waiting') ?? retrainings[0];
  if (first === undefined) {
    return undefined;
  }
  const more = retrainings.length > 1 ? ` and ${retrainings.length - 1} more` : '';
  return `${first.policy}: ${first.paused ? 'paused' : WORDS[first.state]}${more}`;
}
