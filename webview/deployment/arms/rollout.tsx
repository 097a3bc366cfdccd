/** The line of the head while a version is rolled out: how far it is, what ground truth says, and what a person may do. */
import type { JSX } from 'preact';
import type { Deployment } from '../../../src/protocol/deployments';
import type { DeploymentAction } from '../../../src/protocol/panels/deploymentPanel';
import { Button } from '../../ui/controls';
import { useNow } from '../../ui/now';
import { countsShares, rolloutText, verdictText } from './rolloutWords';

const ICONS = { running: 'rocket', waiting: 'clock', promoted: 'verified-filled', rolled_back: 'discard' } as const;

export function RolloutLine({ deployment: { rollout, arms }, act }: { readonly deployment: Deployment; readonly act: (action: DeploymentAction) => void }): JSX.Element | null {
  const now = useNow(1000);
  if (rollout === null) {
    return null;
  }
  const { state, verdict, version } = rollout;
  const ends = state === 'running' || state === 'waiting';
  return (
    <div class="rollout">
      <span class={`codicon codicon-${ICONS[state]} ${state === 'rolled_back' ? 'bad' : state === 'promoted' ? 'good' : ''}`} aria-hidden="true" />
      <span class="wrap">{rolloutText(rollout, now)}</span>
      <span class={`quiet wrap verdict ${verdict.kind}`}>{verdictText(verdict, version, countsShares(arms))}</span>
      {ends && (
        <span class="buttons">
          <Button onClick={() => act('promote')}>Promote</Button>
          <Button title="The champion answers alone again, at once" onClick={() => act('rollback')}>Roll back</Button>
        </span>
      )}
      {state === 'promoted' && arms.some(({ role }) => role === 'previous') && <span class="buttons"><Button title="The version before answers again, at once" onClick={() => act('rollback')}>Roll back</Button></span>}
    </div>
  );
}
