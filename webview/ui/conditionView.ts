/** How the condition of a run is said and drawn, the same on every page. */
import type { RunCondition } from '../../src/protocol/condition';

const CONDITIONS: Readonly<Record<RunCondition, { readonly word: string; readonly icon: string; readonly why: string }>> = {
  running: { word: 'running', icon: 'loading', why: '' },
  scheduled: { word: 'waiting', icon: 'clock', why: 'It has not started yet.' },
  silent: { word: 'silent', icon: 'circle-large-outline', why: 'Nothing has been heard of it for more than two hours.' },
  lost: { word: 'lost', icon: 'warning', why: 'Its process ended without a word.' },
  finished: { word: 'finished', icon: 'pass', why: '' },
  failed: { word: 'failed', icon: 'error', why: '' },
  killed: { word: 'stopped', icon: 'circle-slash', why: '' },
};

/** Word, codicon and explanation of a condition. */
export function conditionView(condition: RunCondition): { readonly word: string; readonly icon: string; readonly why: string } {
  return CONDITIONS[condition];
}
