/** What the traffic of a monitor is compared with. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MonitorOptions, MonitorReference } from '../../protocol/monitors';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import { ANSWERS_COLUMN, answerSources } from './answerSources';
import { championAnswers } from './championAnswers';
import { fileName } from './estimators';
import type { LoggedData } from './loggedData';
import type { MonitorRecord } from './store';
import type { WatchedTraffic } from './watchedTraffic';
import type { AnswersAsk } from './worker/ask';

/** A file to compare with, and what it is called. `rows` is filled in once it was read. */
export interface FoundReference extends Omit<MonitorReference, 'rows'> { readonly file: string }

/** Nothing stands yet. */
export interface NoReference { /** why it is not the data set that was logged; undefined: none was */ readonly reason?: string }

/** Not enough traffic has come to be the baseline. */
export interface Collecting extends NoReference { readonly rows: number; readonly of: number }

export class ReferenceProblem extends Error {
  override readonly name = 'ReferenceProblem';
}

export class References {
  /** @param folder of the store where baselines are kept, absolute */
  constructor(private readonly folder: string, private readonly logged: Pick<LoggedData, 'of'>) {}

  /**
   * What there is to compare with now: the file that slipway.yaml names, else the data set that the champion's run has logged while its file
   * is the same, else the baseline that has been kept. Nothing is made.
   * @param signal ends what is asked for it
   * @throws ReferenceProblem when the file that slipway.yaml names is not there
   */
  async standing(record: MonitorRecord, { reference }: Pick<MonitorOptions, 'reference'>, traffic: Pick<WatchedTraffic, 'folder'>, signal: AbortSignal): Promise<FoundReference | NoReference> {
    if (reference !== undefined) {
      const file = path.resolve(record.root, reference);
      if (!existsSync(file)) {
        throw new ReferenceProblem(`The reference ${file} is not there. Name a data file that is there, or leave reference out to compare with what the champion's run logged, or the first traffic.`);
      }
      const within = path.relative(record.root, file);
      return { kind: 'file', name: within.startsWith('..') || path.isAbsolute(within) ? file : within, file };
    }
    const logged = await this.logged.of(record, traffic.folder, signal);
    if (logged !== undefined && 'file' in logged) {
      return { kind: 'dataset', ...logged };
    }
    return record.baseline !== null && existsSync(record.baseline.file) ? { ...baseline(record.baseline), ...logged } : { ...logged };
  }

  /** What answers and truths are compared with, beside the inputs. */
  answers(reference: FoundReference, record: MonitorRecord, options: MonitorOptions, traffic: Pick<WatchedTraffic, 'folder' | 'task'>): AnswersAsk {
    const answered = championAnswers(this.folder, record, options, traffic.folder);
    return answerSources({ reference, root: record.root, task: traffic.task, ...(answered === undefined ? {} : { answered }) }, options);
  }

  /**
   * Keeps the first rows of the traffic as the baseline, where nothing stands.
   * @param standing as `standing` says it
   * @param now Unix ms
   * @returns what stands; with a new baseline, the record that names it and begins after it
   * @throws AnalysisError
   */
  async orBaseline(standing: FoundReference | NoReference, record: MonitorRecord, traffic: Pick<WatchedTraffic, 'dueByRows' | 'keep'>, now: number): Promise<{ readonly reference: FoundReference; readonly record: MonitorRecord } | Collecting> {
    if ('file' in standing) {
      return { reference: standing, record };
    }
    const most = MONITOR_DEFAULTS.baseline_rows;
    const due = await traffic.dueByRows(record.next, now, most);
    const [first] = due.windows;
    if (first === undefined) {
      return { rows: due.left, of: most, ...standing };
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${fileName(record.name)}-${first.from}.parquet`);
    const rows = await traffic.keep({ window: first, rows: most, answers: ANSWERS_COLUMN, to: file });
    const kept = { file, rows };
    return { reference: { ...baseline(kept), ...standing }, record: { ...record, baseline: kept, next: first.to } };
  }
}

function baseline({ file, rows }: NonNullable<MonitorRecord['baseline']>): FoundReference {
  return { kind: 'baseline', name: `baseline: the first ${rows.toLocaleString('en-US')} rows of the traffic`, file };
}
