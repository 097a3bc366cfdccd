/** Following what an engine does to its end, over any number of broken lines. */
import type { EngineClient } from '../connection/engineClient';
import type { Notice } from '../protocol/events';

/** Something that goes on in an engine. */
export interface Followed<T> {
  readonly read: (signal: AbortSignal) => Promise<T>;
  /** whether a notice tells that it has changed */
  readonly concerns: (notice: Notice) => boolean;
  readonly hasEnded: (value: T) => boolean;
  /** what is done now, for a person */
  readonly stage: (value: T) => string | null;
}

/**
 * Waits until it has ended.
 * @param tell gets what is done now, each time it is something else
 * @returns what was read last, which has ended
 */
export async function followNotices<T>(client: EngineClient, begun: T, followed: Followed<T>, tell: (stage: string) => void): Promise<T> {
  const over = new AbortController();
  let last = begun;
  let looks = 0;
  let failed: (error: unknown) => void;
  const end = new Promise<T>((resolve, reject) => {
    failed = reject;
    const look = async (): Promise<void> => {
      looks += 1;
      const mine = looks;
      const value = await followed.read(over.signal);
      // Answers may overtake each other; what has ended stays ended.
      if (mine < looks && !followed.hasEnded(value)) {
        return;
      }
      const stage = followed.stage(value);
      if (stage !== null && stage !== followed.stage(last)) {
        tell(stage);
      }
      last = value;
      if (followed.hasEnded(value)) {
        resolve(value);
      }
    };
    const lookOrFail = (): void => {
      look().catch((error: unknown) => (over.signal.aborted ? undefined : reject(error)));
    };
    client.events((notice) => {
      if (followed.concerns(notice)) {
        lookOrFail();
      }
      // A line that broke may mean that the engine is gone: a look tells.
    }, lookOrFail, over.signal, lookOrFail).catch((error: unknown) => failed(error));
    lookOrFail();
  });
  try {
    return await end;
  } finally {
    over.abort();
  }
}
