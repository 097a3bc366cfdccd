// What test/ui needs of story.mjs, for the type checker. Shares are 0 to 1.
export interface StoryNumbers {
  trained: number;
  /** of the last window before labels came */
  estimated: number;
  /** mean of the labelled windows of the aged lamp */
  realised: number;
  first: string;
  recovered: number;
  second: string;
  /** the last step of the second retraining */
  why: string;
  kept: number;
}

export function playStory(folder: string, python: string, tell: (when: string, text: string) => void | Promise<void>): Promise<StoryNumbers>;
