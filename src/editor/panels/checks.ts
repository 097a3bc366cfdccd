/**
 * Whether a page asks what its panel knows, in the shape that was agreed. A bundle of its own (`dist/panelChecks.js`), loaded with the
 * first ask: the schemas and what checks them are larger than the rest of the extension, and no part of its start.
 */
import { Check } from 'typebox/value';
import type { Methods } from '../../protocol/panels/contract';
import { compareMethods } from '../../protocol/panels/comparePanel';
import { deploymentMethods } from '../../protocol/panels/deploymentPanel';
import { driftMethods } from '../../protocol/panels/driftPanel';
import { lineageMethods } from '../../protocol/panels/lineagePanel';
import { modelMethods } from '../../protocol/panels/modelPanel';
import { profileMethods } from '../../protocol/panels/profilePanel';
import { runMethods } from '../../protocol/panels/runPanel';

const panels = { compare: compareMethods, deployment: deploymentMethods, drift: driftMethods, lineage: lineageMethods, model: modelMethods, profile: profileMethods, run: runMethods } satisfies Record<string, Methods>;
export type PanelKind = keyof typeof panels;

export type Verdict = 'fits' | 'unknown method' | 'wrong input';

/** Checks one ask of a page of this kind. */
export function checkAsk(kind: PanelKind, name: string, input: unknown): Verdict {
  const methods: Methods = panels[kind];
  const declared = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return declared === undefined ? 'unknown method' : Check(declared.input, input) ? 'fits' : 'wrong input';
}
