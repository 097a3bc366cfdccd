/**
 * Which of the ten colours a run has, the same everywhere that can show one. Each new run of an experiment takes the colour that its
 * siblings use least, so that neighbours differ; what was once given is kept.
 */
export interface ColorMemory {
  get(runId: string): number | undefined;
  set(runId: string, color: number): void;
}

/** Gives every run of `runIds` (in the order shown) its colour index, 0 to `colors - 1`, remembering new ones in `memory`. */
export function assignColors(runIds: readonly string[], colors: number, memory: ColorMemory): Map<string, number> {
  const given = new Map<string, number>();
  const uses = Array.from({ length: colors }, () => 0);
  for (const runId of runIds) {
    const color = memory.get(runId);
    if (color !== undefined && color < colors) {
      given.set(runId, color);
      uses[color] = (uses[color] ?? 0) + 1;
    }
  }
  // Oldest last in a list, so colours go out from the end: a newer run that arrives later changes nobody's.
  for (const runId of runIds.toReversed()) {
    if (!given.has(runId)) {
      const color = uses.indexOf(Math.min(...uses));
      uses[color] = (uses[color] ?? 0) + 1;
      given.set(runId, color);
      memory.set(runId, color);
    }
  }
  return given;
}
