/** Artifact files of a run, for documents that name them. */
import type { EngineClient } from '../../connection/engineClient';

export interface ArtifactFile { readonly path: string; readonly is_dir: boolean; readonly file_size?: number }

/** Every artifact file of a run, folders walked, at most `limit`; sizes in bytes. */
export async function listArtifacts(client: EngineClient, runId: string, limit: number, signal?: AbortSignal): Promise<ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  const folders: string[] = [''];
  while (folders.length > 0 && files.length < limit) {
    const folder = folders.shift() ?? '';
    const query = new URLSearchParams({ run_id: runId, ...(folder === '' ? {} : { path: folder }) });
    const answer = await client.request<{ files?: ArtifactFile[] }>('GET', `/api/2.0/mlflow/artifacts/list?${query.toString()}`, undefined, signal);
    for (const file of answer.files ?? []) {
      if (file.is_dir) {
        folders.push(file.path);
      } else {
        files.push(file);
      }
    }
  }
  return files.slice(0, limit);
}
