/** The tabs: arrows move between them, the chosen one is the only one that Tab reaches (WAI-ARIA tabs). */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { RunTab } from '../../src/protocol/panels/runPanel';

export interface TabEntry { readonly id: RunTab; readonly label: string; readonly count?: number }

export interface TabStripProps { readonly tabs: readonly TabEntry[]; readonly chosen: RunTab; readonly onChoose: (tab: RunTab) => void }

export function TabStrip({ tabs, chosen, onChoose }: TabStripProps): JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const moves: Readonly<Record<string, number>> = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1 };
    const next = moves[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (next !== undefined && tab !== undefined) {
      event.preventDefault();
      onChoose(tab.id);
      (strip.current?.children[next] as HTMLElement | undefined)?.focus();
    }
  };
  return (
    <div ref={strip} class="tabs" role="tablist" aria-label="Parts of the run" onKeyDown={onKey}>
      {tabs.map(({ id, label, count }) => (
        <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={id === chosen} aria-controls="tab-panel" tabIndex={id === chosen ? 0 : -1} onClick={() => onChoose(id)}>
          {label}<span class="count">{count === undefined || count === 0 ? '' : count.toLocaleString('en-US')}</span>
        </button>
      ))}
    </div>
  );
}
