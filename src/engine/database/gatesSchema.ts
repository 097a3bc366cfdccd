/**
 * Schema 4: gates. A report belongs to the version that was made at `made`: a model that is deleted and made again begins with version
 * 1 again, which nobody has judged. What is trusted is a content, wherever it stands. The triggers of `audit` stay.
 */
export const GATES_SCHEMA = `
CREATE TABLE gate_reports (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,                 -- of the registered model; follows its renaming
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,              -- creation time of the version
  started INTEGER NOT NULL,           -- Unix ms
  state TEXT NOT NULL,                -- running, passed, failed, broken, stopped
  report TEXT NOT NULL                -- GateReport as JSON
);
CREATE INDEX gate_reports_by_version ON gate_reports (name, version, started);
CREATE TABLE trusted_files (
  digest TEXT PRIMARY KEY,            -- sha256 of a file that runs code when a model is loaded
  path TEXT NOT NULL,                 -- where it stood when it was trusted
  who TEXT NOT NULL,
  time INTEGER NOT NULL
);
ALTER TABLE audit ADD COLUMN gate_verdict TEXT NOT NULL DEFAULT '';  -- of a promotion: what the gate had said; empty: no promotion, or no gate
ALTER TABLE audit ADD COLUMN gate_id TEXT NOT NULL DEFAULT '';
`;
