/** What the run panel's page asks its host, and what it keeps over a reload. Every method is about the run that the panel was opened on. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { RunCondition } from '../condition';
import type { RunRow } from '../experiments';
import type { Run, WireNumber } from '../mlflow';
import { SeveralCurvesRequest, type Curves } from '../table';
import { method } from './contract';

const Nothing = Type.Object({});

export interface BaselineRun { readonly run_id: string; readonly run_name: string; readonly metrics: Readonly<Record<string, WireNumber>> }

/** Everything that the head of the panel and its first tab show. */
export interface RunView {
  readonly run: Run;
  /** the row of lists, which knows minima, maxima and the last write */
  readonly row: RunRow;
  readonly condition: RunCondition;
  readonly experiment: { readonly experiment_id: string; readonly name: string; readonly tags: Readonly<Record<string, string>> };
  /** the pinned baseline of the experiment; null without one, or when it is this run */
  readonly baseline: BaselineRun | null;
  readonly isBaseline: boolean;
  /** metric keys that the user wants to see large, in that order; empty: the first three */
  readonly headlines: readonly string[];
  /** place in the palette of ten */
  readonly color: number;
  /** the run's job is known here and can be started again */
  readonly canRunAgain: boolean;
}

/** What the header's buttons and its menu do; each is a command of the Experiments view as well. */
export const RunAction = Type.Union([
  Type.Literal('rename'), Type.Literal('editTags'), Type.Literal('copyId'), Type.Literal('star'), Type.Literal('unstar'), Type.Literal('pinBaseline'), Type.Literal('unpinBaseline'),
  Type.Literal('revealSource'), Type.Literal('diffSource'), Type.Literal('stop'), Type.Literal('delete'), Type.Literal('restore'), Type.Literal('runAgain'),
  Type.Literal('compareBaseline'), Type.Literal('compareRecent'), Type.Literal('compareChosen'), Type.Literal('showLineage'),
]);
export type RunAction = Static<typeof RunAction>;

export interface ArtifactEntry { readonly path: string; readonly size: number }
/** Every file of the run, folders walked. */
export interface ArtifactList {
  readonly files: readonly ArtifactEntry[];
  /** there are more than are listed */
  readonly cut: boolean;
}

export interface ArtifactPart {
  readonly bytes: Uint8Array;
  /** of the whole artifact */
  readonly size: number;
}

export interface ChangedFile { readonly path: string; readonly added: number; readonly removed: number; readonly kind: 'changed' | 'new' | 'deleted' | 'renamed' | 'binary' }

/** The code that made the run, as far as it was recorded. */
export interface RunCode {
  readonly commit: string | null;
  readonly branch: string | null;
  readonly repository: string | null;
  /** null: not recorded */
  readonly dirty: boolean | null;
  /** what was not committed, where the patch was recorded */
  readonly files: readonly ChangedFile[];
  readonly patch: string | null;
  /** what of the patch was left out, and why */
  readonly patchNote: string | null;
  /** path as recorded, and the file as it is found in this window */
  readonly source: { readonly path: string; readonly found: boolean } | null;
  /** of a run that a notebook made; `cell` counts from 1, null when the notebook no longer has it */
  readonly notebook: { readonly path: string; readonly cell: number | null; readonly source: string | null } | null;
}

export interface RunLog {
  readonly text: string;
  /** bytes read so far: what to ask with next */
  readonly offset: number;
  /** nothing more will come */
  readonly ended: boolean;
  /** bytes before the first that was sent: only the end of a long log is */
  readonly skipped: number;
  /** `none`: no output was recorded */
  readonly from: 'job' | 'artifact' | 'none';
  /** runs that share this log, this one included */
  readonly runs: number;
}

/** What the run was made with. */
export interface RunEnvironment {
  readonly command: readonly string[] | null;
  readonly folder: string | null;
  readonly interpreter: string | null;
  /** such as `CPython 3.12.7` */
  readonly python: string | null;
  readonly platform: string | null;
  readonly variables: readonly { readonly key: string; readonly value: string }[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** artifact that lists packages where the packages themselves were not recorded */
  readonly requirements: string | null;
}

const Path = Type.Object({ path: Type.String({ minLength: 1 }) });

export const runMethods = {
  run: method<RunView>()(Nothing),
  act: method<void>()(Type.Object({ action: RunAction })),
  saveNote: method<void>()(Type.Object({ text: Type.String() })),
  /** kept per experiment */
  setHeadlines: method<void>()(Type.Object({ keys: Type.Array(Type.String(), { maxItems: 12 }) })),
  /** curves of this run, thinned, in the order asked */
  curves: method<readonly Curves[]>()(SeveralCurvesRequest),
  artifacts: method<ArtifactList>()(Nothing),
  /** bytes `from` to `to`, not included */
  artifactPart: method<ArtifactPart>()(Type.Object({ path: Type.String({ minLength: 1 }), from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 1 }) })),
  openArtifact: method<void>()(Path),
  /** asks where to, then writes it there */
  saveArtifact: method<void>()(Path),
  /** an HTML artifact in a panel of its own */
  showPage: method<void>()(Path),
  code: method<RunCode>()(Nothing),
  /** uncommitted changes in the diff editor: of one file, else of all */
  showChanges: method<void>()(Type.Object({ path: Type.Optional(Type.String()) })),
  openNotebook: method<void>()(Nothing),
  /** waits until there is more than `offset`, or the end; null begins */
  log: method<RunLog>()(Type.Object({ offset: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]) })),
  environment: method<RunEnvironment>()(Nothing),
  copy: method<void>()(Type.Object({ text: Type.String() })),
  /** the panel is used, so the next run that is clicked in the tree must not take its place */
  settle: method<void>()(Nothing),
};
export type RunMethods = typeof runMethods;

export type RunTab = 'overview' | 'curves' | 'artifacts' | 'code' | 'logs' | 'data' | 'system';

/** What the page keeps. */
export interface RunPanelState {
  /** folder of the store: which project */
  readonly store: string;
  readonly run_id: string;
  readonly tab?: RunTab;
  /** distance from the top of each tab, px */
  readonly scroll?: Readonly<Partial<Record<RunTab, number>>>;
  /** artifact that is shown, and folders that are unfolded */
  readonly artifact?: string;
  readonly unfolded?: readonly string[];
  /** how curves are drawn */
  readonly curves?: { readonly x: 'step' | 'time' | 'relative'; readonly smoothing: number; readonly logY: boolean };
  /** parts of the curves' axis that are zoomed to, in its unit, widest first */
  readonly zooms?: readonly (readonly [number, number])[];
  readonly [own: string]: unknown;
}
