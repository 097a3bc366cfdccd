/** A table with charts in its cells, as the picture that it is on the page: the canvases where they stand; its words are written by the export. */
import { Chart } from 'chart.js';
import type { Picture } from './layers';
import { atRatio } from './plot';
import { readTheme } from './theme';

/** @param ratio pixels of the picture per CSS pixel */
export function tablePicture(table: HTMLElement, ratio: number): Picture {
  const origin = table.getBoundingClientRect();
  const size = { width: origin.width, height: origin.height };
  const layer = document.createElement('canvas');
  layer.width = Math.round(size.width * ratio);
  layer.height = Math.round(size.height * ratio);
  const context = layer.getContext('2d');
  for (const canvas of table.querySelectorAll('canvas')) {
    const chart = Chart.getChart(canvas);
    const box = canvas.getBoundingClientRect();
    const paint = (): void => context?.drawImage(canvas, (box.left - origin.left) * ratio, (box.top - origin.top) * ratio, box.width * ratio, box.height * ratio);
    if (chart === undefined) {
      paint();
    } else {
      atRatio(chart, ratio, paint);
    }
  }
  return { size, layers: [layer], labels: table, theme: readTheme() };
}
