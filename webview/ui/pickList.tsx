/** A list that comes up beside a button or the pointer: choices with a search, or the entries of a menu. Any number of them. */
import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { matches } from './matches';
import { useVirtual } from './table/virtualLines';
import './pickList.css';

export interface PickEntry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: string;
  /** undefined: it is an act, not something that is on or off */
  readonly checked?: boolean;
  /** a line stands above it */
  readonly divided?: boolean;
  readonly disabled?: boolean;
}

export interface PickListProps {
  readonly label: string;
  /** where it comes up: below this, or above where there is no room */
  readonly anchor: DOMRect;
  readonly entries: readonly PickEntry[];
  /** what the search field says; undefined: no search */
  readonly search?: string;
  /** stays open after a choice */
  readonly several?: boolean;
  /** said when nothing is found */
  readonly empty?: string;
  readonly choose: (id: string) => void;
  readonly close: () => void;
}

const ENTRY = 26;
const MOST_SHOWN = 14;
const WIDTH = 280;

export function PickList(props: PickListProps): JSX.Element {
  const { anchor, entries, search, several, choose, close } = props;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useMemo(() => entries.filter(({ label, detail }) => matches(text, `${label} ${detail ?? ''}`)), [entries, text]);
  const virtual = useVirtual({ count: found.length, size: () => ENTRY, horizontal: false, scroller: () => list.current, covered: 0, kept: at, overscan: 4 });
  useReturnedFocus(whole, search === undefined ? list : field, close);
  const height = Math.min(found.length, MOST_SHOWN) * ENTRY;
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const take = (index: number): void => {
    const entry = found[index];
    if (entry !== undefined && entry.disabled !== true) {
      if (several !== true) {
        close();
      }
      choose(entry.id);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + MOST_SHOWN, PageUp: at - MOST_SHOWN };
    const move = moves[event.key];
    if (move !== undefined) {
      go(move);
    } else if (event.key === 'Enter' || (event.key === ' ' && (search === undefined || several === true) && text === '')) {
      take(at);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      close();
    } else if (search === undefined && event.key.length === 1) {
      const next = found.findIndex(({ label }) => label.toLowerCase().startsWith(event.key.toLowerCase()));
      if (next >= 0) { go(next); }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const role = entries.some(({ checked }) => checked !== undefined) || search !== undefined ? 'listbox' : 'menu';
  const active = found[at] === undefined ? undefined : `${id}-${at}`;
  return (
    <div ref={whole} class="pick" style={placeOf(anchor, height + (search === undefined ? 0 : 34))} onKeyDown={onKeyDown}>
      {search !== undefined && (
        <input
          ref={field} type="text" class="pick-search" value={text} placeholder={search} aria-label={search} role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={active}
          spellcheck={false} onInput={(event) => { setText(event.currentTarget.value); setAt(0); }}
        />
      )}
      <div
        ref={list} id={id} class="pick-list" role={role} aria-label={props.label} aria-multiselectable={role === 'listbox' && several === true ? true : undefined} tabIndex={search === undefined ? 0 : -1}
        aria-activedescendant={active} style={{ height: `${height}px` }}
      >
        <div role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const entry = found[index];
            return entry !== undefined && (
              <div
                key={entry.id} id={`${id}-${index}`} role={role === 'listbox' ? 'option' : 'menuitem'} aria-selected={role === 'listbox' ? entry.checked === true : undefined} aria-disabled={entry.disabled}
                aria-setsize={found.length} aria-posinset={index + 1} class={`pick-entry ${index === at ? 'active' : ''} ${entry.divided ? 'divided' : ''} ${entry.disabled ? 'disabled' : ''}`} style={{ transform: `translateY(${start}px)` }}
                title={entry.detail === undefined ? entry.label : `${entry.label}\n${entry.detail}`}
                onPointerMove={() => { if (at !== index) { setAt(index); } }} onClick={() => take(index)}
              >
                {role === 'listbox' && <span class={`codicon codicon-${entry.checked === true ? 'check' : 'blank'}`} aria-hidden="true" />}
                {entry.icon !== undefined && <span class={`codicon codicon-${entry.icon}`} aria-hidden="true" />}
                <span class="pick-label">{entry.label}</span>
                {entry.detail !== undefined && <span class="pick-detail">{entry.detail}</span>}
              </div>
            );
          })}
        </div>
      </div>
      {found.length === 0 && <p class="pick-empty">{props.empty ?? 'Nothing of that name.'}</p>}
    </div>
  );
}

/** Takes the focus, gives it back at the end, and closes at a press elsewhere. */
function useReturnedFocus(whole: { readonly current: HTMLElement | null }, first: { readonly current: HTMLElement | null }, close: () => void): void {
  const closing = useRef(close);
  closing.current = close;
  useLayoutEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement && (document.activeElement === document.body || whole.current?.contains(document.activeElement) === true)) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  useEffect(() => {
    const pressed = (event: Event): void => {
      if (event.target instanceof Node && whole.current?.contains(event.target) !== true) {
        closing.current();
      }
    };
    const left = (): void => closing.current();
    document.addEventListener('pointerdown', pressed, { capture: true });
    window.addEventListener('blur', left);
    return () => {
      document.removeEventListener('pointerdown', pressed, { capture: true });
      window.removeEventListener('blur', left);
    };
  }, []);
}

function placeOf(anchor: DOMRect, height: number): Readonly<Record<string, string>> {
  const left = Math.max(4, Math.min(anchor.left, window.innerWidth - WIDTH - 8));
  const room = window.innerHeight - anchor.bottom;
  return room < height + 20 && anchor.top > room
    ? { left: `${left}px`, bottom: `${window.innerHeight - anchor.top + 2}px`, width: `${WIDTH}px` }
    : { left: `${left}px`, top: `${anchor.bottom + 2}px`, width: `${WIDTH}px` };
}
