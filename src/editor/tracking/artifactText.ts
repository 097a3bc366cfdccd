/** Small text artifacts that Slipway itself writes with a run. */
import type { EngineClient } from '../../connection/engineClient';
import { EngineError } from '../../connection/engineError';

/** @returns undefined when the run has no such artifact */
export async function artifactText(client: EngineClient, runId: string, path: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.artifact(runId, path, signal)).toString('utf8');
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
