/** Numbers for ids: what is sampled, and what is remembered, is found by them. */

/** @returns 53 bits as a whole number from 1 on: two ids of millions share one with a probability below 10^-3. The same in every process. */
export function idHash(id: string): number {
  // FNV-1a twice, from two starts, each stirred by MurmurHash3's finalizer: alone it leaves ids that count up close together.
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x01000193);
  }
  return (stirred(high) & 0x1fffff) * 0x1_0000_0000 + stirred(low) + 1;
}

/** @returns 0 to 1, not included: evenly spread, always the same for an id */
export function idShare(id: string): number {
  return ((idHash(id) - 1) % 0x1_0000_0000) / 0x1_0000_0000;
}

function stirred(given: number): number {
  let hash = given ^ (given >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
