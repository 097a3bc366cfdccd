/** Following a gate to its end, over any number of broken lines. */
import type { GateReport } from '../protocol/gates';
import type { EngineClient } from '../connection/engineClient';

/**
 * Waits until a gate has ended.
 * @param tell gets what is done now, each time it is something else
 * @returns the report as it ended
 */
export async function followGate(client: EngineClient, begun: GateReport, tell: (stage: string) => void): Promise<GateReport> {
  const over = new AbortController();
  let report = begun;
  let looks = 0;
  let failed: (error: unknown) => void;
  const end = new Promise<GateReport>((resolve, reject) => {
    failed = reject;
    const look = async (): Promise<void> => {
      looks += 1;
      const mine = looks;
      const read = await client.gates.report(begun.gate_id, over.signal);
      // Answers may overtake each other; an ended gate stays ended.
      if (mine < looks && read.state === 'running') {
        return;
      }
      if (read.stage !== null && read.stage !== report.stage) {
        tell(read.stage);
      }
      report = read;
      if (report.state !== 'running') {
        resolve(report);
      }
    };
    const lookOrFail = (): void => {
      look().catch((error: unknown) => (over.signal.aborted ? undefined : reject(error)));
    };
    client.events((notice) => {
      if (notice.type === 'gate' && notice.gate_id === begun.gate_id) {
        lookOrFail();
      }
      // A line that broke may mean that the engine is gone: a look tells.
    }, lookOrFail, over.signal, lookOrFail).catch((error: unknown) => failed(error));
    lookOrFail();
  });
  try {
    return await end;
  } finally {
    over.abort();
  }
}
