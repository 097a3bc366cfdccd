/** How MLflow reads a JSON body: it may be empty, or a JSON string that holds JSON, and Python writes NaN without quotes. */
import type { FastifyInstance } from 'fastify';
import { invalid } from './mlflowErrors';

export const JSON_BODY_LIMIT = 32 << 20;
/** Stands for a body whose content type is not JSON; JSON routes refuse it, after the security hook. */
export const NOT_JSON = Symbol('not JSON');

const BARE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs;

/**
 * @returns the object of the body; an empty body is an empty object
 * @throws MlflowError 400 when it is not JSON or no object
 */
export function parseJsonBody(text: string): Record<string, unknown> {
  if (text.length === 0) {
    return {};
  }
  let value = parseOnce(text);
  if (typeof value === 'string') {
    value = parseOnce(value);
  }
  if (value === null) {
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('The request body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function parseOnce(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (first) {
    const quoted = text.replace(BARE, (token) => (token.startsWith('"') ? token : `"${token}"`));
    try {
      return JSON.parse(quoted);
    } catch {
      throw invalid(`The request body is not valid JSON: ${first instanceof Error ? first.message : String(first)}`);
    }
  }
}

/** Installs the readers of bodies on the whole app; rooms that stream bodies install their own in a scope of theirs. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: JSON_BODY_LIMIT }, (_request, text, done) => {
    try {
      done(null, parseJsonBody(text.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: JSON_BODY_LIMIT }, (_request, body, done) => {
    done(null, body.length === 0 ? undefined : NOT_JSON);
  });
}
