/** What an entry of the log says. */
import type { AuditEntry } from '../../src/protocol/registry';
import type { Mark } from './gateWords';

const VERDICTS: Readonly<Record<NonNullable<AuditEntry['gate']>['verdict'], Mark>> = {
  passed: { icon: 'pass', look: 'good', word: 'passed' }, failed: { icon: 'error', look: 'bad', word: 'failed' }, broken: { icon: 'warning', look: 'warn', word: 'not judged' },
  stopped: { icon: 'circle-slash', look: 'quiet', word: 'stopped' }, outdated: { icon: 'warning', look: 'warn', word: 'outdated' }, not_run: { icon: 'circle-slash', look: 'warn', word: 'not run' },
};

export interface HistoryLine { readonly icon: string; readonly text: string; readonly gate: Mark | undefined }

/** `champion moved from v1 to v3`. */
export function historyLine(entry: AuditEntry): HistoryLine {
  return { ...lineOf(entry), gate: entry.gate === undefined ? undefined : VERDICTS[entry.gate.verdict] };
}

function lineOf({ action, alias = '', version = '', was, became, name }: AuditEntry): { readonly icon: string; readonly text: string } {
  switch (action) {
    case 'alias_set': return { icon: 'tag', text: was === undefined ? `${alias} given to v${became ?? version}` : was === became ? `${alias} given to v${was} again` : `${alias} moved from v${was} to v${became ?? version}` };
    case 'alias_deleted': return { icon: 'close', text: `${alias} taken from v${was ?? version}` };
    case 'stage_moved': return { icon: 'milestone', text: `v${version} moved from stage ${was ?? 'None'} to ${became ?? 'None'}` };
    case 'version_created': return { icon: 'add', text: `v${version} registered` };
    case 'version_deleted': return { icon: 'trash', text: `v${version} deleted` };
    case 'model_created': return { icon: 'package', text: `${name} created` };
    case 'model_renamed': return { icon: 'edit', text: `renamed from ${was ?? '?'} to ${became ?? name}` };
    case 'model_deleted': return { icon: 'trash', text: `${name} deleted` };
  }
}
