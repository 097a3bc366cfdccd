// Scrolls the tree as a person would and measures, with the page's own clock, how evenly it was drawn.
import type { Workbench } from './workbench';

/** Runs in the page, whose types are not ours. */
const startCounting = `(() => {
  const frames = [];
  let before = performance.now();
  let going = true;
  const onFrame = (now) => {
    frames.push(now - before);
    before = now;
    if (going) requestAnimationFrame(onFrame);
  };
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(onFrame); });
  window.slipwayFrames = { stop: () => { going = false; return frames; } };
})()`;

/** Turns the wheel until the row `last` is in view. Returns the figures in words; they are no promise, since machines differ. */
export async function scrollThrough(workbench: Workbench, last: string): Promise<string> {
  const { page } = workbench;
  const list = await page.locator('.part.sidebar .monaco-list').first().boundingBox();
  if (list === null) throw new Error('There is no tree to scroll.');
  await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
  await page.evaluate(startCounting);
  const end = workbench.treeRow(last);
  const limit = Date.now() + 30_000;
  while (!(await end.isVisible())) {
    if (Date.now() > limit) throw new Error(`"${last}" did not come into view.`);
    await page.mouse.wheel(0, 160);
  }
  const frames = await page.evaluate<number[]>('window.slipwayFrames.stop()');
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
  return `${frames.length} frames while scrolling, median ${at(0.5)} ms, 95 % under ${at(0.95)} ms, longest ${at(1)} ms`;
}
