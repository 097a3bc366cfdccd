/** What trains again by this monitor: each policy with what goes on, and what came of the ones before. */
import type { JSX } from 'preact';
import type { RetrainAct, ShownPolicy } from '../../../src/protocol/panels/driftPanel';
import { Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { Live } from '../../ui/live';
import type { DriftHost } from '../driftHost';
import { Part } from '../part';
import { PolicyView } from './policyView';

export interface RetrainingPartProps {
  readonly host: DriftHost;
  readonly policies: Live<readonly ShownPolicy[]>;
  readonly trusted: boolean;
  readonly onAct: (policy: string, act: RetrainAct, retraining?: string) => void;
  /** writes a policy for this monitor */
  readonly onAdd: () => void;
}

export function RetrainingPart({ host, policies, trusted, onAct, onAdd }: RetrainingPartProps): JSX.Element {
  return (
    <Part host={host} part="retraining" label="Retraining" ready={policies.value !== undefined}>
      <h2>Retraining</h2>
      {policies.value === undefined ? policies.problem === undefined ? <Loading lines={3} /> : <Failed message={policies.problem.message} onRetry={policies.refresh} />
        : policies.value.length === 0 ? <NoPolicy trusted={trusted} onAdd={onAdd} />
          : policies.value.map((policy) => <PolicyView key={policy.name} shown={policy} trusted={trusted} onAct={(act, id) => onAct(policy.name, act, id)} />)}
    </Part>
  );
}

function NoPolicy({ trusted, onAdd }: Pick<RetrainingPartProps, 'trusted' | 'onAdd'>): JSX.Element {
  return (
    <p class="quiet sentence">
      Nothing trains again by itself. A policy under “retrain” in slipway.yaml trains a target with the labelled traffic when this monitor tells of lost quality, has a gate judge the candidate, and lets it answer a growing share.{' '}
      {trusted ? <button type="button" class="link" onClick={onAdd}>Retrain by itself…</button> : 'Trust this workspace to have one written.'}
    </p>
  );
}
