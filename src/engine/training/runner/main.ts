/**
 * The runner of one job: `node dist/runner.js <job folder>`, detached. Parent of the user's process, so that its exit code is known
 * even when the engine that asked for it has ended. Speaks through files only (jobFiles.ts).
 */
import { runJob } from './runJob';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: runner.js JOB_FOLDER\n');
  process.exitCode = 2;
} else {
  void runJob(folder);
}
