/** What the compare panel's page asks its host, and what it keeps over a reload. */
import * as Type from 'typebox';
import type { ExperimentSummary } from '../experiments';
import { BandRequest, RunSelection, SeveralCurvesRequest, TableValuesRequest, type Band, type ColumnSummary, type ColumnValues, type Curves, type TableRuns } from '../table';
import { method } from './contract';

const RunIds = Type.Object({ run_ids: Type.Array(Type.String(), { maxItems: 20_000 }) });
const Nothing = Type.Object({});

export const compareMethods = {
  experiments: method<readonly ExperimentSummary[]>()(Nothing),
  runs: method<TableRuns>()(RunSelection),
  columns: method<readonly ColumnSummary[]>()(RunSelection),
  values: method<readonly ColumnValues[]>()(TableValuesRequest),
  /** thinned, in the order asked */
  curves: method<readonly Curves[]>()(SeveralCurvesRequest),
  band: method<Band>()(BandRequest),
  /** places in the palette of ten, in the order asked; given once and kept for each run */
  colors: method<readonly number[]>()(RunIds),
  /** null takes the pin away */
  pinBaseline: method<void>()(Type.Object({ experiment_id: Type.String(), run_id: Type.Union([Type.String(), Type.Null()]) })),
  setDirection: method<void>()(Type.Object({ experiment_id: Type.String(), key: Type.String(), direction: Type.Union([Type.Literal('higher'), Type.Literal('lower')]) })),
  /** shows params, environment and code of two runs in the diff editor, the first at the left */
  diff: method<void>()(Type.Object({ run_ids: Type.Array(Type.String(), { minItems: 2, maxItems: 2 }) })),
  openRun: method<void>()(Type.Object({ run_id: Type.String() })),
  /** image artifacts of each run, sizes in bytes */
  images: method<readonly { readonly run_id: string; readonly files: readonly { readonly path: string; readonly size?: number | undefined }[] }[]>()(Type.Object({ run_ids: Type.Array(Type.String(), { maxItems: 50 }) })),
  image: method<{ readonly bytes: Uint8Array; readonly type: string }>()(Type.Object({ run_id: Type.String(), path: Type.String() })),
  /** starts the command that trains a script */
  train: method<void>()(Nothing),
  copy: method<void>()(Type.Object({ text: Type.String() })),
  /** names of the saved views, by name */
  views: method<readonly string[]>()(Nothing),
  /** asks for a name and saves the state as the view of that name; with `link`, a link that opens it is copied. The name, null when none was given */
  nameView: method<string | null>()(Type.Object({ state: Type.Unsafe<ComparePanelState>({}), link: Type.Boolean() })),
  /** lists the saved views, to open one, rename or delete it: the state of the one that was chosen, null for none */
  chooseView: method<ComparePanelState | null>()(Nothing),
  /** asks where, and writes; the bytes of a PNG in base64 */
  save: method<void>()(Type.Object({ name: Type.String(), kind: Type.Union([Type.Literal('csv'), Type.Literal('md'), Type.Literal('png'), Type.Literal('html')]), text: Type.String() })),
};
export type CompareMethods = typeof compareMethods;

/** What the page keeps and a reload, a saved view or a link bring back. Everything but the first three is the page's own. */
export interface ComparePanelState {
  /** folder of the store: which project */
  readonly store: string;
  readonly experiment_ids: readonly string[];
  /** runs that are ticked, in the order in which they were */
  readonly selected: readonly string[];
  /** name of the view that it was saved as, or opened from, last */
  readonly view?: string;
  readonly [own: string]: unknown;
}
