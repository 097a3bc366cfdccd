/** Texts by number, bounded by their length together: what was kept first goes first. */

/** Characters of all texts together; ASCII takes a byte each. */
const MOST_CHARACTERS = 8 << 20;
/** A longer text is not kept: it would push out many that are read more often. */
const LONGEST = 64 << 10;

export class KeptText {
  readonly #texts = new Map<number, string>();
  #characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  has(id: number): boolean {
    return this.#texts.has(id);
  }

  get(id: number): string | undefined {
    return this.#texts.get(id);
  }

  keep(id: number, text: string): void {
    this.drop(id);
    if (text.length > LONGEST) {
      return;
    }
    this.#texts.set(id, text);
    this.#characters += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#characters <= this.most) {
        return;
      }
      this.drop(oldest);
    }
  }

  drop(id: number): void {
    const text = this.#texts.get(id);
    if (text !== undefined) {
      this.#characters -= text.length;
      this.#texts.delete(id);
    }
  }

  clear(): void {
    this.#texts.clear();
    this.#characters = 0;
  }
}
