/** What the page keeps over hiding and reload: which tab, what is chosen in it, how far it is scrolled. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { RunPanelState, RunTab } from '../../src/protocol/panels/runPanel';
import type { RunHost } from './live';

export type Keep = (change: Partial<RunPanelState>) => void;

/** The kept state, and how to change some of it. */
export function useKept(host: RunHost): readonly [RunPanelState, Keep] {
  const [state, setState] = useState(host.state);
  const keep = useCallback((change: Partial<RunPanelState>) => {
    host.keep({ ...host.state, ...change });
    setState(host.state);
  }, [host]);
  // A page that was never touched comes back too.
  useEffect(() => host.keep(host.state), [host]);
  return [state, keep];
}

/**
 * Keeps how far an element is scrolled, and scrolls it there once what it shows is there.
 * @param ready whether the content that was scrolled has been drawn
 */
export function useKeptScroll(host: RunHost, tab: RunTab, ready: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const restored = useRef<RunTab | undefined>(undefined);
  useLayoutEffect(() => {
    const scrolled = element.current;
    if (ready && scrolled !== null && restored.current !== tab) {
      restored.current = tab;
      scrolled.scrollTop = host.state.scroll?.[tab] ?? 0;
    }
  }, [host, tab, ready]);
  useEffect(() => {
    const scrolled = element.current;
    let frame = 0;
    const note = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (scrolled !== null && restored.current === tab) {
          host.keep({ ...host.state, scroll: { ...host.state.scroll, [tab]: Math.round(scrolled.scrollTop) } });
        }
      });
    };
    scrolled?.addEventListener('scroll', note, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      scrolled?.removeEventListener('scroll', note);
    };
  }, [host, tab]);
  return element;
}
