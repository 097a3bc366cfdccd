/** How much room a text takes in a fixed-width font, and how it is cut when there is less. */

/** Letters as a reader counts them: a flag or a family is one, however many code points it is made of. */
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian Wide and Fullwidth (Unicode UAX #11), without the private and unassigned planes. */
const WIDE = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
/** Drawn as a picture: by itself, or because a variation selector asks for it. */
const PICTURE = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns of `text`: wide East Asian letters and emoji take two, combining marks none. */
export function widthOf(text: string): number {
  // Almost every name is plain ASCII, where a letter is a column.
  return /^[\x20-\x7E]*$/.test(text) ? text.length : lettersOf(text).reduce((sum, letter) => sum + widthOfLetter(letter), 0);
}

/** One line of at most `widest` columns, cut at its end, the cut shown. */
export function shorten(text: string, widest: number): string {
  const line = oneLine(text);
  return widthOf(line) <= widest ? line : `${head(lettersOf(line), widest - 1)}…`;
}

/** One line of at most `widest` columns, cut inside: names of one family differ at their ends, at the last end most. */
export function shortenInside(text: string, widest: number): string {
  const line = oneLine(text);
  if (widthOf(line) <= widest) {
    return line;
  }
  const all = lettersOf(line);
  const start = head(all, Math.floor((widest - 1) / 3));
  const end = head(all.toReversed(), widest - 1 - widthOf(start));
  return `${start}…${lettersOf(end).toReversed().join('')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function lettersOf(text: string): string[] {
  return Array.from(letters.segment(text), ({ segment }) => segment);
}

function widthOfLetter(letter: string): number {
  return INVISIBLE.test(letter) ? 0 : PICTURE.test(letter) || WIDE.test(letter) ? 2 : 1;
}

/** As many letters from the front as fit into `widest` columns. */
function head(all: readonly string[], widest: number): string {
  let taken = '';
  let width = 0;
  for (const letter of all) {
    width += widthOfLetter(letter);
    if (width > widest) {
      break;
    }
    taken += letter;
  }
  return taken;
}
