/** How many different values have been seen, up to a limit, in a few kilobytes: a table has thousands of columns. */

/** Different values are counted up to here. */
export const MOST_DISTINCT = 1_000;
const FIRST_SIZE = 16;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/**
 * Keeps 32-bit hashes in an open-addressed table (Knuth, The Art of Computer Programming 3, 6.4, linear probing). Among 1,000 values
 * two share a hash with a chance of 1 in 8,600; the count is then one too small.
 */
export class DistinctCount {
  #hashes = new Int32Array(FIRST_SIZE);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Past this nothing is counted any more. */
  get full(): boolean {
    return this.#count >= MOST_DISTINCT;
  }

  /** @returns whether the value is new among those that were counted */
  add(value: string | number): boolean {
    if (this.full) {
      return true;
    }
    // 0 marks a free place.
    const hash = (typeof value === 'string' ? hashOfText(value) : hashOfNumber(value)) || 1;
    if (!insert(this.#hashes, hash)) {
      return false;
    }
    this.#count += 1;
    if (this.#count * 2 > this.#hashes.length) {
      const grown = new Int32Array(this.#hashes.length * 2);
      for (const kept of this.#hashes) {
        if (kept !== 0) {
          insert(grown, kept);
        }
      }
      this.#hashes = grown;
    }
    return true;
  }
}

function insert(table: Int32Array, hash: number): boolean {
  const mask = table.length - 1;
  let place = hash & mask;
  for (let present = table[place]; present !== 0; present = table[place]) {
    if (present === hash) {
      return false;
    }
    place = (place + 1) & mask;
  }
  table[place] = hash;
  return true;
}

/** FNV-1a over UTF-16 units, with the last step of MurmurHash3 so that low bits depend on all. */
function hashOfText(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return mixed(hash);
}

function hashOfNumber(value: number): number {
  double[0] = value;
  return mixed(Math.imul(halves[0] as number, 0x9e_37_79_b1) ^ (halves[1] as number));
}

function mixed(given: number): number {
  let hash = given ^ (given >>> 16);
  hash = Math.imul(hash, 0x85_eb_ca_6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2_b2_ae_35);
  return hash ^ (hash >>> 16);
}
