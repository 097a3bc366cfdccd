/** Lengths of time as slipway.yaml and commands say them. */
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param text `90s`, `15m`, `6h`, `1d`: in slipway.yaml the schema has seen to it @returns ms @throws RangeError for anything else */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit ?? ''] ?? NaN);
  if (Number.isNaN(ms)) {
    throw new RangeError(`"${text}" is no time such as 90s, 15m, 6h or 1d`);
  }
  return ms;
}
