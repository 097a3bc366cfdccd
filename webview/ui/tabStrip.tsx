/** The tabs: arrows move between them, the chosen one is the only one that Tab reaches (WAI-ARIA tabs). */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

export interface TabEntry<Id extends string> { readonly id: Id; readonly label: string; /** shown beside the label unless it is 0 */ readonly count?: number }

export interface TabStripProps<Id extends string> {
  /** of the whole strip, for a screen reader */
  readonly label: string;
  readonly tabs: readonly TabEntry<Id>[];
  readonly chosen: Id;
  readonly onChoose: (tab: Id) => void;
}

/** Its panel has the id `tab-panel` and is labelled by `tab-<id>`. */
export function TabStrip<Id extends string>({ label: whole, tabs, chosen, onChoose }: TabStripProps<Id>): JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const moves: Readonly<Record<string, number>> = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1 };
    const next = moves[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (next !== undefined && tab !== undefined) {
      event.preventDefault();
      // What the strip has used, the editor around must not use again.
      event.stopPropagation();
      onChoose(tab.id);
      (strip.current?.children[next] as HTMLElement | undefined)?.focus();
    }
  };
  return (
    <div ref={strip} class="tabs" role="tablist" aria-label={whole} onKeyDown={onKey}>
      {tabs.map(({ id, label, count }) => (
        <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={id === chosen} aria-controls="tab-panel" tabIndex={id === chosen ? 0 : -1} onClick={() => onChoose(id)}>
          {label}{count !== undefined && <span class="count">{count === 0 ? '' : count.toLocaleString('en-US')}</span>}
        </button>
      ))}
    </div>
  );
}
