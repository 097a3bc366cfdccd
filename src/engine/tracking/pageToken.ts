/** MLflow's page tokens: base64 of `{"offset": N}`. */
import { invalid } from '../mlflowErrors';

export function encodePageToken(offset: number, further: Readonly<Record<string, unknown>> = {}): string {
  return Buffer.from(JSON.stringify({ ...further, offset })).toString('base64');
}

/** @throws MlflowError 400 for text that is no token of ours */
export function decodePageToken(token: string | undefined): { readonly offset: number } & Readonly<Record<string, unknown>> {
  if (token === undefined || token === '') {
    return { offset: 0 };
  }
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
  } catch {
    content = undefined;
  }
  if (typeof content !== 'object' || content === null || !('offset' in content) || !Number.isSafeInteger(content.offset) || (content.offset as number) < 0) {
    throw invalid(`Invalid page token, could not decode: '${token.slice(0, 100)}'. Pass the next_page_token of the answer before, unchanged.`);
  }
  return content as { offset: number };
}
