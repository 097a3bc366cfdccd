/** What changed who answers, newest first. */
import type { JSX } from 'preact';
import type { ArmChange } from '../../../src/protocol/deployments';
import { formatAge, formatExact } from '../../../src/wording/formatTime';
import { useNow } from '../../ui/now';

const ICONS: Readonly<Record<ArmChange['what'], string>> = { deployed: 'rocket', added: 'add', removed: 'close', weights: 'settings', step: 'debug-step-over', promoted: 'verified', rolled_back: 'discard' };

export function History({ changes }: { readonly changes: readonly ArmChange[] }): JSX.Element | null {
  const now = useNow(30_000);
  return changes.length === 0 ? null : (
    <section aria-labelledby="history-title">
      <h2 id="history-title">History <span class="count">{changes.length}</span></h2>
      <table class="changes"><tbody>
        {changes.map(({ at, what, text, by }, index) => (
          <tr key={`${at} ${index}`}>
            <td class="when quiet" title={formatExact(at)}>{formatAge(at, now)}</td>
            <td class="wrap"><span class={`codicon codicon-${ICONS[what]}`} aria-hidden="true" /> {text}</td>
            <td class="quiet who">{by === 'rule' ? 'by a rule' : ''}</td>
          </tr>
        ))}
      </tbody></table>
    </section>
  );
}
