// Makes the side bar as wide as a test wants, by its edge, as a person would.
import type { Workbench } from './workbench';

/** VS Code makes it no narrower than 170 px; returns the width that it has then. */
export async function setSideBarWidth(workbench: Workbench, width: number): Promise<number> {
  const sideBar = workbench.page.locator('.part.sidebar');
  const before = await sideBar.boundingBox();
  if (before === null) throw new Error('The side bar is not shown.');
  const { mouse } = workbench.page;
  const edge = before.x + before.width;
  // The edge that can be dragged is a few pixels of a line of its own.
  const sash = await workbench.page.locator('.monaco-sash.vertical').evaluateAll((elements, at) => elements
    .map((element) => element.getBoundingClientRect()).filter((box) => box.height > 100).map((box) => box.x + box.width / 2)
    .toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at))[0], edge);
  if (sash === undefined) throw new Error('The side bar has no edge to drag.');
  const y = before.y + before.height / 2;
  await mouse.move(sash, y);
  await mouse.down();
  await mouse.move(sash + (width - before.width) / 2, y);
  await mouse.move(sash + width - before.width, y);
  await mouse.up();
  return (await sideBar.boundingBox())?.width ?? 0;
}
