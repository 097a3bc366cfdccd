/** The first bytes of an artifact, through the host. */
import { useCallback } from 'preact/hooks';
import type { ArtifactPart } from '../../../src/protocol/panels/runPanel';
import type { RunHost } from '../runHost';
import { useLive, type Live } from '../../ui/live';

/** Asked for at once, so that a large artifact does not stop everything else that is asked, in bytes. */
const PIECE = 4 * 1024 * 1024;

/** At most `limit` bytes; read again only on `refresh`. */
export function useArtifact(host: RunHost, path: string, limit: number): Live<ArtifactPart> {
  return useLive(host, useCallback(async (signal) => readArtifact(host, path, limit, signal), [host, path, limit]), false);
}

/** At most `limit` bytes from the beginning, read piece by piece. */
export async function readArtifact(host: RunHost, path: string, limit: number, signal: AbortSignal): Promise<ArtifactPart> {
  const pieces: Uint8Array[] = [];
  let size = 1;
  for (let from = 0; from < Math.min(limit, size);) {
    const part = await host.ask('artifactPart', { path, from, to: Math.min(limit, from + PIECE) }, signal);
    pieces.push(part.bytes);
    size = part.size;
    from += part.bytes.length === 0 ? limit : part.bytes.length;
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, size };
}

/** The bytes as text; a character that is cut at the end of a part is left out. */
export function textOf({ bytes, size }: ArtifactPart): string {
  return new TextDecoder().decode(bytes, { stream: bytes.length < size });
}
