/** Names with values: params and tags. Long values are folded; every one can be copied whole. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KeyValue } from '../../../src/protocol/mlflow';
import { countOf } from '../../../src/wording/formatNumber';
import type { RunHost } from '../runHost';
import { matches } from '../../ui/matches';
import { SearchField, worthSearching } from './searchField';

/** Values longer than this are folded, in characters. */
const LONG = 240;
/** Rows beyond this are drawn only when asked for. */
const MANY = 300;

export interface PairsProps {
  readonly title: string;
  readonly host: RunHost;
  readonly pairs: readonly KeyValue[];
  /** what stands there without any; empty: nothing, not even the title */
  readonly empty: string;
  /** only the title, until it is pressed */
  readonly folded?: boolean;
}

export function Pairs({ title, host, pairs, empty, folded = false }: PairsProps): JSX.Element {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(!folded);
  const [all, setAll] = useState(false);
  if (pairs.length === 0 && empty === '') {
    return <></>;
  }
  const found = pairs.filter(({ key, value }) => matches(search, `${key} ${value}`));
  const shown = all ? found : found.slice(0, MANY);
  const id = `pairs-${title.replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {folded
          ? <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}><span class={`codicon codicon-chevron-${open ? 'down' : 'right'}`} aria-hidden="true" />{title}</button>
          : title} <span class="count">{pairs.length === 0 ? '' : pairs.length.toLocaleString('en-US')}</span>
        {open && worthSearching(pairs.length) && <SearchField label={`Find in ${title.toLowerCase()}`} text={search} onChange={setSearch} />}
      </h2>
      {pairs.length === 0 && <p class="quiet">{empty}</p>}
      {open && shown.length > 0 && (
        <table class="pairs">
          <tbody>{shown.map((pair) => <Pair key={pair.key} host={host} pair={pair} />)}</tbody>
        </table>
      )}
      {open && shown.length < found.length && <button type="button" class="link" onClick={() => setAll(true)}>Show all {found.length.toLocaleString('en-US')}</button>}
      {open && pairs.length > 0 && found.length === 0 && <p class="quiet">Nothing here has “{search}” in it.</p>}
    </section>
  );
}

function Pair({ host, pair: { key, value } }: { readonly host: RunHost; readonly pair: KeyValue }): JSX.Element {
  const [open, setOpen] = useState(false);
  const long = value.length > LONG || value.split('\n').length > 4;
  return (
    <tr>
      <th scope="row" title={key}>{key}</th>
      <td>
        <span class="value" dir="auto">{long && !open ? `${shortened(value)}…` : value}</span>
        {long && <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Fold' : `Show all ${countOf(value.length, 'character')}`}</button>}
      </td>
      <td class="copy">
        <button type="button" class="icon-button" aria-label={`Copy the value of ${key}`} title="Copy" onClick={() => { void host.ask('copy', { text: value }); }}>
          <span class="codicon codicon-copy" aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
}

function shortened(value: string): string {
  return value.split('\n').slice(0, 4).join('\n').slice(0, LONG);
}
