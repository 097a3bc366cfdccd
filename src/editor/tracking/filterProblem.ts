/** What the filter's quick pick says of a text that the engine cannot read: a line of a pick is short, and the filter stands above it. */

/** The engine ends its sentence with `(position 14 of the filter: …)`, for clients that show no filter. */
const PLACE = /^(?:Invalid comparison clause\. )?(.*) \(position (\d+) of the [a-z ]+: .*\)$/s;

/** Label and detail of the pick's first line. @param sentence the engine's own */
export function problemItem(sentence: string): { label: string; detail: string } {
  const [, why, position] = PLACE.exec(sentence) ?? [];
  return why === undefined ? { label: '$(error) The filter cannot be read', detail: sentence } : { label: `$(error) Position ${position} cannot be read`, detail: why };
}
