/** Times, of which numbers were made, as texts again. Pure. */

/**
 * ISO 8601: `2026-03-01` of dates, `2026-03-01T12:30:00.000250` of times, with a Z where the file says a zone.
 * @param micros since 1970, UTC
 * @param stored the file's type, as DuckDB names it
 */
export function timeText(micros: number, stored: string): string {
  const whole = Math.round(micros);
  const millis = Math.floor(whole / 1000);
  const date = new Date(millis);
  if (Number.isNaN(date.getTime())) {
    return `${micros / 1e6} s after 1970`;
  }
  const iso = date.toISOString();
  if (stored === 'DATE' && iso.endsWith('T00:00:00.000Z')) {
    return iso.slice(0, -'T00:00:00.000Z'.length);
  }
  const rest = whole - millis * 1000;
  const text = rest === 0 ? iso.slice(0, -1).replace(/\.000$/, '') : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}`;
  return stored === 'TIMESTAMP WITH TIME ZONE' ? `${text}Z` : text;
}
