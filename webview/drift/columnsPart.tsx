/** The columns of a window: how they are found, and the one that is opened. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MonitoredWindow } from '../../src/protocol/monitors';
import type { DriftPanelState } from '../../src/protocol/panels/driftPanel';
import { SearchField, worthSearching } from '../run/overview/searchField';
import { BesideTable } from './besideTable';
import { ColumnDetail } from './columnDetail';
import type { ColumnHistory } from './columnHistory';
import { ColumnsTable } from './columnsTable';
import type { DriftHost, Keep } from './driftHost';

export interface ColumnsPartProps {
  readonly host: DriftHost;
  readonly window: MonitoredWindow;
  /** oldest first, up to it, as the monitor has judged them */
  readonly windows: readonly MonitoredWindow[];
  /** a learner is still to look at it */
  readonly awaited: boolean;
  readonly histories: ReadonlyMap<string, ColumnHistory>;
  readonly state: DriftPanelState;
  readonly keep: Keep;
}

export function ColumnsPart({ host, window, windows, awaited, histories, state, keep }: ColumnsPartProps): JSX.Element {
  const [all, setAll] = useState(false);
  const { columns, reason } = window;
  const beside = <BesideTable host={host} window={window} windows={windows} awaited={awaited} state={state} keep={keep} />;
  if (columns.length === 0) {
    return <>{beside}<p class="quiet sentence">{reason ?? 'This window has no columns that could be compared.'}</p></>;
  }
  return (
    <>
      {reason !== null && <p class="sentence"><span class="codicon codicon-error bad" aria-hidden="true" /> {reason}</p>}
      {beside}
      {worthSearching(columns.length) && <p class="find"><SearchField label="Find columns" text={state.find ?? ''} onChange={(find) => keep({ find })} /></p>}
      <ColumnsTable columns={columns} histories={histories} find={state.find ?? ''} opened={state.column} all={all} onAll={() => setAll(true)} onOpen={(column) => keep({ column: column ?? '' })}
        detail={(column) => <ColumnDetail host={host} column={column} window={window} reference={state.reference} method={state.method} />} />
    </>
  );
}
