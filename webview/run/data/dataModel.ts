/** What a dataset says of itself: mlflow's schema and profile, as far as they can be read. */
import { jsonObject, parsedJson } from '../../../src/wording/parsedJson';

export interface ColumnSchema { readonly name: string; readonly type: string; readonly optional: boolean }

interface ColspecEntry { readonly name?: string; readonly type?: string; readonly required?: boolean; readonly 'tensor-spec'?: { readonly dtype?: string; readonly shape?: readonly number[] } }

/** Columns of an `mlflow_colspec` or `mlflow_tensorspec`; undefined where it is neither. */
export function columnsOf(schema: string | undefined): ColumnSchema[] | undefined {
  const parsed = objectOf(schema);
  const columns = parsed?.['mlflow_colspec'];
  if (Array.isArray(columns)) {
    return (columns as readonly ColspecEntry[]).map((column, index) => ({ name: column.name ?? String(index), type: column.type ?? '', optional: column.required === false }));
  }
  const tensors = parsed?.['mlflow_tensorspec'];
  if (tensors !== null && typeof tensors === 'object') {
    return Object.entries(tensors).flatMap(([part, text]) => tensorsOf(part, text));
  }
  return undefined;
}

/** `num_rows` → 1,000 and the like; undefined where it cannot be read. */
export function profileOf(profile: string | undefined): { readonly name: string; readonly value: string }[] | undefined {
  const parsed = objectOf(profile);
  return parsed === undefined ? undefined : Object.entries(parsed).map(([name, value]) => ({
    name: name.replaceAll('_', ' '), value: typeof value === 'number' ? value.toLocaleString('en-US') : typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

/** Where the data came from, in one line: mlflow writes an object with `uri`, `url` or `path`. */
export function originOf(source: string): string {
  const parsed = objectOf(source);
  const place = parsed?.['uri'] ?? parsed?.['url'] ?? parsed?.['path'];
  return typeof place === 'string' ? place : source;
}

function tensorsOf(part: string, text: unknown): ColumnSchema[] {
  const list = typeof text === 'string' ? listOf(text) : Array.isArray(text) ? text as readonly ColspecEntry[] : [];
  return list.map((entry) => {
    const spec = entry['tensor-spec'];
    return { name: entry.name ?? part, type: `${spec?.dtype ?? ''} ${spec?.shape === undefined ? '' : `(${spec.shape.join(', ')})`}`.trim(), optional: false };
  });
}

function listOf(text: string): readonly ColspecEntry[] {
  const parsed = parsedJson(text);
  return Array.isArray(parsed) ? parsed as readonly ColspecEntry[] : [];
}

function objectOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  return text === undefined || text === '' ? undefined : jsonObject(text);
}
