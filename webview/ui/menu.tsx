/** A button with a menu below it: arrows move, Enter chooses, Esc and a click elsewhere close (WAI-ARIA menu button). */
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

export interface MenuEntry {
  readonly label: string;
  readonly icon?: string;
  /** begins a group: a line stands above it */
  readonly group?: boolean;
  readonly choose: () => void;
}

export interface MenuProps {
  readonly label: string;
  /** what the button shows: a word or an icon */
  readonly children: JSX.Element | string;
  readonly entries: readonly MenuEntry[];
  readonly class?: string;
}

export function Menu({ label, children, entries, class: look = 'control' }: MenuProps): JSX.Element {
  const [at, setAt] = useState(-1);
  const open = at >= 0;
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = (focus: boolean): void => {
    setAt(-1);
    if (focus) {
      button.current?.focus();
    }
  };
  useEffect(() => {
    if (open) {
      (list.current?.children[at] as HTMLElement | undefined)?.focus();
    }
  }, [open, at]);
  useEffect(() => {
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !(list.current?.contains(event.target) ?? false) && !(button.current?.contains(event.target) ?? false)) {
        setAt(-1);
      }
    };
    const blurred = (): void => setAt(-1);
    if (open) {
      document.addEventListener('pointerdown', outside);
      window.addEventListener('blur', blurred);
    }
    return () => {
      document.removeEventListener('pointerdown', outside);
      window.removeEventListener('blur', blurred);
    };
  }, [open]);
  const onKey = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = { ArrowDown: (at + 1) % entries.length, ArrowUp: (at - 1 + entries.length) % entries.length, Home: 0, End: entries.length - 1 };
    const next = moves[event.key];
    if (next !== undefined) {
      setAt(next);
    } else if (event.key === 'Escape') {
      close(true);
    } else if (event.key === 'Tab') {
      close(false);
      return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const opened = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(event.key === 'ArrowDown' ? 0 : entries.length - 1);
    }
  };
  return (
    <div class="menu">
      <button ref={button} type="button" class={look} aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} aria-controls={id}
        onClick={() => setAt(open ? -1 : 0)} onKeyDown={open ? onKey : opened}>{children}</button>
      <div ref={list} id={id} class="menu-list" role="menu" aria-label={label} hidden={!open} onKeyDown={onKey}>
        {open && entries.map((entry, index) => (
          <button key={entry.label} type="button" role="menuitem" class={entry.group === true ? 'group' : ''} tabIndex={index === at ? 0 : -1}
            onPointerEnter={() => setAt(index)} onClick={() => { close(true); entry.choose(); }}>
            <span class={`codicon codicon-${entry.icon ?? 'blank'}`} aria-hidden="true" />{entry.label}
          </button>
        ))}
      </div>
    </div>
  );
}
