/** Text and code: its first megabytes as lines. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Failed } from '../../ui/empty';
import { formatBytes } from '../../../src/wording/formatBytes';
import { Loading } from '../../ui/loading';
import { LinesView } from '../lines/linesView';
import type { RunHost } from '../runHost';
import { textOf, useArtifact } from './artifactBytes';
import { looksLikeText } from './viewerKind';

const LIMIT = 2 * 1024 * 1024;
/** By so many bytes it is decided whether a file is text. */
const SAMPLE = 8192;

export interface TextViewerProps { readonly host: RunHost; readonly path: string; readonly note?: string }

export function TextViewer({ host, path, note }: TextViewerProps): JSX.Element {
  const { value, problem, refresh } = useArtifact(host, path, LIMIT);
  const lines = useMemo(() => (value === undefined ? [] : linesOf(textOf(value))), [value]);
  if (value === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  return (
    <LinesView label="the file" lines={lines} numbered>
      <span class="quiet">
        {note !== undefined && `${note} · `}{value.bytes.length < value.size ? `first ${formatBytes(value.bytes.length)} of ${formatBytes(value.size)}` : `${lines.length.toLocaleString('en-US')} lines`}
      </span>
    </LinesView>
  );
}

/** A file whose name says nothing: text where it reads as such. */
export function UnknownViewer({ host, path }: TextViewerProps): JSX.Element {
  const { value, problem, refresh } = useArtifact(host, path, SAMPLE);
  if (value === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  return looksLikeText(value.bytes) ? <TextViewer host={host} path={path} />
    : <p class="viewer-words quiet">This file is not text, and its kind is not known here. Download it, or open it in an editor that knows it.</p>;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
