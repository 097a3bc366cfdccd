/** Bodies of POST /slipway/v1/feedback: one truth, many of them, or a CSV. */
import { parse } from 'papaparse';
import type { Truth } from '../../../../protocol/deploymentTraffic';
import { MlflowError } from '../../../mlflowErrors';
import { soundId } from '../http/requestIds';
import { MOST_KEY } from '../served';

/** A truth, of one row or of all rows of a request. */
export interface SentTruth {
  /** of the request; else `key` */
  readonly id: string | undefined;
  /** means the last request that came with it, before `time` */
  readonly key: string | undefined;
  /** from 0; undefined: of its only row, or `truth` is a list for all */
  readonly row: number | undefined;
  readonly truth: Truth | readonly Truth[];
  /** Unix ms; undefined: now */
  readonly time: number | undefined;
}

export interface RefusedTruth { readonly id: string; readonly why: string }

export interface FeedbackRequest {
  readonly sent: readonly SentTruth[];
  readonly refused: readonly RefusedTruth[];
  /** whether the body was one truth, whose refusal refuses the request */
  readonly single: boolean;
}

const MOST_TEXT = 10_000;

/** @throws MlflowError BAD_REQUEST for a body that can't be read as a whole, 415 */
export function readFeedback(type: string, body: Buffer): FeedbackRequest {
  const [kind = ''] = type.split(';');
  switch (kind.trim().toLowerCase()) {
    case 'text/csv':
      return sortTruths(csvRecords(body.toString('utf8')), false);
    case 'application/json':
    case '':
      return readJson(body.toString('utf8'));
    default:
      throw new MlflowError('BAD_REQUEST', `Feedback is application/json or text/csv, and this is ${kind.slice(0, 80)}.`, 415);
  }
}

function readJson(text: string): FeedbackRequest {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `Feedback could not be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof said === 'object' && said !== null && 'feedback' in said) {
    if (!Array.isArray(said.feedback)) {
      throw new MlflowError('BAD_REQUEST', '"feedback" must be a list of {"id", "truth"}.');
    }
    return sortTruths(said.feedback, false);
  }
  return sortTruths([said], true);
}

/** Values of a CSV are texts; what they are equal to is decided where they are compared. */
function csvRecords(text: string): Record<string, unknown>[] {
  const { data, meta, errors } = parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const fields = meta.fields ?? [];
  if (!fields.includes('truth') || !(fields.includes('id') || fields.includes('key'))) {
    throw new MlflowError('BAD_REQUEST', `A CSV of feedback has columns truth and id (or key), and row where requests had several. This one has ${fields.map((name) => `"${name}"`).join(', ').slice(0, 200) || 'none'}.`);
  }
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes !== undefined) {
    throw new MlflowError('BAD_REQUEST', `The CSV could not be read: ${quotes.message}${quotes.row === undefined ? '' : `, in row ${quotes.row}`}.`);
  }
  return data.map(({ id, key, row, truth, time }) => ({
    ...(id === undefined || id === '' ? {} : { id }), ...(key === undefined || key === '' ? {} : { key }), ...(row === undefined || row === '' ? {} : { row: Number(row) }), ...(time === undefined || time === '' ? {} : { time: Number(time) }),
    truth: truth === '' ? null : truth,
  }));
}

/** Tells truths from what is none. @param single see FeedbackRequest */
export function sortTruths(records: readonly unknown[], single: boolean): FeedbackRequest {
  const sent: SentTruth[] = [];
  const refused: RefusedTruth[] = [];
  for (const record of records) {
    const read = readTruth(record);
    if ('why' in read) {
      refused.push(read);
    } else {
      sent.push(read);
    }
  }
  return { sent, refused, single };
}

function readTruth(record: unknown): SentTruth | RefusedTruth {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { id: '', why: 'it is no object with "id" and "truth"' };
  }
  const { id, key, row, truth, time } = record as Partial<Record<string, unknown>>;
  const name = String(id ?? key ?? '').slice(0, 128);
  if ((id === undefined) === (key === undefined)) {
    return { id: name, why: 'it needs either "id" or "key"' };
  }
  if (id !== undefined && soundId(id) === undefined) {
    return { id: name, why: 'its id is none that a request can have' };
  }
  if (key !== undefined && (typeof key !== 'string' || key === '')) {
    return { id: name, why: 'its key must be a text' };
  }
  if (row !== undefined && !(Number.isSafeInteger(row) && (row as number) >= 0)) {
    return { id: name, why: '"row" counts from 0' };
  }
  if (time !== undefined && !Number.isFinite(time)) {
    return { id: name, why: '"time" is a Unix time in ms' };
  }
  const list = Array.isArray(truth) ? (truth as readonly unknown[]) : undefined;
  if (list === undefined ? !isTruth(truth) : list.length === 0 || !list.every(isTruth)) {
    return { id: name, why: truth === undefined ? 'it has no "truth"' : '"truth" must be a text, a number or a truth value, or a list of them, one for each row' };
  }
  if (list !== undefined && row !== undefined) {
    return { id: name, why: 'a list of truths is for all rows: it has no "row"' };
  }
  return { id: id as string | undefined, key: (key as string | undefined)?.slice(0, MOST_KEY), row: row as number | undefined, truth: truth as Truth | readonly Truth[], time: time as number | undefined };
}

function isTruth(value: unknown): value is Truth {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value.length <= MOST_TEXT);
}
