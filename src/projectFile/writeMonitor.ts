/** Puts a monitor, or a policy that trains again, into a slipway.yaml, all else left as it is written, comments too. Pure. */
import { isMap } from 'yaml';
import type { MonitorOptions } from '../protocol/monitors';
import type { RetrainPolicy } from '../protocol/retraining';
import { below, INDENT, lineOf, pairOf, scalar, sectionOf, withSection } from './addLines';

/**
 * Adds a monitor; one of this name that stands there is kept as it is.
 * @param text of a slipway.yaml; may be empty
 * @returns the new text
 * @throws NotWritten where the file has faults, or writes its monitors in brackets
 */
export function withMonitor(text: string, name: string, options: MonitorOptions): string {
  return withNamed(text, { section: 'monitors', name, options, instead: '`slipway monitor start` watches without it.' });
}

/** Adds a policy of continuous training; all as withMonitor does. */
export function withPolicy(text: string, name: string, policy: RetrainPolicy): string {
  return withNamed(text, { section: 'retrain', name, options: policy, instead: 'then choose Retrain by Itself again.' });
}

interface Named {
  readonly section: string;
  readonly name: string;
  readonly options: object;
  /** how to go on without this */
  readonly instead: string;
}

function withNamed(text: string, { section, name, options, instead }: Named): string {
  const lines = (indent: string): string => `${indent}${scalar(name)}:\n${Object.entries(options).map(([option, value]) => lineOf(option, value, indent + INDENT)).join('')}`;
  const found = sectionOf(text, section, instead);
  if (found === undefined) {
    return withSection(text, `${section}:\n${lines(INDENT)}`);
  }
  return isMap(found.value) && pairOf(found.value, name) !== undefined ? text : below(text, found, section, instead, lines);
}
