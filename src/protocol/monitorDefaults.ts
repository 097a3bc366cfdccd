/** What a monitor does where nothing else is said. No schema stands here, so that who only says it loads none. */
export const MONITOR_DEFAULTS = {
  every: '1h', minimum_rows: 100, share: 0.5, least: 2, of: 3, cooldown: '6h',
  /** of accuracy */
  max_drop: 0.05,
  /** of rmse, as a part of it */
  max_growth: 0.2,
  min_labels: 30,
  max_difference: 0.1,
  /** least rows of a group */
  group_rows: 50,
  /** rows of the baseline */
  baseline_rows: 1_000,
  /** from which on a p-value says drift from the baseline: what is peculiar about so few rows would drift in every window */
  baseline_level: 0.01,
} as const;
