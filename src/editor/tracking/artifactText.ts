/** Small text artifacts that Slipway itself writes with a run. */
import type { EngineClient } from '../../connection/engineClient';
import { absent } from '../../connection/engineError';

/** @returns undefined when the run has no such artifact */
export async function artifactText(client: EngineClient, runId: string, path: string, signal?: AbortSignal): Promise<string | undefined> {
  return (await client.artifact(runId, path, signal).catch(absent))?.toString('utf8');
}
