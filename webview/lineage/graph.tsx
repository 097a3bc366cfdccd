/** The graph in its frame: panned by dragging and scrolling, zoomed with Ctrl, walked with arrows. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Lineage } from '../../src/protocol/lineage';
import type { Viewport } from '../../src/protocol/panels/lineagePanel';
import { Cards } from './cards';
import { useFrame, usePanAndZoom } from './frame';
import type { Layout } from './layout';
import { lightUp } from './lights';
import { fitted, panned, showing, steady, zoomed } from './viewport';
import { walk, type WalkKey, type Ways } from './ways';

export interface GraphProps {
  readonly lineage: Lineage;
  readonly layout: Layout;
  readonly ways: Ways;
  readonly selected: string;
  /** how the graph stood last; undefined: nobody has moved it */
  readonly viewport: Viewport | undefined;
  readonly onMove: (viewport: Viewport) => void;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onUnfold: (id: string) => void;
}

const ZOOM_STEP = 1.25;
const PAN_STEP = 80;
/** A viewport is kept when it has rested for so long, ms. */
const REST = 250;

export function Graph({ lineage, layout, ways, selected, viewport: kept, onMove, onSelect, onOpen, onUnfold }: GraphProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const size = useFrame(frame);
  const [viewport, setViewport] = useState(kept);
  const [moved, setMoved] = useState(kept !== undefined);
  // Drawn as one picture while it moves, sharp again when it rests.
  const [moving, setMoving] = useState(false);
  const before = useRef(layout);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = layout;
    if (size !== undefined) {
      // Where nobody has moved it, it fits the frame; a change of the graph moves nothing that is looked at.
      setViewport((now) => (last !== layout && now !== undefined ? steady(now, last.places.get(selected), layout.places.get(selected)) : moved && now !== undefined ? now : fitted(layout, lineage.focus, size)));
    }
  }, [layout, size?.width, size?.height]);
  useEffect(() => {
    const timer = moved && viewport !== undefined ? setTimeout(() => { setMoving(false); onMove(viewport); }, REST) : undefined;
    return () => clearTimeout(timer);
  }, [viewport, moved]);
  const move = useCallback((change: (now: Viewport) => Viewport) => {
    setMoved(true);
    setMoving(true);
    setViewport((now) => (now === undefined ? now : change(now)));
  }, []);
  usePanAndZoom(frame, move);
  const goTo = useCallback((id: string) => {
    const place = layout.places.get(id);
    if (place !== undefined && size !== undefined) {
      setViewport((now) => (now === undefined ? now : showing(now, place, size)));
    }
    // A group has no details: it only takes the focus.
    if (!id.startsWith('group:')) { onSelect(id); }
    world.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }, [layout, size, onSelect]);
  const unfold = useCallback((id: string) => {
    // Its own card goes away: the keyboard stays with the node that it is beside.
    const of = lineage.groups.find((group) => group.id === id)?.of ?? lineage.focus;
    world.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(of)}"]`)?.focus({ preventScroll: true });
    onUnfold(id);
  }, [lineage, onUnfold]);
  const fit = (): void => {
    if (size !== undefined) {
      setMoved(false);
      setViewport(fitted(layout, lineage.focus, size));
    }
  };
  const middle = { x: (size?.width ?? 0) / 2, y: (size?.height ?? 0) / 2 };
  const onKey = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).dataset['id'];
    const arrow = ARROWS[event.key as WalkKey] as readonly [number, number] | undefined;
    if (arrow !== undefined && event.shiftKey) {
      move((now) => panned(now, -arrow[0] * PAN_STEP, -arrow[1] * PAN_STEP));
    } else if (arrow !== undefined && id !== undefined) {
      const next = walk(event.key as WalkKey, id, ways, layout);
      if (next !== undefined) { goTo(next); }
    } else if (event.key === 'Enter' && id !== undefined) {
      (id.startsWith('group:') ? unfold : onOpen)(id);
    } else if (event.key === 'Home') {
      goTo(lineage.focus);
    } else if (event.key === '+' || event.key === '=') {
      move((now) => zoomed(now, ZOOM_STEP, middle));
    } else if (event.key === '-') {
      move((now) => zoomed(now, 1 / ZOOM_STEP, middle));
    } else if (event.key === '0') {
      fit();
    } else {
      return;
    }
    event.preventDefault();
  };
  const light = useCallback((id: string | undefined) => lightUp(world.current, ways, id), [ways]);
  // Kept as it is while only the frame moves: a thousand cards are not drawn anew for that.
  const cards = useMemo(() => <Cards lineage={lineage} layout={layout} selected={selected} onSelect={onSelect} onOpen={onOpen} onUnfold={unfold} onLight={light} />, [lineage, layout, selected, onSelect, onOpen, unfold, light]);
  const at = viewport ?? { x: 0, y: 0, zoom: 1 };
  return (
    <div class="graph" ref={frame} onKeyDown={onKey}>
      <div class="world" ref={world} role="group" aria-label="Lineage graph" aria-describedby="keys" style={{ transform: `translate(${at.x}px, ${at.y}px) scale(${at.zoom})`, visibility: viewport === undefined ? 'hidden' : 'visible', willChange: moving ? 'transform' : 'auto' }}>{cards}</div>
      <div class="columns" aria-hidden="true">
        {layout.columns.map(({ title, x }, index) => <span key={index} style={{ transform: `translateX(${at.x + x * at.zoom}px) translateX(-50%)` }}>{title}</span>)}
      </div>
      <p id="keys" class="hidden">Arrow keys walk along the edges, Enter opens, Shift and arrows move the graph, plus and minus zoom, zero shows all.</p>
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" class="icon-button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => move((now) => zoomed(now, 1 / ZOOM_STEP, middle))}><span class="codicon codicon-zoom-out" aria-hidden="true" /></button>
        <button type="button" class="icon-button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => move((now) => zoomed(now, ZOOM_STEP, middle))}><span class="codicon codicon-zoom-in" aria-hidden="true" /></button>
        <button type="button" class="icon-button" aria-label="Show all" title="Show all (0)" onClick={fit}><span class="codicon codicon-screen-full" aria-hidden="true" /></button>
      </div>
    </div>
  );
}

const ARROWS: Readonly<Record<WalkKey, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
