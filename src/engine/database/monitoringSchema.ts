/** Schema 5: monitors, what they found in each window, and alerts. Times are Unix ms. */
export const MONITORING_SCHEMA = `
CREATE TABLE monitors (
  name TEXT PRIMARY KEY,
  record TEXT NOT NULL                -- MonitorRecord as JSON
) WITHOUT ROWID;
CREATE TABLE monitor_windows (
  monitor TEXT NOT NULL,
  start INTEGER NOT NULL,             -- first time of an answer in it
  found TEXT NOT NULL,                -- MonitoredWindow as JSON
  PRIMARY KEY (monitor, start)
) WITHOUT ROWID;
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  monitor TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,                -- open, acknowledged, snoozed, closed
  opened INTEGER NOT NULL,
  told INTEGER,                       -- NULL: nobody was told
  alert TEXT NOT NULL                 -- Alert as JSON
);
CREATE INDEX alerts_by_monitor ON alerts (monitor, opened);
`;
