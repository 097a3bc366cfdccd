import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../../src/engine/monitoring/conditions';
import { reconcile } from '../../../../src/engine/monitoring/reconcile';
import type { Alert } from '../../../../src/protocol/monitors';

const HOUR = 3_600_000;
const drift: Condition = { kind: 'drift', level: 'warning', text: 'age drifts', columns: ['age'], since: 10, until: 20 };

/** Plays looks one after the other. Gives what people were told: kind, level and the hour. */
function play(steps: readonly { readonly hour: number; readonly conditions: readonly Condition[]; readonly person?: (alert: Alert) => Alert }[]): { told: string[]; alerts: Alert[] } {
  let alerts: Alert[] = [];
  const told: string[] = [];
  let made = 0;
  for (const { hour, conditions, person } of steps) {
    alerts = person === undefined ? alerts : alerts.map((alert) => (alert.state === 'closed' ? alert : person(alert)));
    const result = reconcile(alerts, conditions, { monitor: 'm', deployment: 'd', now: hour * HOUR, cooldownMs: 6 * HOUR, newId: () => String(made += 1) });
    alerts = [...alerts.filter(({ alert_id: id }) => !result.saved.some((one) => one.alert_id === id)), ...result.saved];
    told.push(...result.told.map(({ kind, level }) => `${kind} ${level} ${hour}`));
  }
  return { told, alerts };
}

describe('people are told', () => {
  test('once of what lasts', () => {
    const { told, alerts } = play([0, 1, 2, 30].map((hour) => ({ hour, conditions: [{ ...drift, until: hour }] })));
    expect(told).toEqual(['drift warning 0']);
    expect(alerts).toMatchObject([{ state: 'open', since: 10, until: 30 }]);
  });

  test('not again of what comes and goes within the cooldown, and then once', () => {
    const { told, alerts } = play([0, 1, 2, 3, 4, 5, 6, 7].map((hour) => ({ hour, conditions: hour % 2 === 0 ? [drift] : [] })));
    expect(told).toEqual(['drift warning 0', 'drift warning 6']);
    expect(alerts.filter(({ state }) => state !== 'closed')).toEqual([]);
    expect(alerts).toHaveLength(4);
  });

  test('of one that opened quietly, when the cooldown is over and it still holds', () => {
    const hours = [0, 1, 2, 3, 5, 6, 7];
    expect(play(hours.map((hour) => ({ hour, conditions: hour === 1 ? [] : [drift] }))).told).toEqual(['drift warning 0', 'drift warning 6']);
  });

  test('at once when it becomes critical, even when somebody had acknowledged or snoozed it', () => {
    for (const state of ['acknowledged', 'snoozed'] as const) {
      const { told, alerts } = play([
        { hour: 0, conditions: [drift] },
        { hour: 1, conditions: [drift], person: (alert) => ({ ...alert, state, snoozed_until: state === 'snoozed' ? 48 * HOUR : null }) },
        { hour: 2, conditions: [{ ...drift, level: 'critical' }] },
        { hour: 3, conditions: [{ ...drift, level: 'critical' }] },
      ]);
      expect(told).toEqual(['drift warning 0', 'drift critical 2']);
      expect(alerts).toMatchObject([{ state: 'open', level: 'critical', snoozed_until: null }]);
    }
  });

  test('again when the time that it was snoozed for is over', () => {
    const { told } = play([
      { hour: 0, conditions: [drift] },
      { hour: 1, conditions: [drift], person: (alert) => ({ ...alert, state: 'snoozed', snoozed_until: 3 * HOUR }) },
      { hour: 2, conditions: [drift] }, { hour: 3, conditions: [drift] }, { hour: 4, conditions: [drift] },
    ]);
    expect(told).toEqual(['drift warning 0', 'drift warning 3']);
  });

  test('of each kind by itself', () => {
    const low: Condition = { kind: 'realised_quality', level: 'critical', text: 'low', columns: [], since: 1, until: 2 };
    expect(play([{ hour: 0, conditions: [drift] }, { hour: 1, conditions: [drift, low] }]).told).toEqual(['drift warning 0', 'realised_quality critical 1']);
  });
});

test('what is over closes its alert, and an acknowledged one too', () => {
  const { alerts } = play([{ hour: 0, conditions: [drift] }, { hour: 1, conditions: [], person: (alert) => ({ ...alert, state: 'acknowledged' }) }]);
  expect(alerts).toMatchObject([{ state: 'closed', closed_at: HOUR }]);
});
