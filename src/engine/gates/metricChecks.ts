/** Limits of metrics that were recorded while a version was trained. Pure. */
import { distance } from 'fastest-levenshtein';
import type { GateCheck } from '../../protocol/gates';
import type { Limits } from '../../protocol/projectFile';
import { toNumber } from '../../wording/formatNumber';
import { limitCheck, limitText } from './limits';
import type { Subject } from './subject';

const MOST_NAMES = 5;

/** The check of a recorded metric; undefined when none of this name was recorded. */
export function recordedCheck(subject: Subject, name: string, limits: Limits): GateCheck | undefined {
  const value = subject.metrics.get(name);
  return value === undefined ? undefined : limitCheck({ kind: 'metric', name, what: `${name} of ${subject.label}`, value: toNumber(value), limits });
}

/** A metric that nobody recorded, and that is not one of those that can be measured: the names that come near it are told. */
export function unknownMetric(subject: Subject, name: string, limits: Limits, remedy: string): GateCheck {
  const names = nearNames(name, [...subject.metrics.keys()]);
  const there = subject.lacks !== undefined ? `${capital(subject.lacks)}. ${remedy}`
    : names.length === 0 ? `No metric was recorded. ${remedy}` : `Recorded are: ${names.join(', ')}${subject.metrics.size > names.length ? ', …' : ''}. ${remedy}`;
  return { kind: 'metric', name, outcome: 'failed', limit: limitText(limits), message: `${subject.label} has no metric "${name}" to be held against ${limitText(limits)}. ${there}` };
}

/** The names most like the one that was asked for, nearest first. */
export function nearNames(name: string, names: readonly string[], most = MOST_NAMES): string[] {
  const wanted = name.toLowerCase();
  const far = (other: string): number => (other.toLowerCase().includes(wanted) || wanted.includes(other.toLowerCase()) ? 0 : distance(wanted, other.toLowerCase()));
  return names.toSorted((a, b) => far(a) - far(b) || (a < b ? -1 : 1)).slice(0, most);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
