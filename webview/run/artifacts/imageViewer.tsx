/** Images: fitted or at their own size, zoomed by keys, wheel and buttons. SVG is drawn as an image, so nothing in it runs. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';
import { Failed } from '../../ui/empty';
import { formatBytes } from '../../../src/wording/formatBytes';
import { Loading } from '../../ui/loading';
import type { RunHost } from '../runHost';
import { useArtifact } from './artifactBytes';
import { imageType } from './viewerKind';
import { Button } from '../../ui/controls';

/** Above this an image is drawn only when asked for, in bytes. */
const ASK = 10 * 1024 * 1024;
const STEP = 1.25;

export interface ImageViewerProps { readonly host: RunHost; readonly entry: ArtifactEntry }

export function ImageViewer({ host, entry }: ImageViewerProps): JSX.Element {
  const [wanted, setWanted] = useState(entry.size <= ASK);
  return wanted ? <Picture host={host} entry={entry} /> : (
    <div class="middle">
      <span class="codicon codicon-file-media large" aria-hidden="true" />
      <p>This image has {formatBytes(entry.size)}. Drawing it may take a while and much memory.</p>
      <Button primary onClick={() => setWanted(true)}>Show it</Button>
    </div>
  );
}

function Picture({ host, entry }: ImageViewerProps): JSX.Element {
  const { value, problem, refresh } = useArtifact(host, entry.path, Number.MAX_SAFE_INTEGER);
  const [pixels, setPixels] = useState<{ readonly width: number; readonly height: number }>();
  const [broken, setBroken] = useState(false);
  /** undefined: fitted */
  const [zoom, setZoom] = useState<number>();
  const image = useRef<HTMLImageElement>(null);
  const url = useMemo(() => (value === undefined ? undefined : URL.createObjectURL(new Blob([Uint8Array.from(value.bytes)], { type: imageType(entry.path) }))), [value]);
  useEffect(() => () => { if (url !== undefined) { URL.revokeObjectURL(url); } }, [url]);
  const scale = (): number => zoom ?? (image.current === null || pixels === undefined || pixels.width === 0 ? 1 : image.current.clientWidth / pixels.width);
  const by = (factor: number): void => setZoom(Math.max(0.05, Math.min(32, scale() * factor)));
  const onKey = (event: KeyboardEvent): void => {
    const keys: Readonly<Record<string, () => void>> = { '+': () => by(STEP), '=': () => by(STEP), '-': () => by(1 / STEP), '0': () => setZoom(undefined), '1': () => setZoom(1) };
    const key = keys[event.key];
    if (key !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      key();
    }
  };
  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      by(event.deltaY < 0 ? STEP : 1 / STEP);
    }
  };
  if (url === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  if (broken) {
    return <p class="viewer-words quiet">This file cannot be drawn: it is damaged, or not the image that its name says.</p>;
  }
  return (
    <>
      <div class="toolbar">
        <button type="button" class="icon-button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => by(1 / STEP)}><span class="codicon codicon-zoom-out" aria-hidden="true" /></button>
        <button type="button" class="icon-button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => by(STEP)}><span class="codicon codicon-zoom-in" aria-hidden="true" /></button>
        <button type="button" class="link" title="0" onClick={() => setZoom(undefined)}>Fit</button>
        <button type="button" class="link" title="1" onClick={() => setZoom(1)}>100 %</button>
        <span class="quiet" role="status">{pixels === undefined ? '' : `${pixels.width} × ${pixels.height}`}{zoom === undefined ? '' : ` · ${Math.round(zoom * 100)} %`}</span>
      </div>
      <div class={zoom === undefined ? 'picture fitted' : 'picture'} tabIndex={0} role="group" aria-label="Image: + and - zoom, 0 fits, 1 is its own size" onKeyDown={onKey} onWheel={onWheel}>
        <img ref={image} src={url} alt={entry.path.split('/').at(-1) ?? ''} {...(zoom === undefined || pixels === undefined ? {} : { style: { width: `${pixels.width * zoom}px` } })}
          onLoad={(event) => setPixels({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })} onError={() => setBroken(true)} />
      </div>
    </>
  );
}
