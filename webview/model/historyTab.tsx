/** The log of the model that nobody can change: who did what, when and why. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { VersionView } from '../../src/protocol/panels/modelPanel';
import type { AuditEntry, AuditPage } from '../../src/protocol/registry';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { Empty, Failed } from '../ui/empty';
import { Loading } from '../ui/loading';
import { useLive } from '../ui/live';
import { useNow } from '../ui/now';
import { Scroller } from '../ui/scroller';
import { historyLine } from './historyWords';
import type { ModelHost } from './modelHost';

export function HistoryTab({ host, view }: { readonly host: ModelHost; readonly view: VersionView }): JSX.Element {
  const first = useLive<AuditPage>(host, useCallback(async (signal) => host.ask('history', {}, signal), [host]));
  const [older, setOlder] = useState<readonly AuditPage[]>([]);
  const [problem, setProblem] = useState('');
  const now = useNow(30_000);
  if (first.value === undefined) {
    return first.problem === undefined ? <Loading /> : <Failed message={first.problem.message} onRetry={first.refresh} />;
  }
  const pages = [first.value, ...older];
  const seen = new Set<number>();
  // A new entry pushes others onto the next page, which may be here already.
  const entries = pages.flatMap((page) => page.entries).filter(({ id }) => !seen.has(id) && seen.add(id));
  const token = pages.at(-1)?.next_page_token;
  const more = async (from: string): Promise<void> => {
    try {
      const page = await host.ask('history', { page_token: from });
      setOlder((before) => [...before, page]);
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  if (entries.length === 0) {
    return <Empty icon="history" title="Nothing happened yet">Every version that is registered, and every alias that moves, is written down here for good.</Empty>;
  }
  return (
    <Scroller host={host} tab="history">
      <div class="sheet">
        <section aria-labelledby="history-title">
          <h2 id="history-title">What happened to {view.name} <span class="count">newest first; nobody can change it; a line marks v{view.version}</span></h2>
          <table class="history">
            <thead><tr><th scope="col" class="when">when</th><th scope="col">what</th><th scope="col" class="who">who</th><th scope="col">why</th><th scope="col" class="verdict">gate</th></tr></thead>
            <tbody>{entries.map((entry) => <Entry key={entry.id} entry={entry} now={now} own={entry.version === view.version} />)}</tbody>
          </table>
          {token !== undefined && token !== '' && <button type="button" class="link" onClick={() => { void more(token); }}>Show older</button>}
          {problem !== '' && <p class="failure" role="alert">{problem}</p>}
        </section>
      </div>
    </Scroller>
  );
}

function Entry({ entry, now, own }: { readonly entry: AuditEntry; readonly now: number; readonly own: boolean }): JSX.Element {
  const { icon, text, gate } = historyLine(entry);
  return (
    <tr class={own ? 'own' : ''}>
      <td class="when quiet" title={formatExact(entry.time)}>{formatAge(entry.time, now)}</td>
      <td class="wrap"><span class={`codicon codicon-${icon}`} aria-hidden="true" /> {text}</td>
      <td class="who" title={entry.client}>{entry.who}</td>
      <td class="wrap" dir="auto">{entry.reason === '' ? <span class="quiet">–</span> : entry.reason}</td>
      <td class="verdict">{gate === undefined ? <span class="quiet">–</span> : <><span class={`codicon codicon-${gate.icon} ${gate.look}`} aria-hidden="true" /> {gate.word}</>}</td>
    </tr>
  );
}
