/** Times relative to now, durations, and the exact time for tooltips. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param then Unix ms. `just now`, `3 min ago`, `2 h ago`, `yesterday`, `5 days ago`, then the date. */
export function formatAge(then: number, now: number): string {
  const age = now - then;
  if (age < MINUTE) {
    return 'just now';
  }
  if (age < HOUR) {
    return `${Math.floor(age / MINUTE)} min ago`;
  }
  if (age < DAY) {
    return `${Math.floor(age / HOUR)} h ago`;
  }
  if (age < 2 * DAY) {
    return 'yesterday';
  }
  if (age < 30 * DAY) {
    return `${Math.floor(age / DAY)} days ago`;
  }
  return formatDate(then);
}

/** How long something has been going on, as short as it can be said beside a spinner: `40s`, `2m`, `1h 12m`. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < MINUTE) {
    return `${Math.max(0, Math.floor(milliseconds / SECOND))}s`;
  }
  if (milliseconds < HOUR) {
    return `${Math.floor(milliseconds / MINUTE)}m`;
  }
  const hours = Math.floor(milliseconds / HOUR);
  return `${hours}h ${Math.floor((milliseconds - hours * HOUR) / MINUTE)}m`;
}

/** `0.4 s`, `38 s`, `4 min 10 s`, `1 h 12 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < 10 * SECOND) {
    return `${(span / SECOND).toFixed(1)} s`;
  }
  const seconds = Math.round(span / SECOND);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 24 * 60 ? joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min') : joined(Math.floor(minutes / 1440), 'd', Math.floor((minutes % 1440) / 60), 'h');
}

/** `2026-11-21 13:05:09`, in the reader's time zone. */
export function formatExact(time: number): string {
  const date = new Date(time);
  return `${formatDate(time)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function formatDate(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function joined(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
