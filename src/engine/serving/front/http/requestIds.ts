/** An id for every request. */
import { randomBytes } from 'node:crypto';

/** What may stand in a log and a header as it is. */
const GIVEN = /^[\w.:@/+=-]{1,128}$/;

export class RequestIds {
  /** of this process: ids of the next one are others */
  readonly #prefix = randomBytes(6).toString('hex');
  #count = 0;

  /** @returns the id that the client gave when it is a sound one, else a new one */
  idOf(given: string | readonly string[] | undefined): string {
    const sound = soundId(given);
    if (sound !== undefined) {
      return sound;
    }
    this.#count += 1;
    return `${this.#prefix}-${this.#count.toString(36)}`;
  }
}

/** @returns the id when it may stand in logs and headers */
export function soundId(given: unknown): string | undefined {
  return typeof given === 'string' && GIVEN.test(given) ? given : undefined;
}
