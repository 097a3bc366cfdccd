/** Policies that retrain, as the Monitors view shows them below their monitors. */
import type { Canary } from '../../protocol/panels/driftPanel';
import type { RetrainPolicy, RetrainStanding } from '../../protocol/retraining';
import type { Project } from '../connection/project';
import type { ItemView } from '../lineItem';

export interface PolicyNode {
  readonly kind: 'policy';
  readonly project: Project;
  readonly name: string;
  /** null: it can't be read, and has started nothing yet */
  readonly monitor: string | null;
  /** null: it stands in slipway.yaml, and does not hold yet */
  readonly standing: RetrainStanding | null;
  /** as slipway.yaml says it; null: it can't be read */
  readonly policy: RetrainPolicy | null;
  /** of the candidate that rolls out now */
  readonly canary: Canary | null;
}

/** Something that was decided on the way of its last retraining. */
export interface StepNode { readonly kind: 'step'; readonly project: Project; readonly parent: PolicyNode; readonly view: ItemView; /** tells it from its siblings */ readonly id: string }

export type RetrainingNode = PolicyNode | StepNode;
