/** What a tab of charts keeps over a reload: its options, its zoom, what it shows. */
import type { Comparison } from '../comparison';

/** @param tab its id. @returns what it has kept; nothing yet: no field of it */
export function kept<T extends object>(comparison: Comparison, tab: string): Partial<T> {
  return (comparison.state.charts[tab] ?? {}) as Partial<T>;
}

/** Keeps a change and draws what follows from it. */
export function keep(comparison: Comparison, tab: string, change: object): void {
  comparison.change({ charts: withChange(comparison, tab, change) });
}

/** Keeps a change of something that is drawn already, such as a zoom. */
export function keepDrawn(comparison: Comparison, tab: string, change: object): void {
  comparison.keep({ charts: withChange(comparison, tab, change) });
}

function withChange(comparison: Comparison, tab: string, change: object): Readonly<Record<string, unknown>> {
  const { charts } = comparison.state;
  return { ...charts, [tab]: { ...kept(comparison, tab), ...change } };
}
