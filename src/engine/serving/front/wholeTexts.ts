/**
 * Whole numbers of 64 bits as text. Classes are small numbers in 64 bits: read as two halves, low ones first as on every processor that
 * this runs on, they need no bigint each.
 */
export function wholeTexts(numbers: BigInt64Array): string[] {
  const halves = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
  const texts: string[] = [];
  for (let at = 0; at < numbers.length; at += 1) {
    const low = halves[at * 2] as number;
    texts.push(halves[at * 2 + 1] === low >> 31 ? String(low) : String(numbers[at]));
  }
  return texts;
}
