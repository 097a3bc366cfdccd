/** `models:/` URIs (mlflow/store/artifact/utils/models.py). */

export type ModelUri =
  | { readonly kind: 'logged'; readonly modelId: string }
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }
  | { readonly kind: 'stage'; readonly name: string; readonly stage: string }
  | { readonly kind: 'latest'; readonly name: string };

/**
 * @param path what follows `models:` without an authority: `/name/3`, `/name@alias`, `/name/latest`, `/name/Staging`, `/m-…`
 * @returns undefined when it is none of these
 */
export function parseModelPath(path: string): ModelUri | undefined {
  const parts = path.replace(/^\/+/, '').split('/');
  const [first = '', suffix] = parts;
  if (!path.startsWith('/') || parts.length > 2 || first.trim() === '') {
    return undefined;
  }
  if (suffix !== undefined) {
    if (suffix.trim() === '') {
      return undefined;
    }
    return /^\d+$/.test(suffix) ? { kind: 'version', name: first, version: suffix } : suffix.toLowerCase() === 'latest' ? { kind: 'latest', name: first } : { kind: 'stage', name: first, stage: suffix };
  }
  const at = first.lastIndexOf('@');
  if (at < 0) {
    return { kind: 'logged', modelId: first };
  }
  const alias = first.slice(at + 1);
  return alias.trim() === '' ? undefined : { kind: 'alias', name: first.slice(0, at), alias };
}
