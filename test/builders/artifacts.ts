// Logs artifacts as the mlflow client would: by PUT to the engine's artifact proxy.
import type { EngineClient } from '../../src/connection/engineClient';

/** Puts files into a run's artifacts, by path; eight at a time. */
export async function logArtifacts(engine: EngineClient, runId: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const { info } = await engine.run(runId);
  const root = info.artifact_uri.replace(/^mlflow-artifacts:\/*/, '');
  const waiting = Object.entries(files);
  const put = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, content] = next;
      const path = [...root.split('/'), ...name.split('/')].map(encodeURIComponent).join('/');
      const response = await fetch(`${engine.address.url}/api/2.0/mlflow-artifacts/artifacts/${path}`, {
        method: 'PUT', body: typeof content === 'string' ? content : Buffer.from(content), headers: { authorization: `Bearer ${engine.address.rootToken ?? ''}`, 'content-type': 'application/octet-stream' },
      });
      if (!response.ok) throw new Error(`${name} was not taken: ${response.status} ${await response.text()}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, put));
}
