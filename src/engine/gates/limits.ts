/** A number against its limits, in words. Pure. */
import type { GateCheck, GateCheckKind } from '../../protocol/gates';
import type { Limits } from '../../protocol/projectFile';
import { formatNumber } from '../../wording/formatNumber';

export type Fact = NonNullable<GateCheck['facts']>[number];

export interface Measured {
  readonly kind: GateCheckKind;
  /** unique within its report */
  readonly name: string;
  /** how the message begins: "accuracy of iris v3" */
  readonly what: string;
  readonly value: number;
  readonly limits: Limits;
  /** of value and limits, as it follows a number: " ms" */
  readonly unit?: string;
  readonly facts?: readonly Fact[];
}

/** `>= 0.9`, `<= 0.1`, `>= 0.2 and <= 0.4`: the numbers as they were written. */
export function limitText({ min, max }: Limits, unit = ''): string {
  return [...(min === undefined ? [] : [`>= ${min}${unit}`]), ...(max === undefined ? [] : [`<= ${max}${unit}`])].join(' and ');
}

/** Fails outside the limits, and when there is no number at all. */
export function limitCheck({ kind, name, what, value, limits, unit = '', facts = [] }: Measured): GateCheck {
  const { min, max } = limits;
  const limit = limitText(limits, unit);
  const base = { kind, name, limit, ...(facts.length === 0 ? {} : { facts: [...facts] }) };
  if (Number.isNaN(value)) {
    return { ...base, outcome: 'failed', message: `${what} is not a number (NaN), so it can't be ${wanted(limits)}.` };
  }
  // JSON has no infinities: the message tells of them.
  const number = Number.isFinite(value) ? { value } : {};
  if (min !== undefined && value < min) {
    return { ...base, ...number, outcome: 'failed', message: `${what} is ${apart(value, min)}${unit}, and must be at least ${min}${unit}.` };
  }
  if (max !== undefined && value > max) {
    return { ...base, ...number, outcome: 'failed', message: `${what} is ${apart(value, max)}${unit}, and may be at most ${max}${unit}.` };
  }
  return { ...base, ...number, outcome: 'passed', message: `${what} is ${formatNumber(value)}${unit} (limit ${limit}).` };
}

function wanted({ min, max }: Limits): string {
  return [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(' and ');
}

/** A value as people read it, with all its digits where four would make it look like its limit. */
export function apart(value: number, limit: number): string {
  return formatNumber(value) === formatNumber(limit) ? String(value) : formatNumber(value);
}
