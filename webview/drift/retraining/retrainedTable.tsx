/** What was trained again, a line each: in a report, where nothing can be opened. */
import type { JSX } from 'preact';
import type { Retraining } from '../../../src/protocol/retraining';
import { formatExact } from '../../../src/wording/formatTime';
import { candidateName, retrainingWord, whyOf } from '../../../src/wording/retrainText';

/** @param retrainings newest first */
export function RetrainedTable({ retrainings }: { readonly retrainings: readonly Retraining[] }): JSX.Element {
  return (
    <table class="retrained">
      <thead><tr><th scope="col">candidate</th><th scope="col">began</th><th scope="col">state</th><th scope="col">why</th><th scope="col">what came of it</th></tr></thead>
      <tbody>
        {retrainings.map((retraining) => (
          <tr key={retraining.retraining_id}>
            <th scope="row">{candidateName(retraining)}</th><td>{formatExact(retraining.started_at)}</td><td>{retraining.paused && retraining.ended_at === null ? 'paused' : retrainingWord(retraining.state)}</td>
            <td>{retraining.why}</td><td>{whyOf(retraining).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
