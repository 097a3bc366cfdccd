/** What the model panel's page asks its host, and what it keeps over a reload. Every method is about the version that the panel shows. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { GateReport } from '../gates';
import type { KeyValue, Metric } from '../mlflow';
import type { ModelContents } from '../modelContents';
import type { AuditPage, ModelStage } from '../registry';
import { method } from './contract';

const Nothing = Type.Object({});
const Path = Type.Object({ path: Type.String({ description: 'within the version; empty where the version is one file' }) });

/** A version of the model as the chooser lists it. */
export interface VersionChoice { readonly version: string; readonly aliases: readonly string[]; readonly creation_timestamp: number }

/** What a version was measured at and made with, as its run says. */
export interface VersionNumbers {
  readonly run_id: string;
  readonly run_name: string;
  readonly deleted: boolean;
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
}

/** Everything that the head of the panel and its first tab show. */
export interface VersionView {
  readonly name: string;
  readonly version: string;
  readonly stage: ModelStage;
  readonly description: string;
  readonly creation_timestamp: number;
  readonly source: string;
  readonly aliases: readonly string[];
  readonly tags: readonly KeyValue[];
  /** empty: it came from a file */
  readonly run_id: string;
  /** null: there is no run, or it is gone for good */
  readonly numbers: VersionNumbers | null;
  readonly experiment: { readonly experiment_id: string; readonly name: string; readonly tags: Readonly<Record<string, string>> } | null;
  /** metric keys, the one that the version is judged by first */
  readonly headlines: readonly string[];
  readonly model: { readonly description: string; readonly aliases: readonly { readonly alias: string; readonly version: string }[] };
  /** newest first, at most 200, this one among them */
  readonly versions: readonly VersionChoice[];
  /** the champion where it is another version */
  readonly champion: { readonly version: string; readonly numbers: VersionNumbers | null } | null;
}

/** What slipway.yaml and the reports say of the version. */
export interface GateView {
  /** newest first, at most 20 */
  readonly reports: readonly GateReport[];
  /** whether the newest one holds today, in words; null where there is no gate or it passed */
  readonly standing: { readonly verdict: string; readonly why: string } | null;
  /** lines of slipway.yaml about this model; null: it says nothing of it */
  readonly gate: { readonly line: number; readonly text: string } | null;
  /** there is a slipway.yaml */
  readonly file: boolean;
  readonly trusted: boolean;
}

/** What the header's buttons and its menu do; each is a command of the Models view as well. */
export const VersionAction = Type.Union([
  Type.Literal('promote'), Type.Literal('setAlias'), Type.Literal('removeAlias'), Type.Literal('moveStage'), Type.Literal('editTags'), Type.Literal('copyLoadCode'),
  Type.Literal('compare'), Type.Literal('openRun'), Type.Literal('delete'),
]);
export type VersionAction = Static<typeof VersionAction>;

export const modelMethods = {
  version: method<VersionView>()(Nothing),
  contents: method<ModelContents>()(Nothing),
  /** the input example as its file has it, parsed; null without one */
  example: method<unknown>()(Nothing),
  gate: method<GateView>()(Nothing),
  /** every change of the model, newest first; the token goes on where the page before ended */
  history: method<AuditPage>()(Type.Object({ page_token: Type.Optional(Type.String()) })),
  act: method<void>()(Type.Object({ action: VersionAction })),
  giveAlias: method<void>()(Type.Object({ alias: Type.String({ minLength: 1 }) })),
  /** resolves when it has ended */
  runGate: method<void>()(Nothing),
  stopGate: method<void>()(Type.Object({ gate_id: Type.String({ minLength: 1 }) })),
  /** slipway.yaml at the gate, else at its beginning */
  openGate: method<void>()(Nothing),
  /** writes a gate for the model into slipway.yaml, to be filled in */
  writeGate: method<void>()(Nothing),
  describe: method<void>()(Type.Object({ text: Type.String() })),
  openFile: method<void>()(Path),
  /** asks where to, then writes it there */
  saveFile: method<void>()(Path),
  copy: method<void>()(Type.Object({ text: Type.String() })),
  /** another version of the same model takes this one's place in the panel */
  show: method<void>()(Type.Object({ version: Type.String({ minLength: 1 }) })),
  /** the panel is used, so the next version that is clicked in the tree must not take its place */
  settle: method<void>()(Nothing),
};
export type ModelMethods = typeof modelMethods;

export type ModelTab = 'overview' | 'signature' | 'files' | 'gate' | 'history';

/** What the page keeps. */
export interface ModelPanelState {
  /** folder of the store: which project */
  readonly store: string;
  readonly name: string;
  readonly version: string;
  /** its run, once known: changes of it are changes of what is shown */
  readonly run_id?: string;
  readonly tab?: ModelTab;
  /** distance from the top of each tab, px */
  readonly scroll?: Readonly<Partial<Record<string, number>>>;
  /** what was typed into the form of the signature, by name of the input */
  readonly filled?: Readonly<Record<string, string>>;
  /** report that is shown; absent: the newest */
  readonly report?: string;
  readonly [own: string]: unknown;
}
