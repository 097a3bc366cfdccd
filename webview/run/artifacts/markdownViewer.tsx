/** Markdown drawn: HTML in it stays text, pictures become their names, since nothing is loaded from anywhere. */
import MarkdownIt from 'markdown-it';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';
import { Failed } from '../../ui/empty';
import { formatBytes } from '../../../src/wording/formatBytes';
import { Loading } from '../../ui/loading';
import type { RunHost } from '../runHost';
import { textOf, useArtifact } from './artifactBytes';
import { TextViewer } from './textViewer';

const LARGEST = 1024 * 1024;

const markdown = new MarkdownIt({ html: false, linkify: true }).disable('image');

export interface MarkdownViewerProps { readonly host: RunHost; readonly entry: ArtifactEntry }

/** HTML of a Markdown text; every tag in it is markdown-it's own. */
export function markdownHtml(text: string): string {
  return markdown.render(text);
}

export function MarkdownViewer({ host, entry }: MarkdownViewerProps): JSX.Element {
  const [source, setSource] = useState(entry.size > LARGEST);
  return source ? <TextViewer host={host} path={entry.path} {...(entry.size > LARGEST ? { note: `as text, since it is larger than ${formatBytes(LARGEST)}` } : {})} /> : <Drawn host={host} entry={entry} onSource={() => setSource(true)} />;
}

function Drawn({ host, entry, onSource }: MarkdownViewerProps & { readonly onSource: () => void }): JSX.Element {
  const { value, problem, refresh } = useArtifact(host, entry.path, LARGEST);
  const place = useRef<HTMLDivElement>(null);
  const html = useMemo(() => (value === undefined ? '' : markdownHtml(textOf(value))), [value]);
  useEffect(() => {
    if (place.current !== null) {
      place.current.innerHTML = html;
    }
  }, [html]);
  if (value === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  return (
    <>
      <div class="toolbar"><button type="button" class="link" onClick={onSource}>Show source</button></div>
      <div ref={place} class="markdown" tabIndex={0} role="document" aria-label="Text" />
    </>
  );
}
