/** The log of a deployment while it grows. */
import { open } from 'node:fs/promises';
import * as path from 'node:path';
import type { DeploymentLog } from '../../protocol/panels/deploymentPanel';
import { folderChanges } from '../folderChanges';

/** Of a long log only so much of its end is shown, and no more of it is read at once, in bytes. */
const TAIL = 4 * 1024 * 1024;

/**
 * Resolves when there is more than `offset`, when another log has taken its place, or when `signal` aborts.
 * @param offset bytes that are known; null begins, at the last bytes of a long log
 */
export async function readDeploymentLog(file: string, offset: number | null, signal: AbortSignal): Promise<DeploymentLog> {
  // Watched before it is read: what comes in between is not missed.
  const changes = folderChanges(path.dirname(file), signal);
  try {
    let part = await partOf(file, offset);
    const waits = (): boolean => offset !== null && part.text === '' && !part.fresh && !signal.aborted;
    while (waits()) {
      await changes.next();
      part = await partOf(file, offset);
    }
    return part;
  } finally {
    changes.end();
  }
}

async function partOf(file: string, offset: number | null): Promise<DeploymentLog> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    // A deployment that is only just made has no log yet.
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  try {
    const size = (await handle?.stat())?.size ?? 0;
    const fresh = offset !== null && size < offset;
    const from = offset === null || fresh ? Math.max(0, size - TAIL) : offset;
    const buffer = Buffer.alloc(Math.min(TAIL, size - from));
    const { bytesRead = 0 } = await handle?.read(buffer, 0, buffer.length, from) ?? {};
    const whole = endOfLines(buffer.subarray(0, bytesRead));
    return { text: whole.toString('utf8'), offset: from + whole.length, skipped: offset === null || fresh ? from : 0, fresh };
  } finally {
    await handle?.close();
  }
}

/** Up to the last line break: a character that is half written is not taken apart. */
function endOfLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}
