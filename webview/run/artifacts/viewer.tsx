/** One artifact: its path, what can be done with it, and its content in the viewer of its kind. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';
import { formatBytes } from '../../../src/wording/formatBytes';
import type { RunHost } from '../runHost';
import { ImageViewer } from './imageViewer';
import { JsonViewer } from './jsonViewer';
import { MarkdownViewer } from './markdownViewer';
import { TableViewer } from './tableViewer';
import { TextViewer, UnknownViewer } from './textViewer';
import { viewerKind } from './viewerKind';
import { Button } from '../../ui/controls';

export interface ViewerProps { readonly host: RunHost; readonly entry: ArtifactEntry }

export function Viewer({ host, entry }: ViewerProps): JSX.Element {
  const { path, size } = entry;
  return (
    <div class="viewer">
      <div class="toolbar viewer-head">
        <h2 title={path}>{path.split('/').at(-1)}</h2>
        <span class="quiet">{formatBytes(size)}</span>
        <span class="push" />
        <Button onClick={() => { void host.ask('saveArtifact', { path }); }}>Download</Button>
        <Button onClick={() => { void host.ask('openArtifact', { path }); }}>Open in editor</Button>
        <button type="button" class="icon-button" aria-label="Copy path" title="Copy path" onClick={() => { void host.ask('copy', { text: path }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button>
      </div>
      <Content key={path} host={host} entry={entry} />
    </div>
  );
}

function Content({ host, entry }: ViewerProps): JSX.Element {
  const kind = viewerKind(entry.path);
  if (entry.size === 0) {
    return <p class="viewer-words quiet">The file is empty.</p>;
  }
  switch (kind) {
    case 'image': return <ImageViewer host={host} entry={entry} />;
    case 'table': return <TableViewer host={host} path={entry.path} />;
    case 'json': return <JsonViewer host={host} entry={entry} />;
    case 'markdown': return <MarkdownViewer host={host} entry={entry} />;
    case 'page': return <PageViewer host={host} entry={entry} />;
    case 'text': return <TextViewer host={host} path={entry.path} />;
    case 'binary': return <p class="viewer-words quiet">This kind of file is not shown here. Download it, or open it in an editor that knows it.</p>;
    case 'unknown': return <UnknownViewer host={host} path={entry.path} />;
  }
}

/** HTML is never drawn in this panel: it gets one of its own, shut off from everything. */
function PageViewer({ host, entry }: ViewerProps): JSX.Element {
  const [source, setSource] = useState(false);
  return source ? <TextViewer host={host} path={entry.path} /> : (
    <div class="middle">
      <span class="codicon codicon-browser large" aria-hidden="true" />
      <p>A page opens in a tab of its own: without network, and with its scripts off until you allow them there.</p>
      <p class="buttons">
        <Button primary onClick={() => { void host.ask('showPage', { path: entry.path }); }}>Open page</Button>
        <Button onClick={() => setSource(true)}>Show source</Button>
      </p>
    </div>
  );
}
