/** The file, what it is as its schema says, and its size. */
import type { JSX } from 'preact';
import type { ValidationReport } from '../../src/protocol/dataSchema';
import type { ProfileReport } from '../../src/protocol/profile';
import { formatBytes } from '../../src/wording/formatBytes';
import { countOf } from '../../src/wording/formatNumber';
import { Button } from '../ui/controls';
import type { Live } from '../ui/live';
import type { ProfileHost } from './reading';
import { percent, TYPE_ADJECTIVES } from './words';

export interface HeaderProps { readonly host: ProfileHost; readonly report: ProfileReport; readonly validation: Live<ValidationReport | null> }

export function Header({ host, report, validation }: HeaderProps): JSX.Element {
  const { path, rows, columns, bytes } = report;
  const missing = columns.length === 0 ? 0 : columns.reduce((sum, column) => sum + column.missing, 0) / columns.length;
  const kinds = Object.entries(TYPE_ADJECTIVES).flatMap(([type, word]) => {
    const count = columns.filter((column) => column.type === type).length;
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${word}`];
  });
  return (
    <div class="head">
      <div class="title-line">
        <h1 title={path}><span class="codicon codicon-table" aria-hidden="true" /><span class="name">{nameOf(path)}</span></h1>
        <Verdict validation={validation} />
        <div class="actions">
          {validation.value !== undefined && validation.value !== null && <Button onClick={() => { void host.ask('openSchema', {}); }}>Open the schema</Button>}
          {validation.value === null && columns.length > 0 && <Button primary title="Writes what the columns are like into slipway.yaml" onClick={() => { void host.ask('suggest', {}).then(validation.refresh, validation.refresh); }}>Suggest a schema</Button>}
        </div>
      </div>
      <p class="origin"><span class="place" title={path}>{path}</span><span>{formatBytes(bytes)}</span></p>
      <ul class="headlines" aria-label="The file in numbers">
        <Figure first number={rows.toLocaleString('en-US')} word={rows === 1 ? 'row' : 'rows'} more="" />
        <Figure number={columns.length.toLocaleString('en-US')} word={columns.length === 1 ? 'column' : 'columns'} more={kinds.join(' · ')} />
        {rows > 0 && <Figure number={percent(missing)} word="missing" more={missingWords(report)} />}
      </ul>
    </div>
  );
}

function Figure({ number, word, more, first = false }: { readonly number: string; readonly word: string; readonly more: string; readonly first?: boolean }): JSX.Element {
  return (
    <li class={first ? 'first' : ''}>
      <span class="number">{number}</span>
      <span class="words"><span class="key">{word}</span>{more !== '' && <span class="against">{more}</span>}</span>
    </li>
  );
}

function missingWords({ columns }: ProfileReport): string {
  const some = columns.filter(({ missing }) => missing > 0).length;
  return some === 0 ? 'every cell has a value' : `in ${countOf(some, 'column')}`;
}

/** Whether the file is as its schema says. */
function Verdict({ validation: { value } }: Pick<HeaderProps, 'validation'>): JSX.Element | null {
  if (value === undefined || value === null) {
    return null;
  }
  return value.valid
    ? <span class="state finished" role="status"><span class="codicon codicon-pass" aria-hidden="true" />as “{value.schema}” says</span>
    : <span class="state failed" role="status"><span class="codicon codicon-error" aria-hidden="true" />{countOf(value.violations.length, 'rule')} of “{value.schema}” {value.violations.length === 1 ? 'is' : 'are'} broken</span>;
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
