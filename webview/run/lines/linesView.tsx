/** Text as lines: searched, numbered, and followed at its end where it grows. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { findLines, nextHit, piecesOf } from './findLines';
import { useVirtualRows } from './virtualRows';
import { Checkbox } from '../../ui/controls';

/** Height of a line, px; the style sheet says the same. */
const LINE = 19;
/** What is longer is cut: one line of a megabyte stops any browser. */
const LONGEST = 4000;

export interface LinesViewProps {
  readonly label: string;
  readonly lines: readonly string[];
  readonly numbered?: boolean;
  /** number of the first line, where what stands before it is left out */
  readonly first?: number;
  /** shown left in the bar */
  readonly children?: ComponentChildren;
  /** undefined: it does not grow */
  readonly follow?: boolean;
  readonly onFollow?: (follow: boolean) => void;
  /** how far it was scrolled, and who keeps that, px */
  readonly top?: number;
  readonly onTop?: (top: number) => void;
}

export function LinesView({ label, lines, numbered = false, first = 1, children, follow, onFollow, top, onTop }: LinesViewProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState('');
  const [current, setCurrent] = useState<number>();
  const hits = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const { rows, height, scrollTo } = useVirtualRows(scroller, lines.length, LINE);
  const restored = useRef(false);
  useLayoutEffect(() => {
    if (scroller.current !== null && lines.length > 0 && (follow === true || !restored.current)) {
      scroller.current.scrollTop = follow === true ? scroller.current.scrollHeight : top ?? 0;
      restored.current = true;
    }
  }, [lines, follow]);
  const go = (direction: 1 | -1): void => {
    const hit = nextHit(hits, current, direction);
    setCurrent(hit);
    if (hit !== undefined) {
      onFollow?.(false);
      scrollTo(hit);
    }
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        field.current?.select();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const onScroll = (): void => {
    const shown = scroller.current;
    if (shown !== null) {
      onTop?.(Math.round(shown.scrollTop));
      const atEnd = shown.scrollTop + shown.clientHeight >= shown.scrollHeight - LINE;
      // Scrolling up is how a person says "wait".
      if (follow === true && !atEnd && shown.scrollTop < lastTop.current) {
        onFollow?.(false);
      }
      lastTop.current = shown.scrollTop;
    }
  };
  const lastTop = useRef(0);
  const at = current === undefined ? 0 : hits.indexOf(current) + 1;
  return (
    <>
      <div class="toolbar">
        {children}
        <span class="search">
          <span class="codicon codicon-search" aria-hidden="true" />
          <input ref={field} type="search" aria-label={`Find in ${label}`} placeholder="Find" value={wanted}
            onInput={(event) => { setWanted(event.currentTarget.value); setCurrent(undefined); }}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); go(event.shiftKey ? -1 : 1); } }} />
        </span>
        <span class="hits quiet" role="status">{wanted === '' ? '' : hits.length === 0 ? 'nothing found' : at > 0 ? `${at} of ${hits.length.toLocaleString('en-US')}` : `${hits.length.toLocaleString('en-US')} lines`}</span>
        <button type="button" class="icon-button" aria-label="Previous" title="Previous (Shift+Enter)" disabled={hits.length === 0} onClick={() => go(-1)}><span class="codicon codicon-arrow-up" aria-hidden="true" /></button>
        <button type="button" class="icon-button" aria-label="Next" title="Next (Enter)" disabled={hits.length === 0} onClick={() => go(1)}><span class="codicon codicon-arrow-down" aria-hidden="true" /></button>
        {follow !== undefined && <Checkbox checked={follow} onChange={(ticked) => onFollow?.(ticked)}>follow</Checkbox>}
      </div>
      <div ref={scroller} class="lines-view mono" tabIndex={0} role="region" aria-label={label} onScroll={onScroll}>
        <div class="lines-all" style={{ height: `${height}px` }}>
          {rows.map(({ index, start }) => {
            const line = lines[index] ?? '';
            return (
              <div key={index} class={index === current ? 'line current' : 'line'} style={{ transform: `translateY(${start}px)` }}>
                {numbered && <span class="line-number" aria-hidden="true">{(first + index).toLocaleString('en-US')}</span>}
                <span class="line-text">
                  {piecesOf(line.slice(0, LONGEST), wanted).map((piece, place) => (piece.hit ? <mark key={place}>{piece.text}</mark> : piece.text))}
                  {line.length > LONGEST && <span class="quiet"> … {(line.length - LONGEST).toLocaleString('en-US')} characters more</span>}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}
