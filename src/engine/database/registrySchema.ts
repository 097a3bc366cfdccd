/**
 * Schema 3: the model registry. A registered model has an integer id that is never given again, so a rename touches one row and the
 * log of changes stays with its model. Deleted versions leave a row behind: their numbers are never given again either.
 * Rows of `audit` can be added and nothing else, whoever asks: the database itself refuses.
 */
export const REGISTRY_SCHEMA = `
CREATE TABLE registered_models (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
);
CREATE TABLE registered_model_tags (model INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, key));
CREATE TABLE registered_model_aliases (
  model INTEGER NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (model, alias)
) WITHOUT ROWID;

CREATE TABLE model_versions (
  model INTEGER NOT NULL,
  version INTEGER NOT NULL,
  stage TEXT NOT NULL,                -- None, Staging, Production, Archived
  source TEXT NOT NULL,               -- as it was given, models:/name@alias resolved to a version
  location TEXT NOT NULL,             -- URI from which it is loaded
  run_id TEXT NOT NULL,               -- empty: no run
  run_link TEXT NOT NULL,
  model_id TEXT NOT NULL,             -- logged model, empty: none
  description TEXT,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  deleted INTEGER,                    -- when; NULL: active
  PRIMARY KEY (model, version)
);
CREATE INDEX model_versions_by_run ON model_versions (run_id) WHERE run_id <> '';
CREATE TABLE model_version_tags (
  model INTEGER NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (model, version, key)
);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,              -- Unix ms
  model INTEGER NOT NULL,
  name TEXT NOT NULL,                 -- of the model, then
  action TEXT NOT NULL,
  alias TEXT NOT NULL,                -- empty: the entry is not about an alias
  version INTEGER,                    -- which version it is about; NULL: the model
  was TEXT NOT NULL,                  -- before: version, stage, name or source; empty: none
  became TEXT NOT NULL,
  who TEXT NOT NULL,
  client TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX audit_by_model ON audit (model);
CREATE INDEX audit_by_name ON audit (name);
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;
`;
