/** Puts a monitor into a slipway.yaml, all else left as it is written, comments too. Pure. */
import { isMap } from 'yaml';
import type { MonitorOptions } from '../protocol/monitors';
import { below, INDENT, lineOf, pairOf, scalar, sectionOf, withSection } from './addLines';

const INSTEAD = '`slipway monitor start` watches without it.';

/**
 * Adds a monitor; one of this name that stands there is kept as it is.
 * @param text of a slipway.yaml; may be empty
 * @returns the new text
 * @throws NotWritten where the file has faults, or writes its monitors in brackets
 */
export function withMonitor(text: string, name: string, options: MonitorOptions): string {
  const lines = (indent: string): string => `${indent}${scalar(name)}:\n${Object.entries(options).map(([option, value]) => lineOf(option, value, indent + INDENT)).join('')}`;
  const monitors = sectionOf(text, 'monitors', INSTEAD);
  if (monitors === undefined) {
    return withSection(text, `monitors:\n${lines(INDENT)}`);
  }
  return isMap(monitors.value) && pairOf(monitors.value, name) !== undefined ? text : below(text, monitors, 'monitors', INSTEAD, lines);
}
