/** Asks for the input example of a version. Pure. */
import { AskFailed, isGone } from '../ui/askFailed';

/** What reading it needs of a page's host. */
export interface ExampleHost { ask(method: 'example', input: Record<string, never>, signal?: AbortSignal): Promise<unknown> }

/**
 * @returns null where there is none, as of a version whose files are gone
 * @throws AskFailed when it could not be read, which does not say that there is none
 */
export async function readInputExample(host: ExampleHost, signal?: AbortSignal): Promise<unknown> {
  try {
    return await host.ask('example', {}, signal);
  } catch (error) {
    if (error instanceof AskFailed && isGone(error)) {
      return null;
    }
    throw error;
  }
}
