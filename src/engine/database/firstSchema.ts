/**
 * Schema 1. Runs and the names of metrics, params and tags have integer ids, so that a row of a run costs few bytes.
 * Times of metric points are relative to the start of their run. NaN: `metric_points` holds 0 and a flag, because a key column
 * can't be NULL; `latest_metrics` holds NULL, which no comparison matches. The names 1 to 3 are fixed: partial indexes name them.
 */
export const FIRST_SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO names (id, name) VALUES (1, 'mlflow.runName'), (2, 'mlflow.parentRunId'), (3, 'slipway.job');

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  location TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
);
CREATE TABLE experiment_tags (
  experiment INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (experiment, key)
) WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,          -- 16 bytes, or the text of an id that is no UUID
  experiment INTEGER NOT NULL,
  status INTEGER NOT NULL,            -- MLflow's numbers: 1 running, 2 scheduled, 3 finished, 4 failed, 5 killed
  start INTEGER NOT NULL,             -- Unix ms
  finish INTEGER,
  deleted INTEGER,                    -- when; NULL: active
  lost INTEGER NOT NULL DEFAULT 0,
  activity INTEGER,                   -- ms after start, written at most every ten seconds
  name TEXT NOT NULL,                 -- also the tag mlflow.runName
  user TEXT NOT NULL
);
CREATE INDEX runs_by_start ON runs (experiment, start DESC);
CREATE INDEX runs_running ON runs (status) WHERE status = 1;

CREATE TABLE params (
  run INTEGER NOT NULL, key INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;

CREATE TABLE tags (
  run INTEGER NOT NULL, key INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE INDEX tags_by_parent ON tags (value) WHERE key = 2;
CREATE INDEX tags_by_job ON tags (value) WHERE key = 3;

CREATE TABLE metric_points (
  run INTEGER NOT NULL, key INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL, is_nan INTEGER NOT NULL,
  PRIMARY KEY (run, key, step, time, value, is_nan)
) WITHOUT ROWID;

CREATE TABLE latest_metrics (
  run INTEGER NOT NULL, key INTEGER NOT NULL,
  value REAL,                         -- NULL: NaN
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  low REAL, high REAL,                -- NULL: the same as value
  steps INTEGER NOT NULL,             -- how many different steps
  first_step INTEGER NOT NULL,
  in_order INTEGER NOT NULL,          -- 1: points were logged with steps and times that never went back
  PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE INDEX latest_by_value ON latest_metrics (key, value);

CREATE TABLE datasets (
  id INTEGER PRIMARY KEY, experiment INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
  source_type TEXT NOT NULL, source TEXT NOT NULL, schema TEXT, profile TEXT,
  UNIQUE (experiment, name, digest)
);
CREATE TABLE run_datasets (run INTEGER NOT NULL, dataset INTEGER NOT NULL, PRIMARY KEY (run, dataset)) WITHOUT ROWID;
CREATE TABLE run_dataset_tags (
  run INTEGER NOT NULL, dataset INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (run, dataset, key)
) WITHOUT ROWID;

CREATE TABLE logged_models (
  id INTEGER PRIMARY KEY, model_id TEXT NOT NULL UNIQUE, experiment INTEGER NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL,
  model_type TEXT NOT NULL, source_run TEXT NOT NULL, status INTEGER NOT NULL, status_message TEXT,
  created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER
);
CREATE INDEX logged_models_by_experiment ON logged_models (experiment, created DESC);
CREATE TABLE logged_model_params (model INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, key)) WITHOUT ROWID;
CREATE TABLE logged_model_tags (model INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, key)) WITHOUT ROWID;
CREATE TABLE logged_model_metrics (
  model INTEGER NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL, step INTEGER NOT NULL, run TEXT NOT NULL,
  value REAL, dataset_name TEXT, dataset_digest TEXT,
  PRIMARY KEY (model, key, time, step, run)
) WITHOUT ROWID;
CREATE TABLE run_models (
  run INTEGER NOT NULL, output INTEGER NOT NULL, model_id TEXT NOT NULL, step INTEGER NOT NULL,
  PRIMARY KEY (run, output, model_id)
) WITHOUT ROWID;
`;
