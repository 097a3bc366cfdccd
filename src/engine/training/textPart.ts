/** Cutting bytes of UTF-8 between characters. */

/** The bytes without an unfinished character at their end. */
export function completeText(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1100_0000) {
      const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
    if ((byte & 0b1000_0000) === 0) {
      return bytes;
    }
  }
  return bytes;
}
