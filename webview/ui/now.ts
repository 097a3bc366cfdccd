/** The time, for what says "3 min ago" or counts seconds. */
import { useEffect, useState } from 'preact/hooks';

/** Unix ms, told anew every `every` ms. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
