/** Alerts that are there, and conditions that hold now: what is opened, changed, closed, and what people are told. Pure. */
import type { Alert } from '../../protocol/monitors';
import type { Condition } from './conditions';

export interface Reconciled {
  /** that are new or have changed */
  readonly saved: readonly Alert[];
  /** of these, those that people are told of now */
  readonly told: readonly Alert[];
}

export interface Occasion {
  readonly monitor: string;
  readonly deployment: string;
  /** Unix ms */
  readonly now: number;
  readonly cooldownMs: number;
  /** @returns an id for a new alert */
  readonly newId: () => string;
}

/**
 * One alert per kind is there at a time. It is told when it opens, and again when it becomes critical; but not when people were told of the
 * same kind within the cooldown, until that is over and it still holds. One that somebody has acknowledged or snoozed is told only
 * when it becomes critical.
 * @param alerts of this monitor: all that are not closed, and of each kind the one that was told last
 */
export function reconcile(alerts: readonly Alert[], conditions: readonly Condition[], occasion: Occasion): Reconciled {
  const saved: Alert[] = [];
  const told: Alert[] = [];
  for (const condition of conditions) {
    const { alert, tell } = changed(alerts, condition, occasion);
    saved.push(alert);
    if (tell) {
      told.push(alert);
    }
  }
  for (const alert of alerts) {
    if (alert.state !== 'closed' && !conditions.some(({ kind }) => kind === alert.kind)) {
      saved.push({ ...alert, state: 'closed', closed_at: occasion.now });
    }
  }
  return { saved, told };
}

function changed(alerts: readonly Alert[], condition: Condition, { monitor, deployment, now, cooldownMs, newId }: Occasion): { readonly alert: Alert; readonly tell: boolean } {
  const { kind, level, text, columns, since, until } = condition;
  const said = condition.beside === undefined ? {} : { beside: condition.beside };
  const open = alerts.find((alert) => alert.kind === kind && alert.state !== 'closed');
  const lastTold = Math.max(...alerts.filter((alert) => alert.kind === kind).map(({ told_at: at }) => at ?? -Infinity), -Infinity);
  const cool = now - lastTold >= cooldownMs;
  if (open === undefined) {
    const worse = level === 'critical' && !alerts.some((alert) => alert.kind === kind && alert.level === 'critical' && (alert.told_at ?? -Infinity) === lastTold);
    const tell = cool || worse;
    return {
      tell,
      alert: {
        alert_id: newId(), monitor, deployment, kind, level, state: 'open', text, columns, ...said, since, until,
        opened_at: now, closed_at: null, told_at: tell ? now : null, snoozed_until: null, notes: [],
      },
    };
  }
  const { beside: _before, ...rest } = open;
  const awake = open.state === 'snoozed' && open.snoozed_until !== null && now >= open.snoozed_until;
  const state = awake ? 'open' : open.state;
  const worse = level === 'critical' && open.level === 'warning';
  const tell = worse || (state === 'open' && (awake || (open.told_at === null && cool)));
  return {
    tell,
    alert: {
      ...rest, ...said, state: worse ? 'open' : state, level, text, columns, until,
      since: Math.min(open.since, since), told_at: tell ? now : open.told_at, snoozed_until: awake || worse ? null : open.snoozed_until,
    },
  };
}
