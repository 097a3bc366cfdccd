/** Which bytes of a file a request asks for (RFC 9110, 14.2). */

/** Both ends included. */
export interface Part { readonly first: number; readonly last: number }

const RANGE = /^bytes=(\d*)-(\d*)$/i;

/**
 * @param header the `Range` header
 * @param size bytes of the file
 * @returns undefined for the whole file: nothing, another unit, several ranges at once or nonsense was asked; 'outside' when no byte
 *   of the file is among those that were asked for
 */
export function partOf(header: string | undefined, size: number): Part | 'outside' | undefined {
  const match = header === undefined ? null : RANGE.exec(header.trim());
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) {
    return undefined;
  }
  if (from === '') {
    const count = Math.min(Number(to), size);
    return count === 0 ? 'outside' : { first: size - count, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) {
    return undefined;
  }
  return first >= size ? 'outside' : { first, last };
}
