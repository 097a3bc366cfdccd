/**
 * The front process of a deployment: `node dist/deployment.js <folder of the deployment>`, detached. Reads plan.json there, writes
 * process.json when it answers, logs to stderr. SIGTERM: answers what has come and ends with 0; a model that cannot be loaded: 1.
 */
import { limitHeap } from '../../process/heapLimits';
import { startFront } from './front';
import { endAs, endWithSupervisor, isSupervised, leave } from './handedConnections';

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    process.stderr.write('usage: deployment.js DEPLOYMENT_FOLDER\n');
    process.exitCode = 2;
    return;
  }
  limitHeap();
  if (isSupervised()) {
    endWithSupervisor();
  }
  let stopping = false;
  const front = await startFront(folder, log, (why) => {
    stopping = true;
    leave();
    front.stop().then(() => fail(new Error(why)), fail);
  });
  const stop = (signal: string): void => {
    if (stopping) {
      return;
    }
    stopping = true;
    log(`${signal}: answering what has come, then ending`);
    front.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

function fail(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  log(why);
  endAs(why, () => process.exit(1));
}

main(process.argv[2]).catch(fail);
