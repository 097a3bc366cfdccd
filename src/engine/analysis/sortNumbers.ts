/** Sorts float64 by their bits. */

/** Below this, `Float64Array.sort` is as fast. */
const FEW = 5_000;
const BUCKETS = 1 << 11;
const MASK = BUCKETS - 1;
/** Where in 32 bits each digit begins. */
const DIGITS = [0, 11, 22] as const;
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
/** Steps for each value that putting neighbours into order may take, before sorting by the other bits too is quicker. */
const MOST_STEPS = 4;

/**
 * Sorts in place, ascending; −0 before 0. A radix sort on bits that are turned so that their order as whole numbers is the order of the
 * values (Terdiman 2000, "Radix Sort Revisited"): by the 32 highest bits in which values differ, which leaves next to nothing to be put
 * into order; where it leaves much, by the 32 bits below those as well.
 * @param values no NaN among them
 * @param scratch room for as many, whose content is lost
 */
export function sortNumbers(values: Float64Array, scratch: Float64Array): void {
  if (values.length < FEW || !LITTLE_ENDIAN) {
    values.sort();
    return;
  }
  const room = scratch.subarray(0, values.length);
  const same = sameBits(values);
  sortByBits(values, room, same);
  if (!orderNeighbours(values)) {
    sortByBits(values, room, same + 32);
    sortByBits(values, room, same);
  }
}

/** How many of the highest bits, turned, are the same in all values. */
function sameBits(values: Float64Array): number {
  let [low, high] = [values[0] as number, values[0] as number];
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] as number;
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  // Zeros of both signs are neither below nor above each other.
  const ends = new Int32Array(Float64Array.of(low === 0 ? -0 : low, high === 0 ? 0 : high).buffer);
  const [lowest, highest] = [ends[1] as number, ends[3] as number];
  const differing = Math.clz32(turned(lowest, lowest) ^ turned(highest, highest));
  return differing < 32 ? differing : 32 + Math.clz32((ends[0] as number) ^ (ends[2] as number));
}

/** The high word of a value, so that the order of all as whole numbers is theirs: all its bits turned where it is negative, else the sign's. */
function turned(word: number, high: number): number {
  return word ^ ((high >> 31) | 0x8000_0000);
}

/**
 * Sorts by 32 bits of each value; values with the same ones keep their order.
 * @param skipped how many of the highest bits come before them
 */
function sortByBits(values: Float64Array, room: Float64Array, skipped: number): void {
  if (skipped >= 64) {
    return;
  }
  const bits: Bits = skipped < 32 ? { shift: skipped, ofHigh: -1, ofLow: -1 } : { shift: skipped - 32, ofHigh: 0, ofLow: 0 };
  const counts = count(words(values), bits);
  let [from, to] = [values, room];
  for (const [digit, begin] of DIGITS.entries()) {
    const places = counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
    // A digit that all values share costs nothing.
    if (!places.includes(values.length)) {
      startsOf(places);
      place(from, words(from), to, places, bits, begin);
      [from, to] = [to, from];
    }
  }
  if (from !== values) {
    values.set(from);
  }
}

/** Which 32 bits: from `shift` on in the high word, and then in the low one; with masks of 0, from `shift` on in the low word alone. */
interface Bits { readonly shift: number; readonly ofHigh: number; readonly ofLow: number }

function words(values: Float64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** How often each digit has each value. */
function count(from: Int32Array, { shift, ofHigh, ofLow }: Bits): Int32Array {
  const counts = new Int32Array(DIGITS.length * BUCKETS);
  for (let at = 0; at < from.length; at += 2) {
    const high = from[at + 1] as number;
    const sign = high >> 31;
    const low = (from[at] as number) ^ sign;
    const first = ofHigh === 0 ? low : high ^ (sign | 0x8000_0000);
    const key = (first << shift) | ((low & ofLow) >>> 1 >>> (31 - shift));
    const lowest = key & MASK;
    const middle = BUCKETS + ((key >>> 11) & MASK);
    const highest = 2 * BUCKETS + (key >>> 22);
    counts[lowest] = (counts[lowest] as number) + 1;
    counts[middle] = (counts[middle] as number) + 1;
    counts[highest] = (counts[highest] as number) + 1;
  }
  return counts;
}

/** Makes of how often each digit appears where its first value goes. */
function startsOf(counts: Int32Array): void {
  let start = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const values = counts[bucket] as number;
    counts[bucket] = start;
    start += values;
  }
}

/** Puts each value where its digit goes. @param from the words of `values` */
function place(values: Float64Array, from: Int32Array, to: Float64Array, places: Int32Array, { shift, ofHigh, ofLow }: Bits, begin: number): void {
  for (let at = 0; at < values.length; at += 1) {
    const high = from[2 * at + 1] as number;
    const sign = high >> 31;
    const low = (from[2 * at] as number) ^ sign;
    const first = ofHigh === 0 ? low : high ^ (sign | 0x8000_0000);
    const key = (first << shift) | ((low & ofLow) >>> 1 >>> (31 - shift));
    const bucket = (key >>> begin) & MASK;
    const next = places[bucket] as number;
    places[bucket] = next + 1;
    to[next] = values[at] as number;
  }
}

/** Sorts what is nearly in order, by moving values past their neighbours. @returns false where that would take long */
function orderNeighbours(values: Float64Array): boolean {
  let steps = MOST_STEPS * values.length;
  let before = values[0] as number;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] as number;
    if (value < before) {
      steps -= moveDown(values, at, value);
      if (steps < 0) {
        return false;
      }
    } else {
      before = value;
    }
  }
  return true;
}

/** Puts a value before those above it. @returns how many there were */
function moveDown(values: Float64Array, from: number, value: number): number {
  let at = from;
  for (; at > 0 && (values[at - 1] as number) > value; at -= 1) {
    values[at] = values[at - 1] as number;
  }
  values[at] = value;
  return from - at;
}
