/** A panel that was opened as a preview stays once somebody uses it. */
import { useEffect } from 'preact/hooks';

/** The first press or key in the panel makes it stay: what is clicked in the tree next opens beside it. */
export function useSettled(host: { ask(method: 'settle', input: Record<string, never>): Promise<unknown> }): void {
  useEffect(() => {
    const end = (): void => {
      document.removeEventListener('pointerdown', settle);
      document.removeEventListener('keydown', settle);
    };
    const settle = (): void => {
      end();
      void host.ask('settle', {});
    };
    document.addEventListener('pointerdown', settle);
    document.addEventListener('keydown', settle);
    return end;
  }, [host]);
}
