/** The process that answers for a deployment, as whoever hands it connections starts it. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** What answers allocate dies at once: a nursery of this size, MB, costs a few megabytes and a quarter of the collector's time (bench/serving). */
const NURSERY = ['--min-semi-space-size=8', '--max-semi-space-size=8'];

/**
 * @param folder of the deployment
 * @param output where it writes what it says on stdout: a file descriptor, or this process' own
 */
export function forkFront(folder: string, output: 'inherit' | number): ChildProcess {
  return fork(path.join(__dirname, 'deployment.js'), [folder], { stdio: ['ignore', output, 'inherit', 'ipc'], execArgv: NURSERY });
}
