/** The version that is judged, or the one that it is compared with: what the store knows of it. */
import type { WireNumber } from '../../protocol/mlflow';
import type { ModelVersion } from '../../protocol/registry';
import { present, type Provenance, provenanceOf } from '../registry/provenance';
import type { RegistryService } from '../registry/service';
import type { TrackingService } from '../tracking/service';
import { GateProblem } from './gateProblem';

export interface Subject extends Provenance {
  readonly version: ModelVersion;
  /** "iris v3" */
  readonly label: string;
  /** latest values that its logged model or its run has recorded; the model's own first */
  readonly metrics: ReadonlyMap<string, WireNumber>;
  /** why it has no metrics, where that is known */
  readonly lacks?: string;
}

/** @throws GateProblem when there is no such version */
export function subjectOf(registry: RegistryService, tracking: TrackingService, name: string, version: string): Subject {
  const found = present(() => registry.versions.get(name, version));
  if (found === undefined) {
    throw new GateProblem(`Version ${version} of ${name} is gone. "slipway models" lists those that are there.`);
  }
  const label = `${name} v${found.version}`;
  const run = found.run_id === '' ? undefined : present(() => tracking.run(found.run_id));
  const model = found.model_id === undefined ? undefined : present(() => tracking.models.get(found.model_id ?? '', false));
  const ofRun = (run?.data.metrics ?? []).map(({ key, value }) => [key, value] as const);
  // Several data sets may have been measured: the newest value counts.
  const ofModel = (model?.data.metrics ?? []).toSorted((a, b) => a.timestamp - b.timestamp || a.step - b.step).map(({ key, value }) => [key, value] as const);
  const lacks = run !== undefined || model !== undefined ? undefined
    : found.run_id === '' ? `${label} comes from no run, so nothing was recorded of it` : `the run ${found.run_id} of ${label} is gone`;
  return { version: found, label, ...provenanceOf(tracking, found), metrics: new Map([...ofRun, ...ofModel]), ...(lacks === undefined ? {} : { lacks }) };
}

/** The version that has the alias now; undefined when none has. */
export function championOf(registry: RegistryService, tracking: TrackingService, { version: { name } }: Subject, alias: string): Subject | undefined {
  const found = present(() => registry.aliases.version(name, alias));
  return found === undefined ? undefined : subjectOf(registry, tracking, name, found.version);
}
