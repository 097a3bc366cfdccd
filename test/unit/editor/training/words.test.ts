import { describe, expect, it } from 'vitest';
import { endedSentence, missingModule } from '../../../../src/editor/training/words';
import type { Job } from '../../../../src/protocol/jobs';

const job: Job = {
  job_id: 'j', name: 'train.py', state: 'finished', command: [], cwd: '/', source: null, experiment_id: null, run_ids: [], submitted_at: 0, started_at: 0, ended_at: 250_000,
  exit_code: 0, signal: null, pid: null, log_file: '', failure: null,
};

describe('the end of a job in one sentence', () => {
  it.each([
    [{}, 'train.py finished after 4 min 10 s.'],
    [{ state: 'stopped' as const }, 'train.py was stopped after 4 min 10 s.'],
    [{ state: 'failed' as const, exit_code: 2 }, 'Training stopped after 4 min 10 s: exit code 2.'],
    [{ state: 'failed' as const, failure: "KeyError: 'tenure'" }, "Training stopped after 4 min 10 s: KeyError: 'tenure'."],
    [{ state: 'failed' as const, failure: "ModuleNotFoundError: No module named 'xgboost.core'" }, 'Training stopped: Python could not find `xgboost`.'],
  ])('%o', (given, sentence) => expect(endedSentence({ ...job, ...given })).toBe(sentence));

  it('names a missing module only when one is missing', () => expect(missingModule('ValueError: no')).toBeUndefined());
});
