/** How wide an element is, so that what is drawn in it has lines and words of one size whatever the width. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** @param first px, until it is measured and where it never is: in a report */
export function useWidth(element: RefObject<HTMLElement | null>, first: number): number {
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const own = element.current;
    if (own === null || !own.isConnected) {
      return undefined;
    }
    const measure = (): void => setWidth(Math.max(200, own.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
