// What drawing curves costs, in a real Chromium without a GPU: medians of rounds, in milliseconds, beside Chart.js 4
// in the same page, in turns.
//   node bench/ui/charts.mjs [--rounds N] [--curves N] [--points N] [--json]
import { parseArgs } from 'node:util';
import { inRoot } from '../../scripts/paths.mjs';
import { asScript } from '../../scripts/progress.mjs';
import { median } from '../median.mjs';
import { openGallery } from './charts.gallery.mjs';

/** In the page: draws until every pixel is there. Reading one back makes the browser finish what it has only noted down. */
async function measure({ rounds, curves, points }) {
  const { makeChart, makePeer, sampleChart } = window;
  const chartData = sampleChart(curves, points);
  const peer = { first: [], again: [], live: [] };
  const times = { first: [], again: [], live: [], renewed: [], cursor: [], highlight: [] };
  const timed = (name, work, into = times) => {
    const begin = performance.now();
    work();
    into[name].push(performance.now() - begin);
  };
  const parent = document.createElement('div');
  parent.style.width = '620px';
  parent.style.height = '180px';
  parent.style.position = 'relative';
  document.body.replaceChildren(parent);
  for (let round = 0; round < rounds; round++) {
    const held = makeChart(parent);
    await held.laidOut;
    timed('first', () => {
      held.show(chartData);
      held.finish();
    });
    timed('again', () => {
      held.redraw();
      held.finish();
    });
    // The first point makes room on the axis; those after it are the ordinary ones.
    held.append();
    held.finish();
    for (let more = 0; more < 5; more++) {
      held.prepare();
      timed('live', () => {
        held.append();
        held.finish();
      });
    }
    timed('renewed', () => {
      held.renew();
      held.finish();
    });
    timed('cursor', () => {
      held.group.moveCursor(Math.round(points / 2) + round);
      held.finish();
    });
    timed('highlight', () => {
      held.group.highlight('run7');
      held.finish();
    });
    held.group.highlight(undefined);
    held.group.moveCursor(undefined);
    held.destroy();
    const other = makePeer(parent);
    timed('first', () => {
      other.show(chartData);
      other.finish();
    }, peer);
    timed('again', () => {
      other.redraw();
      other.finish();
    }, peer);
    timed('live', () => {
      other.append();
      other.finish();
    }, peer);
    other.destroy();
  }
  return { times, peer };
}

/** What the first drawing and a live point may take, ms. */
const limits = { first: 400, live: 16 };
const words = {
  first: 'first drawing: numbers, smoothing off, axes, curves, names', again: 'everything again (theme, zoom, an axis that grows)', live: 'a live point on a running curve', renewed: 'a running curve comes whole',
  cursor: 'the cursor moves', highlight: 'a curve is lit',
};

function medians(times) {
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Number(median(all).toFixed(1))]));
}

asScript(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, curves: { type: 'string', default: '50' }, points: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } } });
  const gallery = await openGallery(undefined, [inRoot('bench/ui/charts.peer.mjs')]);
  try {
    await gallery.show({ metrics: [] });
    const counts = { rounds: Number(values.rounds), curves: Number(values.curves), points: Number(values.points) };
    const { times, peer } = await gallery.page.evaluate(measure, counts);
    if (values.json) {
      console.log(JSON.stringify({ ...counts, limits, slipway: medians(times), 'chart.js': medians(peer) }, null, 2));
    } else {
      const beside = medians(peer);
      console.log(`${counts.curves} curves of ${counts.points.toLocaleString('en-US')} points, one chart of 620 × 180 pixels, medians of ${counts.rounds} rounds in ms`);
      console.log('Slipway  Chart.js');
      for (const [name, time] of Object.entries(medians(times))) console.log(`${String(time).padStart(7)}  ${String(beside[name] ?? '').padStart(8)}  ${words[name]}`);
    }
  } finally {
    await gallery.close();
  }
});
