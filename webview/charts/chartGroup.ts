/** What several charts share: cursor, zoom, the run that is hovered, and the runs that are dimmed. */
import type { Range } from './scale';

export type GroupChange = 'cursor' | 'zoom' | 'highlight' | 'dimmed';

/** What a page keeps of a group over a reload. */
export interface GroupState {
  /** widest first; the last is what is shown */
  readonly zooms: readonly Range[];
  readonly dimmed: readonly string[];
}

export class ChartGroup {
  readonly #listeners = new Set<(change: GroupChange) => void>();
  readonly #hoverers = new Set<(runId: string | undefined) => void>();
  #cursor: number | undefined;
  #zooms: readonly Range[];
  #highlighted: string | undefined;
  #dimmed: ReadonlySet<string>;

  constructor(kept: Partial<GroupState> = {}) {
    this.#zooms = kept.zooms ?? [];
    this.#dimmed = new Set(kept.dimmed);
  }

  get state(): GroupState {
    return { zooms: this.#zooms, dimmed: [...this.#dimmed] };
  }

  /** x under the cursor, in the unit of the axis */
  get cursor(): number | undefined {
    return this.#cursor;
  }

  get zoom(): Range | undefined {
    return this.#zooms.at(-1);
  }

  get highlighted(): string | undefined {
    return this.#highlighted;
  }

  get dimmed(): ReadonlySet<string> {
    return this.#dimmed;
  }

  /** @returns ends it */
  onChange(listener: (change: GroupChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A curve, point or label came under the pointer, or none is. Not told for `highlight`, which comes from outside. @returns ends it */
  onHover(listener: (runId: string | undefined) => void): () => void {
    this.#hoverers.add(listener);
    return () => this.#hoverers.delete(listener);
  }

  moveCursor(x: number | undefined): void {
    if (x !== this.#cursor) {
      this.#cursor = x;
      this.#tell('cursor');
    }
  }

  /** From outside: the run that is hovered in the table, say. */
  highlight(runId: string | undefined): void {
    if (runId !== this.#highlighted) {
      this.#highlighted = runId;
      this.#tell('highlight');
    }
  }

  /** From a chart of the group. */
  hover(runId: string | undefined): void {
    if (runId !== this.#highlighted) {
      this.highlight(runId);
      this.#hoverers.forEach((listener) => listener(runId));
    }
  }

  zoomTo(range: Range): void {
    this.#zooms = [...this.#zooms, range];
    this.#tell('zoom');
  }

  /** Moves or scales what is shown without a step of its own to go back. */
  adjustZoom(range: Range): void {
    this.#zooms = [...this.#zooms.slice(0, -1), range];
    this.#tell('zoom');
  }

  /** @returns false when nothing was zoomed */
  zoomBack(): boolean {
    if (this.#zooms.length === 0) {
      return false;
    }
    this.#zooms = this.#zooms.slice(0, -1);
    this.#tell('zoom');
    return true;
  }

  showAll(): void {
    if (this.#zooms.length > 0) {
      this.#zooms = [];
      this.#tell('zoom');
    }
  }

  /** The axis counts something else now, so ranges and the cursor on it mean nothing any more. */
  forgetPlaces(): void {
    this.#zooms = [];
    this.#cursor = undefined;
    this.#tell('zoom');
  }

  toggleDimmed(runId: string): void {
    const dimmed = new Set(this.#dimmed);
    if (!dimmed.delete(runId)) {
      dimmed.add(runId);
    }
    this.#dimmed = dimmed;
    this.#tell('dimmed');
  }

  /** This run alone; all of them again when it is alone already. */
  isolate(runId: string, all: readonly string[]): void {
    const others = all.filter((other) => other !== runId);
    const alone = !this.#dimmed.has(runId) && others.every((other) => this.#dimmed.has(other));
    this.#dimmed = new Set(alone ? [] : others);
    this.#tell('dimmed');
  }

  #tell(change: GroupChange): void {
    this.#listeners.forEach((listener) => listener(change));
  }
}
