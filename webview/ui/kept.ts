/** What the page keeps over hiding and reload: which tab, what is chosen in it, how far it is scrolled. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** What keeping needs of a page's host, whatever panel it is of. */
export interface Keeping<State> {
  readonly state: State;
  keep(state: State): void;
}
/** The kept part that says how far each tab is scrolled, px. */
export interface Scrolled { readonly scroll?: Readonly<Partial<Record<string, number>>> }

/** The kept state, and how to change some of it. */
export function useKept<State extends object>(host: Keeping<State>): readonly [State, (change: Partial<State>) => void] {
  const [state, setState] = useState(host.state);
  const keep = useCallback((change: Partial<State>) => {
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
export function useKeptScroll<State extends Scrolled>(host: Keeping<State>, tab: string, ready: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const restored = useRef<string | undefined>(undefined);
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
