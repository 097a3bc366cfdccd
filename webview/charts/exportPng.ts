/** Charts as one picture, with their titles and names, on the theme's background. */
import type { Picture } from './layers';

const PAD = 16;
const TITLE = 30;
const RATIO = 2;

export interface TitledChart { readonly title: string; readonly word: string; readonly chart: { picture(ratio: number): Picture } }

/**
 * @param charts in any order: they come as they stand on the page
 * @param across charts side by side
 * @returns a PNG of twice the size on screen
 * @throws Error when the picture is larger than the browser can make
 */
export async function chartsPng(charts: readonly TitledChart[], across: number): Promise<Blob> {
  const drawn = charts.map(({ title, word, chart }) => ({ title, word, picture: chart.picture(RATIO) })).sort((a, b) => inPageOrder(a.picture.labels, b.picture.labels));
  const pictures = drawn.map(({ picture }) => picture);
  const [width, height] = [Math.max(1, ...pictures.map(({ size }) => size.width)), Math.max(1, ...pictures.map(({ size }) => size.height))];
  const columns = Math.max(1, Math.min(across, charts.length));
  const canvas = document.createElement('canvas');
  canvas.width = RATIO * (columns * (width + PAD) + PAD);
  canvas.height = RATIO * (Math.ceil(charts.length / columns) * (height + TITLE + PAD) + PAD);
  const context = canvas.getContext('2d');
  const theme = pictures[0]?.theme;
  if (context === null || theme === undefined) {
    throw new Error('There is no chart to export. Choose a metric first.');
  }
  context.scale(RATIO, RATIO);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawn.forEach(({ title, word, picture }, index) => {
    const [left, top] = [PAD + (index % columns) * (width + PAD), PAD + Math.floor(index / columns) * (height + TITLE + PAD)];
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.font = `600 13px ${theme.family}`;
    context.fillStyle = theme.foreground;
    context.fillText(title, left, top + TITLE / 2);
    const after = context.measureText(title).width + 10;
    context.font = `11px ${theme.family}`;
    context.fillStyle = theme.muted;
    context.fillText(word, left + after, top + TITLE / 2);
    picture.layers.forEach((layer) => context.drawImage(layer, left, top + TITLE, picture.size.width, picture.size.height));
    drawWords(context, picture.labels, left, top + TITLE);
  });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large for the browser. Export fewer charts.')) : resolve(blob)), 'image/png');
  });
}

function inPageOrder(a: Element, b: Element): number {
  return (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) === 0 ? 1 : -1;
}

/** Names and values stand in the page, not on a canvas: they are written again where they stand, as far as they are seen there. */
function drawWords(context: CanvasRenderingContext2D, labels: HTMLElement, left: number, top: number): void {
  const origin = labels.getBoundingClientRect();
  const words = document.createTreeWalker(labels, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const holder = node.parentElement;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (holder !== null && box.width > 0 && holder.checkVisibility({ visibilityProperty: true })) {
      const style = getComputedStyle(holder);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      context.fillStyle = style.color;
      context.globalAlpha = holder.closest('[aria-pressed="false"]') === null ? 1 : 0.5;
      context.fillText(cut(context, (node.textContent ?? '').trim(), Math.min(box.right, seenUntil(holder, labels)) - box.left + 1), box.left - origin.left + left, top + box.top + box.height / 2 - origin.top);
    }
  }
  context.globalAlpha = 1;
}

/** Where the nearest element that cuts its words off ends, px in the page. */
function seenUntil(holder: HTMLElement, labels: HTMLElement): number {
  for (let element: HTMLElement | null = holder; element !== null && element !== labels; element = element.parentElement) {
    if (getComputedStyle(element).overflowX !== 'visible') {
      return element.getBoundingClientRect().right;
    }
  }
  return Infinity;
}

function cut(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) {
    return text;
  }
  let end = text.length;
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > width) {
    end--;
  }
  return `${text.slice(0, end)}…`;
}
