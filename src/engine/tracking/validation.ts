/** What may be logged: rules and messages of mlflow/utils/validation.py. */
import path from 'node:path';
import { invalid } from '../mlflowErrors';
import { shown } from '../requestCheck';
import { Limit } from './limits';

const KEY = /^[/\p{L}\p{N}_.\- :]*$/u;
/** What nearly every key looks like; it needs neither Unicode tables nor path rules. */
const PLAIN_KEY = /^[A-Za-z0-9_][A-Za-z0-9_\- :]*$/;
const RUN_ID = /^[a-zA-Z0-9][\w-]{0,255}$/;
const BAD_CHARACTER = 'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).';
const WINDOWS_BAD_CHARACTER = BAD_CHARACTER.replace(', colon(:)', '');

function invalidValue(parameter: string, value: unknown, why: string): Error {
  return invalid(`Invalid value ${shown(value)} for parameter '${parameter}' supplied: ${why}`);
}

/**
 * A key of a metric, param or tag. Artifact folders are made from such names on some stores, so they must be plain relative paths.
 * @param parameter name of the request's parameter, for the message
 */
export function checkKey(key: string, parameter: string): void {
  if (PLAIN_KEY.test(key)) {
    return;
  }
  const windows = process.platform === 'win32';
  if (!KEY.test(key) || (windows && key.includes(':'))) {
    throw invalidValue(parameter, key, windows ? WINDOWS_BAD_CHARACTER : BAD_CHARACTER);
  }
  const normal = normalize(key);
  if (normal !== key || normal === '.' || normal.startsWith('..') || normal.startsWith('/')) {
    throw invalidValue(parameter, key, `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normal}'`);
  }
}

/** Python's posixpath.normpath: as Node's, without the trailing slash. */
function normalize(key: string): string {
  const normal = path.posix.normalize(key);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

export function checkLength(what: string, limit: number, value: string): void {
  if (value.length > limit) {
    throw invalid(`'${what}' exceeds the maximum length of ${limit} characters`);
  }
}

/** Cuts a long value as upstream does, up to a size where cutting would lose nearly everything: then it is refused. */
function cut(what: string, limit: number, value: string): string {
  if (value.length <= limit) {
    return value;
  }
  if (value.length > Limit.cutUpTo) {
    throw invalid(`'${what}' exceeds the maximum length of ${limit} characters: it has ${value.length}. Log it as an artifact instead, for example with mlflow.log_text(value, "value.txt").`);
  }
  return value.slice(0, limit);
}

/** @returns the value as it is stored: cut to the limit */
export function checkParam(key: string, value: string, at = ''): string {
  checkKey(key, `${at}key`);
  checkLength('Param key', Limit.key, key);
  return cut(`${at}value`, Limit.paramValue, value);
}

/** @returns the value as it is stored: cut to the limit */
export function checkTag(key: string, value: string, at = ''): string {
  checkKey(key, `${at}key`);
  checkLength(`${at}key`, Limit.key, key);
  return cut(`${at}value`, Limit.tagValue, value);
}

export function checkExperimentTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('key', Limit.experimentTagKey, key);
  checkLength('value', Limit.experimentTagValue, value);
}

/** Name and time of a metric point; its value and step are numbers by the request's schema. */
export function checkMetric(key: string, value: number, timestamp: number, at = ''): void {
  checkKey(key, `${at}name`);
  checkLength('Metric name', Limit.key, key);
  if (timestamp < 0) {
    throw invalidValue(`${at}timestamp`, timestamp, `metric '${key}' (value=${value}). Timestamp must be a nonnegative long (64-bit integer) `);
  }
}

export function checkRunId(runId: string, parameter = 'run_id'): void {
  if (!RUN_ID.test(runId)) {
    throw invalid(`Invalid value ${shown(runId)} for parameter '${parameter}' supplied.`);
  }
}

/** @returns the id as a number */
export function experimentNumber(experimentId: string): number {
  const number = Number(experimentId);
  if (!/^-?\d+$/.test(experimentId.trim()) || !Number.isSafeInteger(number)) {
    throw invalid(`Invalid experiment ID '${experimentId}'. Experiment ID must be a valid integer.`);
  }
  return number;
}

export function checkExperimentName(name: string): void {
  if (name.trim() === '') {
    throw invalid(`Invalid experiment name: '${name}'. An experiment needs a name.`);
  }
  checkLength('name', Limit.experimentName, name);
}

/** An experiment's artifact location may be any URI but one that points back into runs, or tries to leave its root. */
export function checkArtifactLocation(location: string): void {
  if (location.startsWith('runs:')) {
    throw invalid(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  }
  if (/[#?;]/.test(location) || /(^|[/\\])\.\.([/\\]|$)/.test(decodeAll(location))) {
    throw invalid(`Invalid artifact location: '${location}'. It must be a path or URI without '..', '?', '#' and ';'.`);
  }
}

/** Decodes percent-encoding until nothing changes, as a chain of proxies would. */
export function decodeAll(text: string): string {
  let current = text;
  for (let round = 0; round < 16; round += 1) {
    let next: string;
    try {
      next = decodeURIComponent(current);
    } catch {
      return current;
    }
    if (next === current) {
      return current;
    }
    current = next;
  }
  throw invalid('Invalid path');
}

export function checkBatch(entity: string, limit: number, length: number): void {
  if (length > limit) {
    throw invalid(`A batch logging request can contain at most ${limit} ${entity}. Got ${length} ${entity}. Please split up ${entity} across multiple requests and try again.`);
  }
}

const MODEL_NAME_BAD = /[/:.%"']/;

export function checkLoggedModelName(name: string): void {
  if (name === '' || MODEL_NAME_BAD.test(name)) {
    throw invalid(`Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`);
  }
}
