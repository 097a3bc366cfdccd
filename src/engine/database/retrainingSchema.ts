/** Schema 6: policies of continuous training that hold, and what came of them. Times are Unix ms. */
export const RETRAINING_SCHEMA = `
CREATE TABLE retrain_policies (
  name TEXT PRIMARY KEY,
  record TEXT NOT NULL                -- PolicyRecord as JSON; what it is run with (env) stands in a file that only its owner reads
) WITHOUT ROWID;
CREATE TABLE retrainings (
  id TEXT PRIMARY KEY,
  policy TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,                      -- NULL: it goes on
  retraining TEXT NOT NULL            -- Retraining as JSON
);
CREATE INDEX retrainings_by_policy ON retrainings (policy, started);
`;
