/** What the traffic of a monitor is compared with. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MonitorOptions, MonitorReference } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import { fileName } from './estimators';
import type { MonitorRecord } from './store';
import type { WatchedTraffic } from './watchedTraffic';

/** A file to compare with, and what it is called. `rows` is filled in once it was read. */
export interface FoundReference extends Omit<MonitorReference, 'rows'> { readonly file: string }

/** Not enough traffic has come to be the baseline. */
export interface Collecting { readonly rows: number; readonly of: number }

export class ReferenceProblem extends Error {
  override readonly name = 'ReferenceProblem';
}

/**
 * @param folder of the store where baselines are kept, absolute
 * @param now Unix ms
 * @returns with a new baseline, the record that names it and begins after it
 * @throws ReferenceProblem when the file that slipway.yaml names is not there; AnalysisError
 */
export async function findReference(record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, folder: string, now: number): Promise<{ readonly reference: FoundReference; readonly record: MonitorRecord } | Collecting> {
  if (options.reference !== undefined) {
    const file = path.resolve(record.root, options.reference);
    if (!existsSync(file)) {
      throw new ReferenceProblem(`The reference ${file} is not there. Name a data file that is there, or leave reference out to compare with the first traffic.`);
    }
    const within = path.relative(record.root, file);
    return { reference: { kind: 'file', name: within.startsWith('..') || path.isAbsolute(within) ? file : within, file }, record };
  }
  if (record.baseline !== null && existsSync(record.baseline.file)) {
    return { reference: baseline(record.baseline), record };
  }
  const most = MONITOR_DEFAULTS.baseline_rows;
  const due = await traffic.dueByRows(record.next, now, most);
  const [first] = due.windows;
  if (first === undefined) {
    return { rows: due.left, of: most };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${fileName(record.name)}-${first.from}.parquet`);
  const rows = await traffic.keep({ window: first, rows: most, to: file });
  const kept = { file, rows };
  return { reference: baseline(kept), record: { ...record, baseline: kept, next: first.to } };
}

function baseline({ file, rows }: NonNullable<MonitorRecord['baseline']>): FoundReference {
  return { kind: 'baseline', name: `baseline: the first ${rows.toLocaleString('en-US')} rows of the traffic`, file };
}
