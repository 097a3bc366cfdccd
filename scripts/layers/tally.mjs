// What a layer of tests hands back: how many passed, and the name and reason of each that failed.

/** An empty tally. `host` says where it ran, when that is worth saying. */
export function tally(host) {
  return { passed: 0, skipped: 0, failures: [], host };
}

/** Adds a failure of the layer itself (a program that broke off) unless a failed test explains it already. */
export function blame(result, title, reason) {
  if (result.failures.length === 0) result.failures.push({ title, reason });
  return result;
}

/** Shortens a reason for the list at the end; the whole of it stands in the layer's own output. */
export function firstLines(text, count = 6) {
  const lines = String(text).trim().split('\n');
  return lines.length > count ? [...lines.slice(0, count), '…'].join('\n') : lines.join('\n');
}
