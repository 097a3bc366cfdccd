/** Checks requests of Slipway's own API against their TypeBox schemas, where MLflow's lenient rules have no say. */
import path from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Check, Errors } from 'typebox/schema';
import { invalid } from './mlflowErrors';

/** @throws INVALID_PARAMETER_VALUE that names the field */
export function checked<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (Check(schema, value)) {
    return value;
  }
  const [, [first]] = Errors(schema, value);
  throw invalid(`Invalid request: ${first === undefined ? 'not what this endpoint takes' : `${first.instancePath === '' ? 'body' : first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}`}.`);
}

/** A query's values are texts: those of these fields that are whole numbers, as numbers. */
export function withNumbers(query: unknown, fields: readonly string[]): unknown {
  return query !== null && typeof query === 'object'
    ? Object.fromEntries(Object.entries(query).map(([key, value]) => [key, fields.includes(key) && typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value]))
    : query;
}

/** @throws INVALID_PARAMETER_VALUE for a path that depends on where somebody stands */
export function mustBeAbsolute(field: string, value: string | undefined): void {
  if (value !== undefined && !path.isAbsolute(value)) {
    throw invalid(`"${field}" must be an absolute path, and is ${value}.`);
  }
}
