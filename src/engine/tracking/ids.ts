/** How ids stand in the database: a run's UUID as its 16 bytes, an id of another shape (imported runs) as text. */
import { randomUUID } from 'node:crypto';

const UUID_HEX = /^[0-9a-f]{32}$/;

/** @returns what the column `runs.uuid` holds for this run id */
export function runKey(runId: string): Buffer | string {
  return UUID_HEX.test(runId) ? Buffer.from(runId, 'hex') : runId;
}

/** The run id of a value of `runs.uuid`. */
export function runIdOf(key: Buffer | string): string {
  return typeof key === 'string' ? key : key.toString('hex');
}

/** A new id: 32 hexadecimal digits of a random UUID. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** SQL for the run id as text, where `column` is `runs.uuid`. */
export function runIdSql(column: string): string {
  return `(CASE typeof(${column}) WHEN 'blob' THEN lower(hex(${column})) ELSE ${column} END)`;
}

const STATUS_NAMES = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type StatusName = Exclude<(typeof STATUS_NAMES)[number], ''>;

export function statusName(number: number): StatusName {
  const name = STATUS_NAMES[number];
  return name === undefined || name === '' ? 'RUNNING' : name;
}

/** @returns MLflow's number of a status, undefined for a word that is none */
export function statusNumber(name: string): number | undefined {
  const number = STATUS_NAMES.indexOf(name as StatusName);
  return number > 0 ? number : undefined;
}
