// Engines outlive the window that started them; a test has to end those that it caused.
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { environmentValue } from './environmentValue';

/** Processes of the engines whose store stands below `home`, from the runtime files of this test run. */
function processesIn(runtime: string, home: string): number[] {
  const files = readdirSync(runtime, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    const content = JSON.parse(readFileSync(path.join(runtime, file), 'utf8')) as { pid?: unknown; store?: unknown };
    // 0 stands in the file of an engine that has ended cleanly; to a signal it would mean ourselves.
    return typeof content.pid === 'number' && content.pid > 1 && typeof content.store === 'string' && content.store.startsWith(realpathSync(home)) ? [content.pid] : [];
  });
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Ends the engines of the stores below `home` and waits, at most ten seconds, until they are gone. */
export async function endEngines(home: string): Promise<void> {
  const running = processesIn(environmentValue('SLIPWAY_RUNTIME_DIR'), home).filter((pid) => !isGone(pid));
  for (const pid of running) process.kill(pid, 'SIGTERM');
  const end = Date.now() + 10_000;
  while (running.some((pid) => !isGone(pid))) {
    if (Date.now() > end) throw new Error(`An engine did not end on SIGTERM (process ${running.join(', ')}).`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
