/** What the run panel's page asks its host, and what it keeps over a reload. Every method is about the run that the panel was opened on. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { RunRow } from '../experiments';
import type { Run, WireNumber } from '../mlflow';
import { method } from './contract';

const Nothing = Type.Object({});

/** What has become of a run, as far as anyone knows. */
export type RunCondition = 'running' | 'scheduled' | 'silent' | 'lost' | 'finished' | 'failed' | 'killed';

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
  Type.Literal('compareBaseline'), Type.Literal('compareRecent'), Type.Literal('compareChosen'),
]);
export type RunAction = Static<typeof RunAction>;

export const runMethods = {
  run: method<RunView>()(Nothing),
  act: method<void>()(Type.Object({ action: RunAction })),
  saveNote: method<void>()(Type.Object({ text: Type.String() })),
  /** kept per experiment */
  setHeadlines: method<void>()(Type.Object({ keys: Type.Array(Type.String(), { maxItems: 12 }) })),
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
  readonly [own: string]: unknown;
}
