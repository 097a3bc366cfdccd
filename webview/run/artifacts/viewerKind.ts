/** How an artifact is shown, by its name; and by its first bytes where the name says nothing. */

export type ViewerKind = 'image' | 'table' | 'json' | 'markdown' | 'page' | 'text' | 'unknown' | 'binary';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', bmp: 'image/bmp', ico: 'image/x-icon', avif: 'image/avif',
};
const BY_ENDING: Readonly<Record<string, ViewerKind>> = {
  csv: 'table', tsv: 'table', json: 'json', geojson: 'json', ipynb: 'json', md: 'markdown', markdown: 'markdown', html: 'page', htm: 'page',
  txt: 'text', log: 'text', py: 'text', yaml: 'text', yml: 'text', toml: 'text', ini: 'text', cfg: 'text', diff: 'text', patch: 'text', sh: 'text', r: 'text', sql: 'text', jsonl: 'text', xml: 'text', js: 'text', ts: 'text', css: 'text',
  pkl: 'binary', pickle: 'binary', joblib: 'binary', pt: 'binary', pth: 'binary', onnx: 'binary', h5: 'binary', keras: 'binary', npz: 'binary', npy: 'binary', parquet: 'binary', zip: 'binary', gz: 'binary', bin: 'binary',
  safetensors: 'binary', pdf: 'binary', mp4: 'binary', wav: 'binary', mp3: 'binary',
};

/** By the ending of the name. */
export function viewerKind(path: string): ViewerKind {
  const ending = endingOf(path);
  return Object.hasOwn(TYPES, ending) ? 'image' : Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] ?? 'unknown' : 'unknown';
}

/** MIME type of an image. */
export function imageType(path: string): string {
  return TYPES[endingOf(path)] ?? 'application/octet-stream';
}

/** Whether bytes read as text: no NUL, and UTF-8 but for a character that may be cut at the end. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) {
    return false;
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) {
      return false;
    }
    throw error;
  }
}

/** Codicon of a file. */
export function iconOf(path: string): string {
  switch (viewerKind(path)) {
    case 'image': return 'file-media';
    case 'table': return 'table';
    case 'json': return 'json';
    case 'markdown': return 'markdown';
    case 'page': return 'browser';
    case 'binary': return 'file-binary';
    default: return 'file';
  }
}

function endingOf(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  return name.includes('.') ? name.split('.').at(-1)?.toLowerCase() ?? '' : '';
}
