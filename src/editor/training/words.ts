/** What is said while a job runs and when it has ended, and how its arguments are read. */
import type { Job } from '../../protocol/jobs';
import { formatDuration } from '../../wording/formatTime';

/** The name of a module that Python could not find, from a job's failure line; undefined for any other failure. */
export function missingModule(failure: string | null): string | undefined {
  return /No module named ['"]([\w.]+)['"]/.exec(failure ?? '')?.[1]?.split('.')[0];
}

/** One sentence of what became of a job. */
export function endedSentence(job: Job): string {
  const took = job.started_at !== null && job.ended_at !== null ? ` after ${formatDuration(job.ended_at - job.started_at)}` : '';
  switch (job.state) {
    case 'finished': return `${job.name} finished${took}.`;
    case 'stopped': return `${job.name} was stopped${took}.`;
    case 'lost': return `Training of ${job.name} was lost: its runner ended without a word.`;
    default: {
      const module = missingModule(job.failure);
      if (module !== undefined) {
        return `Training stopped: Python could not find \`${module}\`.`;
      }
      const why = job.failure ?? (job.exit_code === null ? `signal ${job.signal ?? 'unknown'}` : `exit code ${job.exit_code}`);
      return `Training stopped${took}: ${why}${/[.!?]$/.test(why) ? '' : '.'}`;
    }
  }
}

/** Arguments as a POSIX shell would split them: blanks separate, quotes and back-slashes keep together. Throws on an open quote. */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== undefined) {
      if (char === quote) {
        quote = undefined;
      } else if (char === '\\' && quote === '"' && /["\\$`]/.test(text[index + 1] ?? '')) {
        index += 1;
        word = (word ?? '') + (text[index] ?? '');
      } else {
        word = (word ?? '') + char;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && index + 1 < text.length) {
      index += 1;
      word = (word ?? '') + (text[index] ?? '');
    } else if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) {
    throw new Error(`A quote (${quote}) is not closed. Close it, or write \\${quote} for a plain one.`);
  }
  return word === undefined ? words : [...words, word];
}
