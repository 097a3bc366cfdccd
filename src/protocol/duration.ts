/** How a length of time is written in slipway.yaml: `90s`, `15m`, `6h`, `1d`. `src/wording/duration.ts` reads it. */
export const Duration = { pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$' };
