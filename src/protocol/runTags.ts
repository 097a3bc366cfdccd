/** Tags that Slipway writes on runs. */
export const RunTag = {
  job: 'slipway.job',
  origin: 'slipway.origin', // terminal | job | debug | notebook
  notebook: 'slipway.notebook', // path below the project's root, with slashes
  cell: 'slipway.cell', // nbformat id of the notebook's cell
  cellNumber: 'slipway.cell.number', // which cell of the notebook it was then, from 1
  execution: 'slipway.execution', // the same for all runs of one execution of a cell
  // Not under `slipway.`: whatever stands there comes with every row of a list, and a source is long.
  cellSource: 'notebook.cell.source',
  cellSourceDigest: 'slipway.cell.source', // sha256 of a source too long for a tag, which is then the artifact slipway/cell.py
  starred: 'slipway.starred',
  baseline: 'slipway.baseline', // experiment tag: run id
  exitCode: 'slipway.exit_code',
  failure: 'slipway.failure', // one line: last exception line of the script
  dirty: 'slipway.git.dirty',
  commit: 'mlflow.source.git.commit',
  branch: 'mlflow.source.git.branch',
  sourceName: 'mlflow.source.name',
  sourceType: 'mlflow.source.type',
  runName: 'mlflow.runName',
  parentRunId: 'mlflow.parentRunId',
  note: 'mlflow.note.content',
  user: 'mlflow.user',
  primaryMetric: 'mlflow.experiment.primaryMetric.name',
  greaterIsBetter: 'mlflow.experiment.primaryMetric.greaterIsBetter',
} as const;

/** Tags as MLflow lists them, by key. */
export function tagRecord(tags: readonly { readonly key: string; readonly value: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value]));
}
