/**
 * The supervisor of one deployment: `node dist/supervisor.js <deployment folder>`, detached. It holds the listening socket, so that
 * clients wait instead of being refused while the front behind it comes up again. Speaks through files only (deploymentFiles.ts).
 */
import { supervise } from './supervise';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: supervisor.js DEPLOYMENT_FOLDER\n');
  process.exitCode = 2;
} else {
  void supervise(folder);
}
