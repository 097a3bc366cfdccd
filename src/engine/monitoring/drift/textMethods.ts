/** Methods for texts, by Evidently's names: they are learners, and need the user's Python. */

/** Reference rows up to which chance is asked what it reaches; of more it reaches next to nothing. Evidently: registry.py. */
const SMALL = 1_000;

export const BY_CHANCE = 'perc_text_content_drift';
const BY_SCORE = 'abs_text_content_drift';

export const TEXT_METHODS: readonly string[] = [BY_CHANCE, BY_SCORE];

export function isTextMethod(name: string): boolean {
  return TEXT_METHODS.includes(name);
}

/** The default. @param rows of the reference that have a text */
export function textMethod(rows: number): string {
  return rows > SMALL ? BY_SCORE : BY_CHANCE;
}
