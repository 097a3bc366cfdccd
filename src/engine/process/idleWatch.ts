/** When a detached engine ends by itself: nobody looks, nobody writes, nothing runs. */

export interface Need {
  /** open event streams: windows */
  readonly watchers: number;
  /** jobs that run or wait */
  readonly jobs: number;
  /** runs that are RUNNING and not known to be lost */
  readonly runningRuns: number;
  /** milliseconds since the last request of anyone */
  readonly quietMs: number;
}

/** Whether nobody needs the engine any more. */
export function isIdle(need: Need, idleMs: number): boolean {
  return need.watchers === 0 && need.jobs === 0 && need.runningRuns === 0 && need.quietMs >= idleMs;
}

/** Looks every few seconds and calls `stop` once when `need` says so. @returns a function that ends the watch */
export function watchIdle(need: () => Need, idleMs: number, stop: () => void): () => void {
  const timer = setInterval(() => {
    if (isIdle(need(), idleMs)) {
      clearInterval(timer);
      stop();
    }
  }, Math.min(Math.max(idleMs / 4, 250), 5_000));
  timer.unref();
  return () => clearInterval(timer);
}
