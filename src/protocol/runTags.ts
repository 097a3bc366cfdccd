/** Tags that Slipway writes on runs. */
export const RunTag = {
  job: 'slipway.job',
  origin: 'slipway.origin', // terminal | job | debug | notebook
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
