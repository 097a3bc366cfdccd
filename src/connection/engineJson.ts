/** An answer of the engine that was not parsed, for whoever passes it on. */
export class EngineJson<T> {
  /** Only a type: never there at run time. */
  declare readonly value?: T;

  /**
   * @param bytes UTF-8 JSON, in memory of its own
   * @param part field of the answer that is meant; undefined: the whole answer
   */
  constructor(readonly bytes: Uint8Array, readonly part?: string) {}

  /** The answer itself. */
  parse(): T {
    const value: unknown = JSON.parse(Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString('utf8'));
    return (this.part === undefined ? value : (value as Record<string, unknown>)[this.part]) as T;
  }
}
