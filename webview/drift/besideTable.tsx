/** Predictions, truths and all columns together, above the single columns; those that can be told more of can be opened. */
import type { JSX } from 'preact';
import type { DriftBeside, MonitoredWindow, MultivariateDrift } from '../../src/protocol/monitors';
import type { DriftPanelState } from '../../src/protocol/panels/driftPanel';
import { useNow } from '../ui/now';
import { besideRows } from './besideRows';
import { AnswerDetail } from './columnDetail';
import type { DriftHost, Keep } from './driftHost';
import { DriftRow, type DriftRowProps, DriftRowsHead } from './driftRow';
import { MultivariateFacts } from './multivariateFacts';

const MINUTE = 60_000;

export interface BesideTableProps {
  readonly host: DriftHost;
  /** the one that is shown, perhaps compared once more */
  readonly window: MonitoredWindow;
  /** oldest first, up to it, as the monitor has judged them */
  readonly windows: readonly MonitoredWindow[];
  /** a learner is still to look at it */
  readonly awaited: boolean;
  readonly state: DriftPanelState;
  readonly keep: Keep;
}

export function BesideTable({ host, window, windows, awaited, state, keep }: BesideTableProps): JSX.Element | null {
  const now = useNow(MINUTE);
  const rows = besideRows({ window, windows, awaited, now });
  if (rows.length === 0) {
    return null;
  }
  const { answers = [], multivariate } = window;
  const detailOf = (what: DriftBeside): (() => JSX.Element) | undefined => {
    const answer = answers.find(({ role }) => role === what);
    return what === 'multivariate' ? multivariateDetail(host, multivariate) : answer === undefined ? undefined : () => <AnswerDetail host={host} answer={answer} window={window} reference={state.reference} method={state.method} />;
  };
  return (
    <table class="columns beside">
      <DriftRowsHead first="beside columns" />
      <tbody>
        {rows.map(({ what, history, ...row }) => <DriftRow key={what} {...row} points={history?.points ?? []} {...foldOf(state.beside === what, () => keep({ beside: state.beside === what ? undefined : what }), detailOf(what))} />)}
      </tbody>
    </table>
  );
}

function multivariateDetail(host: DriftHost, found: MultivariateDrift | undefined): (() => JSX.Element) | undefined {
  return found === undefined ? undefined : () => <MultivariateFacts host={host} found={found} />;
}

function foldOf(open: boolean, onToggle: () => void, detail: (() => JSX.Element) | undefined): Pick<DriftRowProps, 'fold'> {
  return detail === undefined ? {} : { fold: { open, onToggle, detail } };
}
