/** A button that opens a list: what is chosen stands on it. */
import type { JSX } from 'preact';

export interface OpenerProps {
  readonly value: string;
  readonly icon?: string;
  /** stands before the value */
  readonly label?: string;
  /** the label is only spoken: the value says enough to those who see it */
  readonly labelUnseen?: boolean;
  readonly opens?: 'listbox' | 'menu';
  /** @param anchor where the button stands: the list opens beside it */
  readonly onOpen: (anchor: DOMRect) => void;
}

export function Opener({ value, icon, label, labelUnseen = false, opens = 'listbox', onOpen }: OpenerProps): JSX.Element {
  return (
    <button type="button" class="opener" aria-haspopup={opens} title={value} onClick={(event) => onOpen(event.currentTarget.getBoundingClientRect())}>
      {icon !== undefined && <span class={`codicon codicon-${icon}`} aria-hidden="true" />}
      {label !== undefined && <span class={labelUnseen ? 'unseen' : 'quiet'}>{`${label} `}</span>}
      <span class="opener-value">{value}</span>
      <span class="codicon codicon-chevron-down" aria-hidden="true" />
    </button>
  );
}
