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
    if (typeof given === 'string' && GIVEN.test(given)) {
      return given;
    }
    this.#count += 1;
    return `${this.#prefix}-${this.#count.toString(36)}`;
  }
}
