// The same chart by Chart.js, set up as its own guide to performance says: data parsed and sorted beforehand, no animation, no points,
// its min-max decimation. Bundled into the gallery's page.
import { Chart, Decimation, LinearScale, LineController, LineElement, PointElement } from 'chart.js';

Chart.register(Decimation, LinearScale, LineController, LineElement, PointElement);

window.makePeer = (parent) => {
  const canvas = document.createElement('canvas');
  parent.append(canvas);
  let chart;
  let grown;
  return {
    show({ curves }) {
      const sets = curves.map(({ step, value }) => step.map((x, index) => ({ x, y: value[index] })));
      grown = sets[4];
      const color = getComputedStyle(document.documentElement).getPropertyValue('--vscode-slipway-run1');
      chart = new Chart(canvas, {
        type: 'line',
        data: { datasets: sets.map((data) => ({ data, borderColor: color, borderWidth: 1.5, pointRadius: 0, indexAxis: 'x' })) },
        options: {
          animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false, events: [], scales: { x: { type: 'linear' }, y: { type: 'linear' } },
          plugins: { decimation: { enabled: true, algorithm: 'min-max' } },
        },
      });
    },
    redraw: () => chart.update('none'),
    append() {
      // Its decimation puts fewer points in the place of `data`: a new point has to come with all of them.
      const last = grown.at(-1);
      grown = [...grown, { x: last.x + 1, y: last.y }];
      chart.data.datasets[4].data = grown;
      chart.update('none');
    },
    finish: () => canvas.getContext('2d').getImageData(0, 0, 1, 1),
    destroy: () => {
      chart.destroy();
      canvas.remove();
    },
  };
};
