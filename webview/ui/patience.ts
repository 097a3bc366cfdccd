/** Whether something has been waited for so long that its place should be shown. */
import { useEffect, useState } from 'preact/hooks';

/** Before this, what comes at once would only flicker, ms. */
const PATIENCE = 150;

export function useWaited(): boolean {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return waited;
}
