/** Notices that this process takes more memory than it may. */

const LOOK_MS = 1_000;

/**
 * @param megabytes of resident memory; undefined: as much as there is
 * @param over called once, with a sentence
 */
export function watchMemory(megabytes: number | undefined, over: (why: string) => void): void {
  if (megabytes === undefined) {
    return;
  }
  const timer = setInterval(() => {
    const taken = process.memoryUsage.rss() / 1e6;
    if (taken > megabytes) {
      clearInterval(timer);
      over(`It took ${Math.round(taken)} MB of memory, more than the ${megabytes} MB of its limit.`);
    }
  }, LOOK_MS);
  timer.unref();
}
