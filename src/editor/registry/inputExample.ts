/** The input example that a version was logged with. */
import type { EngineClient } from '../../connection/engineClient';
import { versionFile } from '../../connection/versionFile';
import { parsedJson } from '../../wording/parsedJson';

/** Longer examples are no example, in bytes. */
const LONGEST_EXAMPLE = 1_000_000;

/** @returns what its file has, parsed; null without an example that is JSON: what it would be for is only to fill a form */
export async function readExample(client: EngineClient, name: string, version: string, signal: AbortSignal): Promise<unknown> {
  const { input_example: path, state, files } = await client.registry.contents(name, version, signal);
  const size = files.find((file) => file.path === path)?.size ?? 0;
  if (path === null || state !== 'here' || size === 0 || size > LONGEST_EXAMPLE || !path.endsWith('.json')) {
    return null;
  }
  const text = (await versionFile(client, { name, version, path }, signal)).toString('utf8');
  return parsedJson(text) ?? null;
}
