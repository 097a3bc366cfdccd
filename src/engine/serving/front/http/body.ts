/** Reads the body of a request. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { MlflowError } from '../../../mlflowErrors';

/** 100,000 rows of a hundred columns still fit. */
const MOST_BYTES = 128 * 1024 * 1024;

/** The client closed the connection before its request was whole: there is nobody to answer. */
export class HungUp extends Error {}

const UNPACK = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

/**
 * @returns the body, unpacked
 * @throws MlflowError 413 when it is too large, 415 when it is packed in a way that is not known
 * @throws HungUp
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  const bytes = await readBytes(request);
  if (encoding === undefined || encoding === 'identity') {
    return bytes;
  }
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    throw new MlflowError('BAD_REQUEST', `The request has Content-Encoding '${encoding}'; this deployment reads gzip and deflate.`, 415);
  }
  try {
    return await UNPACK[encoding](bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (error instanceof RangeError) {
      throw tooLarge();
    }
    throw new MlflowError('BAD_REQUEST', `The request cannot be unpacked as ${encoding}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
    throw tooLarge();
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) {
        request.pause();
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', (error) => reject(new HungUp(error.message)));
    request.on('close', () => {
      // Also after the end of every body: an error that nobody needs is not made.
      if (!request.complete) {
        reject(new HungUp('the client closed the connection'));
      }
    });
  });
}

function tooLarge(): MlflowError {
  return new MlflowError('BAD_REQUEST', `The request is larger than ${MOST_BYTES / 1024 / 1024} MB. Send it in several parts.`, 413);
}
