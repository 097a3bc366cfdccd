/** What is said while a job runs and when it has ended. */
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
