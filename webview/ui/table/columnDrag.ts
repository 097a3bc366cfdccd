/** Dragging a title to another place, or its edge to another width. Nothing is changed before the drop, so a reload meanwhile loses nothing. */
import type { PlacedColumn } from './columnLayout';

/** px that the pointer moves before a press counts as a drag */
const THRESHOLD = 5;

export interface DragOutcome {
  /** Where it would land, told on every move; undefined when the drag is over. */
  drop(before: string | undefined): void;
  move(id: string, before: string | undefined): void;
}

/**
 * Follows a press on the title of column `id` until it is released.
 * @param places scrolling columns; `left` is where the first of them begins, px of the page
 */
export function dragColumn(event: PointerEvent, id: string, places: readonly PlacedColumn[], left: () => number, outcome: DragOutcome): void {
  const startX = event.clientX;
  let target: { readonly before: string | undefined } | undefined;
  follow(event, (now) => {
    if (target === undefined && Math.abs(now.clientX - startX) < THRESHOLD) {
      return;
    }
    const before = columnAt(places, now.clientX - left());
    target = { before };
    outcome.drop(before ?? '');
  }, (finished) => {
    outcome.drop(undefined);
    if (finished && target !== undefined) {
      swallowClick();
      outcome.move(id, target.before);
    }
  });
}

/** Follows a press on the edge of a title. @param resize told the wanted width on every move, px */
export function dragEdge(event: PointerEvent, size: number, resize: (width: number) => void): void {
  const startX = event.clientX;
  follow(event, (now) => resize(size + now.clientX - startX), () => swallowClick());
}

/** @returns the column before which something dropped at `x` lands; undefined after the last */
export function columnAt(places: readonly PlacedColumn[], x: number): string | undefined {
  return places.find(({ start, size }) => x < start + size / 2)?.id;
}

function follow(event: PointerEvent, moved: (now: PointerEvent) => void, ended: (finished: boolean) => void): void {
  const watch = new AbortController();
  const { signal } = watch;
  window.addEventListener('pointermove', moved, { signal });
  window.addEventListener('pointerup', () => { watch.abort(); ended(true); }, { signal });
  window.addEventListener('pointercancel', () => { watch.abort(); ended(false); }, { signal });
  window.addEventListener('keydown', (key) => {
    if (key.key === 'Escape') {
      key.stopPropagation();
      watch.abort();
      ended(false);
    }
  }, { signal, capture: true });
  event.preventDefault();
}

/** The release of a drag is a click as well; it means nothing. */
function swallowClick(): void {
  const swallow = (click: MouseEvent): void => { click.stopPropagation(); };
  window.addEventListener('click', swallow, { capture: true, once: true });
  // Where the release fell on no element there is no click to wait for.
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}
