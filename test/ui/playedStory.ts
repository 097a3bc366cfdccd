// The story of examples/story, played by the very script of `npm start -- --story`, and held where a test wants to look at the window.
import { playStory, type StoryNumbers } from '../../scripts/story.mjs';
import { environmentValue } from './environmentValue';

interface Wanted { readonly when: string; readonly reached: (text: string) => void; readonly failed: (error: Error) => void }

/** Begins with the first `until`. */
export class PlayedStory {
  /** what it came out with; rejects when it could not be played */
  readonly numbers: Promise<StoryNumbers>;
  private wanted: Wanted | undefined;
  private letGo: () => void = () => undefined;
  private end: Error | undefined;

  constructor(folder: string) {
    const begun = new Promise<void>((resolve) => { this.letGo = resolve; });
    this.numbers = begun.then(() => playStory(folder, environmentValue('SLIPWAY_TEST_PYTHON'), async (when, text) => this.hear(when, text)));
    this.numbers.then(() => this.stop(new Error('The story has ended.')), (error: Error) => this.stop(error));
  }

  /** Lets the story go on until it tells that, and holds it there. @returns what it told @throws when it ends before */
  async until(when: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.wanted = { when, reached: resolve, failed: reject };
      if (this.end === undefined) {
        this.letGo();
      } else {
        reject(this.end);
      }
    });
  }

  /** Lets it go on to its end. */
  async rest(): Promise<StoryNumbers> {
    this.letGo();
    return this.numbers;
  }

  private async hear(when: string, text: string): Promise<void> {
    const { wanted } = this;
    if (wanted?.when !== when) {
      return;
    }
    this.wanted = undefined;
    const held = new Promise<void>((resolve) => { this.letGo = resolve; });
    wanted.reached(text);
    await held;
  }

  private stop(error: Error): void {
    this.end = error;
    this.wanted?.failed(error);
  }
}
