/** The profile panel: what a data file holds, a line for each column, and one of them opened. */
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { ValidationReport } from '../../src/protocol/dataSchema';
import type { ProfileMethods, ProfilePanelState } from '../../src/protocol/panels/profilePanel';
import type { ProfileReport } from '../../src/protocol/profile';
import { Empty } from '../ui/empty';
import { useKept } from '../ui/kept';
import { type Live, useLive } from '../ui/live';
import type { PageProps } from '../ui/page';
import { SearchField } from '../run/overview/searchField';
import { ColumnTable } from './columnTable';
import { Details } from './details';
import { Header } from './header';
import { type ProfileHost, type Reading, useProfile } from './reading';
import { Notices, Unread } from './states';
import { orderOf, violationsByColumn } from './words';

export function ProfilePage({ host }: PageProps<ProfileMethods, ProfilePanelState>): JSX.Element {
  const reading = useProfile(host);
  const validation = useLive<ValidationReport | null>(useMemo(() => ({ state: {}, on: host.on.bind(host) }), [host]), useCallback(async (signal) => host.ask('validation', {}, signal), [host]));
  if (reading.report === undefined) {
    return <Unread path={host.state.path} reading={reading} />;
  }
  return <Shell host={host} report={reading.report} reading={reading} validation={validation} />;
}

interface ShellProps { readonly host: ProfileHost; readonly report: ProfileReport; readonly reading: Reading; readonly validation: Live<ValidationReport | null> }

function Shell({ host, report, reading, validation }: ShellProps): JSX.Element {
  const [state, keep] = useKept(host);
  const search = state.search ?? '';
  const violations = useMemo(() => violationsByColumn(validation.value?.violations ?? []), [validation.value]);
  const lines = useMemo(() => orderOf(report, violations, search, state.sort), [report, violations, search, state.sort]);
  const selected = report.columns.find(({ name }) => name === state.selected);
  const select = useCallback((name: string | undefined) => keep({ selected: name ?? '' }), [keep]);
  return (
    <main class="run profile">
      <Header host={host} report={report} validation={validation} />
      <Notices reading={reading} validation={validation} onSchema={() => { void host.ask('openSchema', {}); }} />
      {report.columns.length === 0
        ? <Empty icon="file" title="The file is empty">It has no columns and no rows. As soon as it is written, its profile stands here.</Empty>
        : (
          <>
            <div class="toolbar">
              <span class="quiet" role="status">{lines.length === report.columns.length ? `${report.columns.length.toLocaleString('en-US')} columns` : `${lines.length.toLocaleString('en-US')} of ${report.columns.length.toLocaleString('en-US')} columns`}</span>
              <SearchField label="Find a column" text={search} onChange={(text) => keep({ search: text })} />
            </div>
            <div class="profile-body">
              <div class="profile-columns">
                <ColumnTable report={report} violations={violations} checked={validation.value?.schema} lines={lines} sort={state.sort} selected={state.selected} onSort={(sort) => keep({ sort })} onSelect={select} onCopy={(text) => { void host.ask('copy', { text }); }} />
                {lines.length === 0 && <p class="middle quiet">No column has “{search}” in its name.</p>}
              </div>
              {selected !== undefined && <Details key={selected.name} report={report} column={selected} violations={violations.get(selected.name) ?? []} onSelect={select} onClose={() => select(undefined)} />}
            </div>
          </>
        )}
    </main>
  );
}
