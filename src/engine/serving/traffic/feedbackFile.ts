/** Truths from a file: read by the analysis worker, sent to the deployment where it answers, written to its log where it does not. */
import path from 'node:path';
import { askDeployment } from '../../../connection/deploymentExchange';
import type { FeedbackAnswer } from '../../../protocol/deploymentTraffic';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import { AnalysisError } from '../../analysis/forkedWorker';
import { column, literal } from '../../analysis/sqlText';
import { invalid, MlflowError } from '../../mlflowErrors';
import { Feedback } from '../front/feedback/feedback';
import { FeedbackLog } from '../front/feedback/feedbackLog';
import { sortTruths } from '../front/feedback/feedbackRequest';
import { RealisedQuality } from '../front/quality/realisedQuality';
import { RecentAnswers } from '../front/quality/recentAnswers';
import { TrafficPolicy } from '../front/traffic/trafficPolicy';
import type { DeploymentPlan } from '../servedModel';
import { askTraffic } from './qualityQuery';

/** Truths of one file. */
const MOST_TRUTHS = 1_000_000;
/** Truths of one request to the deployment. */
const PART = 5_000;
const PATIENCE_MS = 60_000;
const TOLD = 10;

/** A row of the file, as the deployment takes it. */
interface Sent { readonly id?: string; readonly key?: string; readonly row?: number; readonly time?: number; readonly truth: unknown }

export interface FeedbackTarget {
  /** absolute folder of the deployment */
  readonly folder: string;
  readonly plan: DeploymentPlan | undefined;
  /** where it answers; undefined: it does not */
  readonly url: string | undefined;
}

/**
 * @param file absolute path: .csv, .parquet, anything else is JSON lines
 * @throws INVALID_PARAMETER_VALUE for a file that can't be read or has not the columns; TEMPORARILY_UNAVAILABLE when the deployment goes away meanwhile
 */
export async function sendFeedbackFile(file: string, target: FeedbackTarget, analysis: AnalysisWorker): Promise<FeedbackAnswer> {
  const sent = await readTruths(file, analysis);
  const answers: FeedbackAnswer[] = [];
  const log = new FeedbackLog(path.join(target.folder, 'feedback'));
  try {
    for (let from = 0; from < sent.length; from += PART) {
      const part = sent.slice(from, from + PART);
      answers.push(target.url === undefined ? await writePart(part, target, log) : await sendPart(part, target.url));
    }
  } finally {
    await log.close();
  }
  return withUnmatched(sum(answers), await unmatchedOf(sent, target, analysis));
}

async function readTruths(file: string, analysis: AnalysisWorker): Promise<Sent[]> {
  const kind = path.extname(file).toLowerCase();
  const text = literal(path.resolve(file));
  const source = kind === '.csv' ? `read_csv(${text}, header = true, all_varchar = true)` : kind === '.parquet' ? `read_parquet(${text})` : `read_json(${text}, format = 'newline_delimited')`;
  try {
    const described = await analysis.rows({ sql: `DESCRIBE SELECT * FROM ${source}`, files: [file] });
    const names = described.rows.map(([name]) => String(name));
    if (!names.includes('truth') || !(names.includes('id') || names.includes('key'))) {
      throw invalid(`A file of feedback has columns truth and id (or key), and row where requests had several. ${path.basename(file)} has ${names.map((name) => `"${name}"`).join(', ').slice(0, 300) || 'none'}.`);
    }
    const pick = (name: string, type: string): string => (names.includes(name) ? `${column(name)}::${type}` : `NULL::${type}`);
    const { rows } = await analysis.rows({
      sql: `SELECT ${pick('id', 'VARCHAR')}, ${pick('key', 'VARCHAR')}, ${pick('row', 'INTEGER')}, ${pick('time', 'DOUBLE')}, to_json(truth)::VARCHAR FROM ${source} LIMIT ${MOST_TRUTHS + 1}`, files: [file],
    });
    if (rows.length > MOST_TRUTHS) {
      throw invalid(`${path.basename(file)} has more than ${MOST_TRUTHS.toLocaleString('en')} truths. Send it in several files.`);
    }
    return rows.map(([id, key, row, time, truth]) => ({
      ...(typeof id === 'string' && id !== '' ? { id } : {}), ...(typeof key === 'string' && key !== '' ? { key } : {}), ...(typeof row === 'number' ? { row } : {}), ...(typeof time === 'number' ? { time } : {}),
      truth: typeof truth === 'string' ? (JSON.parse(truth) as unknown) : null,
    }));
  } catch (error) {
    throw error instanceof AnalysisError ? invalid(`${file} could not be read as feedback: ${error.message}`) : error;
  }
}

async function sendPart(part: readonly Sent[], url: string): Promise<FeedbackAnswer> {
  let told: string;
  try {
    const { status, body } = await askDeployment(url, { method: 'POST', path: '/slipway/v1/feedback', body: JSON.stringify({ feedback: part }), headers: { 'content-type': 'application/json' }, timeout: PATIENCE_MS });
    told = body.toString('utf8');
    if (status === 200) {
      return JSON.parse(told) as FeedbackAnswer;
    }
    told = `it answered with status ${status}: ${told.slice(0, 300)}`;
  } catch (error) {
    told = error instanceof Error ? error.message : String(error);
  }
  throw new MlflowError('TEMPORARILY_UNAVAILABLE', `The deployment did not take the feedback (${told}). Send the file again: what was taken is counted once.`);
}

/** What a front would keep, with no answers in its memory. */
function writePart(part: readonly Sent[], { plan }: FeedbackTarget, log: FeedbackLog): Promise<FeedbackAnswer> {
  const policy = policyOf(plan);
  const feedback = new Feedback({ recent: new RecentAnswers(1, 4), quality: new RealisedQuality(), log, logs: (id) => policy.logs(id), arms: [], ready: () => Promise.resolve() });
  return feedback.take(sortTruths(part, false));
}

/** Ids and keys of which the log has no request, one for each truth. */
async function unmatchedOf(sent: readonly Sent[], { folder, plan }: FeedbackTarget, analysis: AnalysisWorker): Promise<string[]> {
  const known = new Set<string>();
  for (const field of ['id', 'key'] as const) {
    if (sent.some((one) => one[field] !== undefined)) {
      const { rows } = await askTraffic(folder, analysis, ({ predictions, files }) => ({ sql: `SELECT DISTINCT ${field} FROM ${predictions} WHERE ${field} IS NOT NULL`, files }));
      rows.forEach(([name]) => known.add(`${field} ${String(name)}`));
    }
  }
  const policy = policyOf(plan);
  return sent.flatMap(({ id, key }) => (id === undefined ? (key === undefined || known.has(`key ${key}`) ? [] : [key]) : known.has(`id ${id}`) || !policy.logs(id) ? [] : [id]));
}

function policyOf(plan: DeploymentPlan | undefined): TrafficPolicy {
  return new TrafficPolicy(plan?.traffic ?? {}, () => Buffer.alloc(0));
}

function sum(answers: readonly FeedbackAnswer[]): FeedbackAnswer {
  const total = (count: (answer: FeedbackAnswer) => number): number => answers.reduce((so, answer) => so + count(answer), 0);
  return {
    accepted: total(({ accepted }) => accepted), matched: total(({ matched }) => matched),
    unmatched_count: total((answer) => answer.unmatched_count), unmatched: answers.flatMap(({ unmatched }) => unmatched).slice(0, TOLD),
    not_sampled_count: total((answer) => answer.not_sampled_count), not_sampled: answers.flatMap((answer) => answer.not_sampled).slice(0, TOLD),
    refused_count: total((answer) => answer.refused_count), refused: answers.flatMap(({ refused }) => refused).slice(0, TOLD),
  };
}

/** A deployment knows its latest requests, the log knows all: of the latter nothing is unmatched. */
function withUnmatched(answer: FeedbackAnswer, unmatched: readonly string[]): FeedbackAnswer {
  const count = Math.min(unmatched.length, answer.unmatched_count);
  return { ...answer, matched: answer.accepted - count, unmatched_count: count, unmatched: count === 0 ? [] : [...new Set(unmatched)].slice(0, TOLD) };
}
