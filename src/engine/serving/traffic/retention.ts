/** Which logged requests are removed: those that are too old, and the oldest of those that are too many. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { KEEP_DAYS, KEEP_MB, type TrafficOptions } from '../../../protocol/deploymentTraffic';
import { sizesIn } from './seal';
import { DAY_MS } from './trafficFiles';

const MB = 1_000_000;

export interface KeptFile {
  readonly name: string;
  readonly bytes: number;
  /** of its last request, ms */
  readonly time: number;
  /** a front writes it: it counts, and stays */
  readonly open: boolean;
}

/**
 * @param files oldest first
 * @returns names of those that go, oldest first
 */
export function outOfRetention(files: readonly KeptFile[], { keep_days: days = KEEP_DAYS, keep_mb: megabytes = KEEP_MB }: TrafficOptions, now: number): string[] {
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const gone: string[] = [];
  for (const { name, bytes: size, time, open } of files) {
    if (!open && (now - time > days * DAY_MS || bytes > megabytes * MB)) {
      gone.push(name);
      bytes -= size;
    }
  }
  return gone;
}

/**
 * Removes from one folder what is out of retention.
 * @param names all files, oldest first; those that are not there are left out
 * @param open those of them that are written
 * @returns a sentence for the log; undefined when nothing went
 */
export async function retain(folder: string, names: readonly string[], open: ReadonlySet<string>, options: TrafficOptions, now: number, what: string): Promise<string | undefined> {
  if (names.length === 0) {
    return undefined;
  }
  const sizes = await sizesIn(folder, names);
  const gone = outOfRetention(names.flatMap((name) => {
    const found = sizes.get(name);
    return found === undefined ? [] : [{ name, ...found, open: open.has(name) }];
  }), options, now);
  if (gone.length === 0) {
    return undefined;
  }
  let bytes = 0;
  for (const name of gone) {
    await rm(path.join(folder, name), { force: true });
    bytes += sizes.get(name)?.bytes ?? 0;
  }
  const last = new Date(sizes.get(gone.at(-1) ?? '')?.time ?? now).toISOString();
  return `${what} up to ${last} removed: ${gone.length === 1 ? '1 file' : `${gone.length} files`}, ${(bytes / MB).toFixed(1)} MB (keep_days ${options.keep_days ?? KEEP_DAYS}, keep_mb ${options.keep_mb ?? KEEP_MB})`;
}
