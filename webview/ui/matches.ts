/** What a search field finds. */

/** Whether every word of a search stands somewhere in the text, in any case; an empty search finds everything. */
export function matches(search: string, text: string): boolean {
  const low = text.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}
