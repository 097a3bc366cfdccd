/** What the drift panel's page asks its host, and what it keeps over a reload. Every method is about the monitor that the panel shows. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { Alert, DriftBeside, Monitor, MonitoredWindow } from '../monitors';
import type { Retraining, RetrainPolicy, RetrainStanding } from '../retraining';
import { WindowComparison } from '../windowComparison';
import { method } from './contract';

const Nothing = Type.Object({});

export interface DriftView {
  readonly monitor: Monitor;
  /** whether Python may run here */
  readonly trusted: boolean;
}

/** What buttons and menus do; most of it is a command of the Monitors view as well. */
export const DriftAction = Type.Union([Type.Literal('start'), Type.Literal('stop'), Type.Literal('remove'), Type.Literal('openDeployment'), Type.Literal('openFile'), Type.Literal('addPolicy')]);
export type DriftAction = Static<typeof DriftAction>;

/** Of a candidate that answers a share. */
export interface Canary {
  /** of the requests; null: none yet */
  readonly percent: number | null;
  /** what its rollout waits for, where somebody has to say */
  readonly waits: string | null;
}

/** A policy that trains again by this monitor, and what came of it. */
export interface ShownPolicy {
  readonly name: string;
  /** null: it stands in slipway.yaml, and does not hold yet */
  readonly standing: RetrainStanding | null;
  /** as slipway.yaml says it; null: it can't be read */
  readonly policy: RetrainPolicy | null;
  readonly canary: Canary | null;
  /** newest first; the first one may go on */
  readonly retrainings: readonly Retraining[];
}

/** What is done with a policy, or shown of one of its retrainings. */
export const RetrainAct = Type.Union([
  Type.Literal('now'), Type.Literal('approve'), Type.Literal('veto'), Type.Literal('pause'), Type.Literal('resume'), Type.Literal('hold'), Type.Literal('release'),
  Type.Literal('openFile'), Type.Literal('showLog'), Type.Literal('openRun'), Type.Literal('openVersion'), Type.Literal('openReport'), Type.Literal('openDeployment'),
]);
export type RetrainAct = Static<typeof RetrainAct>;

/** What becomes of an alert; for how long, and which note, the host asks. */
export const AlertAct = Type.Union([Type.Literal('acknowledge'), Type.Literal('snooze'), Type.Literal('note'), Type.Literal('reopen')]);
export type AlertAct = Static<typeof AlertAct>;

export const driftMethods = {
  monitor: method<DriftView>()(Nothing),
  /** the latest 200, oldest first */
  windows: method<readonly MonitoredWindow[]>()(Nothing),
  /** newest first */
  alerts: method<readonly Alert[]>()(Nothing),
  /** judges a window once more; nothing of it is kept */
  compare: method<MonitoredWindow>()(WindowComparison),
  /** asks for a data file; null when none was chosen */
  chooseReference: method<string | null>()(Nothing),
  act: method<void>()(Type.Object({ action: DriftAction })),
  actOnAlert: method<void>()(Type.Object({ alert_id: Type.String(), act: AlertAct })),
  /** the policies of this monitor, those that hold first */
  policies: method<readonly ShownPolicy[]>()(Nothing),
  /** of a retraining where it is about one, else of its policy's last; `why` is kept with one that is started */
  actOnPolicy: method<void>()(Type.Object({ policy: Type.String(), act: RetrainAct, retraining_id: Type.Optional(Type.String()), why: Type.Optional(Type.String({ maxLength: 500 })) })),
  /** asks where to, and writes */
  save: method<void>()(Type.Object({ kind: Type.Union([Type.Literal('html'), Type.Literal('json')]), text: Type.String() })),
  openLink: method<void>()(Type.Object({ url: Type.String({ pattern: '^https://' }) })),
  /** the panel is used, so the next monitor that is clicked in the tree must not take its place */
  settle: method<void>()(Nothing),
};
export type DriftMethods = typeof driftMethods;

/** What the page keeps. */
export interface DriftPanelState {
  /** folder of the store: which project */
  readonly store: string;
  readonly name: string;
  /** it is about no run: changes of runs are no changes of it */
  readonly run_id?: never;
  /** end of the window that is shown, Unix ms; absent: the last one */
  readonly until?: number;
  /** the column that is opened */
  readonly column?: string;
  /** what is opened beside columns */
  readonly beside?: DriftBeside;
  /** what is brought into sight when the page opens */
  readonly part?: 'schema' | 'groups' | 'retraining';
  /** what is compared with instead of the monitor's own */
  readonly reference?: string;
  readonly method?: string;
  /** what names of columns have to contain */
  readonly find?: string;
  readonly scroll?: Readonly<Partial<Record<string, number>>>;
  readonly [own: string]: unknown;
}

/** What the page shows first, for whoever comes from a line that is about it. */
export type DriftOpening = Pick<DriftPanelState, 'column' | 'beside' | 'part'>;
