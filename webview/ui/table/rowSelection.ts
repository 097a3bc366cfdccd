/** Ticked rows by what identifies them over reloads, in the order in which they were ticked. */

/** Ticks what was not, unticks what was. */
export function toggled(selected: readonly string[], id: string): readonly string[] {
  return selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id];
}

/** Adds all of `ids` that are not ticked yet, up to `most` in all. */
export function added(selected: readonly string[], ids: readonly string[], most: number): readonly string[] {
  const known = new Set(selected);
  return [...selected, ...ids.filter((id) => !known.has(id))].slice(0, Math.max(most, selected.length));
}

/** Takes all of `ids` away. */
export function removed(selected: readonly string[], ids: readonly string[]): readonly string[] {
  const gone = new Set(ids);
  return selected.some((id) => gone.has(id)) ? selected.filter((id) => !gone.has(id)) : selected;
}
