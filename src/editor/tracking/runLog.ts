/** What a run's process printed: the log of its job while it grows, else the one that was kept with its artifacts. */
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { EngineClient } from '../../connection/engineClient';
import { absent } from '../../connection/engineError';
import type { RunLog } from '../../protocol/panels/runPanel';
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { folderChanges } from '../folderChanges';

/** Of a long log only so much of its end is shown, in bytes. */
const TAIL = 4 * 1024 * 1024;

/**
 * Resolves when there is more than `offset`, when the job has ended, or when `signal` aborts.
 * @param offset bytes that are known; null begins, at the last bytes of a long log
 */
export async function readLog(project: Project, runId: string, offset: number | null, signal: AbortSignal): Promise<RunLog> {
  const client = await project.connect();
  const run = await client.run(runId, signal);
  const jobId = run.data.tags?.find(({ key }) => key === RunTag.job)?.value;
  const job = jobId === undefined ? undefined : await client.job(jobId, signal).catch(absent);
  if (job === undefined) {
    return keptLog(client, runId, signal);
  }
  const skipped = offset === null ? Math.max(0, await sizeOf(job.log_file) - TAIL) : 0;
  const runs = job.run_ids.length;
  // Watched before it is read: what comes in between is not missed.
  const changes = folderChanges(path.dirname(job.log_file), signal, (tell) => [
    project.onNotice((notice) => { if (notice.type === 'job' && notice.job_id === jobId) { tell(); } }),
    project.onReset(tell),
  ]);
  try {
    const from = offset ?? skipped;
    let part = await client.jobLog(job.job_id, from, signal);
    const waits = (): boolean => offset !== null && part.text === '' && !part.ended && !signal.aborted;
    while (waits()) {
      await changes.next();
      part = await client.jobLog(job.job_id, from, signal);
    }
    return { ...part, skipped, from: 'job', runs };
  } finally {
    changes.end();
  }
}

async function keptLog(client: EngineClient, runId: string, signal: AbortSignal): Promise<RunLog> {
  const head = await client.artifactPart(runId, RunArtifact.log, 0, 1, signal).catch(absent);
  if (head === undefined) {
    return { text: '', offset: 0, ended: true, skipped: 0, from: 'none', runs: 1 };
  }
  const skipped = Math.max(0, head.size - TAIL);
  const { bytes, size } = await client.artifactPart(runId, RunArtifact.log, skipped, Math.max(skipped + 1, head.size), signal);
  return { text: new TextDecoder().decode(bytes), offset: size, ended: true, skipped, from: 'artifact', runs: 1 };
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, (error: NodeJS.ErrnoException) => {
    // A queued job has no log yet.
    if (error.code === 'ENOENT') {
      return 0;
    }
    throw error;
  });
}
