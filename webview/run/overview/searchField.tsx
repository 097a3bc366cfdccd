/** Narrows a list as one types; only lists that are long enough have one. */
import type { JSX } from 'preact';

const WORTH = 15;

/** Whether a list of so many lines is worth searching. */
export function worthSearching(lines: number): boolean {
  return lines > WORTH;
}

export interface SearchFieldProps { readonly label: string; readonly text: string; readonly onChange: (text: string) => void }

export function SearchField({ label, text, onChange }: SearchFieldProps): JSX.Element {
  return (
    <span class="search">
      <span class="codicon codicon-search" aria-hidden="true" />
      <input type="search" aria-label={label} placeholder={label} value={text} onInput={(event) => onChange(event.currentTarget.value)} />
    </span>
  );
}
