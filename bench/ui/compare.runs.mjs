// Logs runs through the engine's API as training scripts would, many at a time.
const api = '/api/2.0/mlflow';
const AT_ONCE = 12;
const MINUTE = 60_000;
/** Runs that are logged; of more, the older ones are copied from them (compare.copies.mjs). */
export const LOGGED = 1000;

/** Up to 1,000 finished runs with `params` params, a third of which differ, and `metrics` metrics; the newest `curves` have `points` points of two metrics. */
export async function logRuns(engine, { experiment, count, params = 20, metrics = 20, curves = 0, points = 0 }) {
  const { experiment_id: id } = await engine.request('POST', `${api}/experiments/create`, { name: experiment });
  const now = Date.now();
  let next = 0;
  const worker = async () => {
    for (;;) {
      const index = next;
      if (index >= Math.min(count, LOGGED)) return;
      next += 1;
      const start = now - (index + 1) * MINUTE;
      const { run } = await engine.request('POST', `${api}/runs/create`, { experiment_id: id, run_name: `trial-${count - index}`, start_time: start });
      await engine.request('POST', `${api}/runs/log-batch`, {
        run_id: run.info.run_id, tags: [],
        params: Array.from({ length: params }, (_, at) => ({ key: `param_${at}`, value: at % 3 === 0 ? String(((index + 1) * (at + 7) * 7919) % 1000 / 1000) : at % 3 === 1 ? ['adam', 'sgd', 'lamb'][(index + at) % 3] : '42' })),
        metrics: Array.from({ length: metrics }, (_, at) => ({ key: at === 0 ? 'auc' : at === 1 ? 'loss' : `metric_${at}`, value: Math.abs(Math.sin(index * 12.9898 + at * 78.233)), step: 0, timestamp: start })),
      });
      if (index < curves) {
        for (let from = 0; from < points; from += 500) {
          const part = Array.from({ length: Math.min(500, points - from) }, (_, at) => from + at);
          await engine.request('POST', `${api}/runs/log-batch`, {
            run_id: run.info.run_id, tags: [], params: [],
            metrics: part.flatMap((step) => [{ key: 'auc', value: 1 - Math.exp(-step / 400) * (0.4 + (index % 5) / 20), step, timestamp: start + step }, { key: 'loss', value: Math.exp(-step / 500), step, timestamp: start + step }]),
          });
        }
      }
      await engine.request('POST', `${api}/runs/update`, { run_id: run.info.run_id, status: 'FINISHED', end_time: start + MINUTE / 2 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return id;
}
