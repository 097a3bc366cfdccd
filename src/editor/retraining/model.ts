/** What the lines of policies say: data in, texts and icons out; no VS Code. */
import type { Canary } from '../../protocol/panels/driftPanel';
import type { Retraining, RetrainingState, RetrainPolicy, RetrainStanding, RetrainingStep } from '../../protocol/retraining';
import { momentText } from '../../wording/monitorText';
import { policySummary, policyText, retrainingIcon, retrainingSummary, retrainingWord, stepText } from '../../wording/retrainText';
import { shortenInside } from '../../wording/textWidth';
import type { ItemView } from '../lineItem';

const LONGEST_LABEL = 32;
/** Latest steps of one retraining in the tree; the panel has them all. */
const SHOWN_STEPS = 12;

const WARNING = 'list.warningForeground';
const ERROR = 'list.errorForeground';

/** What is known of a policy, as its line needs it. */
export interface KnownPolicy {
  readonly name: string;
  readonly standing: RetrainStanding | null;
  readonly policy: RetrainPolicy | null;
  readonly canary: Canary | null;
}

/** `retrain: churn  training · 451 labelled rows` */
export function policyItem({ name, standing, policy, canary }: KnownPolicy): ItemView {
  const description = policySummary(standing, policy, canary);
  return {
    label: `retrain: ${shortenInside(name, LONGEST_LABEL)}`, description, icon: iconOf(standing), contextValue: contextOf(standing),
    spoken: `Retraining policy ${name}, ${description}`, children: (standing?.last?.steps.length ?? 0) > 0 ? 'collapsed' : 'none',
  };
}

function iconOf(standing: RetrainStanding | null): ItemView['icon'] {
  const last = standing?.last ?? null;
  if (last?.ended_at === null) {
    return last.paused ? { id: 'debug-pause', color: WARNING } : last.state === 'waiting' ? { id: 'bell-dot', color: WARNING } : last.state === 'collecting' && last.labelled_rows !== null ? { id: 'clock' } : { id: 'sync~spin' };
  }
  if (standing === null || standing.state === 'stopped') {
    return { id: 'circle-outline' };
  }
  return standing.problem !== null ? { id: 'error', color: ERROR } : last === null ? { id: 'sync' } : stepIcon(last.state);
}

const COLORS: Readonly<Partial<Record<RetrainingState, string>>> = { promoted: 'charts.green', rolled_back: WARNING, rejected: WARNING, failed: ERROR };

function stepIcon(state: RetrainingState): ItemView['icon'] {
  const color = COLORS[state];
  return { id: retrainingIcon(state), ...(color === undefined ? {} : { color }) };
}

/** Words that `when` clauses look for: absent | held | released; then what can be done with its last retraining, and what that has made. */
function contextOf(standing: RetrainStanding | null): string {
  if (standing === null) {
    return 'policy;absent;';
  }
  const { state, last } = standing;
  const open = last?.ended_at === null;
  const words = [
    state === 'stopped' ? 'released' : 'held', ...(open ? ['open', last.paused ? 'paused' : 'moving', ...(last.state === 'waiting' ? ['waiting'] : [])] : ['still']),
    ...(last?.job_id == null ? [] : ['job']), ...(last?.run_id == null ? [] : ['run']), ...(last?.version == null ? [] : ['version']), ...(last?.gate_id == null ? [] : ['gate']),
  ];
  return `policy;${words.join(';')};`;
}

/** A line below a policy. */
export interface StepLine { readonly id: string; readonly view: ItemView }

/** The steps of its last retraining, oldest first; those before the latest ones are one line. @param now Unix ms */
export function stepsOf(last: Retraining | null, now: number): StepLine[] {
  const steps = last?.steps ?? [];
  const before = steps.length - SHOWN_STEPS;
  return [
    ...(before > 0 ? [{ id: 'before', view: line(`${before} earlier`, 'steps', { id: 'ellipsis' }) }] : []),
    ...steps.slice(-SHOWN_STEPS).map((step, index) => ({ id: `step ${Math.max(before, 0) + index}`, view: stepView(step, now) })),
  ];
}

function stepView({ at, state, text: whole, by }: RetrainingStep, now: number): ItemView {
  const text = stepText(whole);
  return line(`${momentText(at, now)} ${text}`, '', by === 'person' ? { id: 'person' } : stepIcon(state), `${retrainingWord(state)}, ${momentText(at, now)}: ${text}`);
}

function line(label: string, description: string, icon: ItemView['icon'], spoken = `${label} ${description}`.trim()): ItemView {
  return { label, description, icon, contextValue: 'step;', spoken, children: 'none' };
}

/** Markdown is the caller's: every line here is plain text. @param now Unix ms */
export function policyFacts({ standing, policy, canary }: KnownPolicy, now: number): string[] {
  const last = standing?.last ?? null;
  return [
    ...(policy === null ? [] : [policyText(policy)]), ...(standing === null ? ['It does not hold yet: nothing starts it. Let it hold from its context menu.'] : []),
    ...(standing?.state === 'stopped' ? ['It was released: it starts nothing any more.'] : []), ...(standing?.problem == null ? [] : [standing.problem]),
    ...(last === null ? [] : [`Began ${momentText(last.started_at, now)}: ${last.why}`, retrainingSummary(last, policy, canary)]),
  ];
}

/** What somebody is told of a retraining: it waits for them, or what became of it. A veto is known to who gave it. */
const TOLD: ReadonlySet<RetrainingState> = new Set(['waiting', 'promoted', 'rolled_back', 'rejected', 'failed']);
/** What ended longer ago is no news, ms. */
const NEWS_MS = 7 * 86_400_000;

/** Those that this window has not told yet. @param told the state in which a retraining was told last @param now Unix ms */
export function untoldRetrainings<T extends { readonly standing: Pick<RetrainStanding, 'last'> | null }>(policies: readonly T[], told: (id: string) => string | undefined, now: number): (T & { readonly last: Retraining })[] {
  return policies.flatMap((policy) => {
    const last = policy.standing?.last ?? null;
    return last === null || !TOLD.has(last.state) || told(last.retraining_id) === last.state || now - (last.ended_at ?? now) > NEWS_MS ? [] : [{ ...policy, last }];
  });
}
