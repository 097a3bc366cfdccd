/** Where a version comes from. */
import type { ModelVersion } from '../../protocol/registry';
import { MlflowError } from '../mlflowErrors';
import type { TrackingService } from '../tracking/service';

export interface Provenance {
  /** whether a run of this store made it */
  readonly home: boolean;
  /** where its files come from, for a person */
  readonly from: string;
}

/** Tag of a logged model that was made of a file: the file's name. */
const FILE_TAG = 'slipway.file';

export function provenanceOf(tracking: TrackingService, { run_id: run, model_id: model, source }: ModelVersion): Provenance {
  const logged = model === undefined ? undefined : present(() => tracking.models.get(model, false));
  const file = logged?.info.tags?.find(({ key }) => key === FILE_TAG)?.value;
  return { home: run !== '' && present(() => tracking.run(run)) !== undefined, from: file === undefined ? source : `${source}, registered from the file ${file}` };
}

/** What `look` finds; undefined when there is no such thing. */
export function present<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // A missing alias is an invalid parameter upstream.
    if (error instanceof MlflowError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'INVALID_PARAMETER_VALUE')) {
      return undefined;
    }
    throw error;
  }
}
