/** JSON as a tree that folds; long lists come a hundred at a time. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';
import { countOf } from '../../../src/wording/formatNumber';
import { Failed } from '../../ui/empty';
import { formatBytes } from '../../../src/wording/formatBytes';
import { Loading } from '../../ui/loading';
import type { RunHost } from '../runHost';
import { textOf, useArtifact } from './artifactBytes';
import { JsonProblem, parseJson, type JsonValue } from './jsonModel';
import { TextViewer } from './textViewer';

/** A larger file is shown as text, in bytes. */
const LARGEST = 8 * 1024 * 1024;
const AT_ONCE = 100;

export interface JsonViewerProps { readonly host: RunHost; readonly entry: ArtifactEntry }

export function JsonViewer({ host, entry }: JsonViewerProps): JSX.Element {
  return entry.size > LARGEST ? <TextViewer host={host} path={entry.path} note={`as text, since it is larger than ${formatBytes(LARGEST)}`} /> : <Whole host={host} entry={entry} />;
}

function Whole({ host, entry }: JsonViewerProps): JSX.Element {
  const { value, problem, refresh } = useArtifact(host, entry.path, LARGEST);
  const [text, setText] = useState(false);
  const parsed = useMemo(() => (value === undefined ? undefined : parsedOf(textOf(value))), [value]);
  if (parsed === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  if (parsed instanceof JsonProblem || text) {
    return <TextViewer host={host} path={entry.path} {...(parsed instanceof JsonProblem ? { note: `not JSON: ${parsed.message}` } : {})} />;
  }
  return (
    <>
      <div class="toolbar"><span class="quiet">{summaryOf(parsed)}</span><button type="button" class="link" onClick={() => setText(true)}>Show as text</button></div>
      <div class="json mono" tabIndex={0} role="group" aria-label="JSON"><Node value={parsed} depth={0} /></div>
    </>
  );
}

function Node({ name, value, depth }: { readonly name?: string; readonly value: JsonValue; readonly depth: number }): JSX.Element {
  const [open, setOpen] = useState(depth < 2 && lengthOf(value) <= AT_ONCE);
  const [shown, setShown] = useState(AT_ONCE);
  const label = name === undefined ? null : <><span class="json-key">{name}</span>: </>;
  if (value.kind === 'plain') {
    return <div class="json-line" style={{ paddingLeft: `${depth * 16 + 18}px` }}>{label}<span class={`json-${value.type}`}>{value.type === 'string' ? JSON.stringify(value.text) : value.text}</span></div>;
  }
  const children: readonly (readonly [string, JsonValue])[] = value.kind === 'object' ? value.entries : value.items.map((item, index) => [String(index), item] as const);
  return (
    <div>
      <div class="json-line" style={{ paddingLeft: `${depth * 16}px` }}>
        <button type="button" class="fold" aria-expanded={open} disabled={children.length === 0} onClick={() => setOpen(!open)}>
          <span class={`codicon codicon-chevron-${open ? 'down' : 'right'}`} aria-hidden="true" />{label}<span class="quiet">{summaryOf(value)}</span>
        </button>
      </div>
      {open && children.slice(0, shown).map(([key, child], index) => <Node key={index} name={key} value={child} depth={depth + 1} />)}
      {open && shown < children.length && (
        <div class="json-line" style={{ paddingLeft: `${(depth + 1) * 16 + 18}px` }}>
          <button type="button" class="link" onClick={() => setShown(shown + AT_ONCE * 5)}>{Math.min(AT_ONCE * 5, children.length - shown)} more of {(children.length - shown).toLocaleString('en-US')}</button>
        </div>
      )}
    </div>
  );
}

function lengthOf(value: JsonValue): number {
  return value.kind === 'object' ? value.entries.length : value.kind === 'array' ? value.items.length : 0;
}

function summaryOf(value: JsonValue): string {
  return value.kind === 'object' ? `{ ${countOf(value.entries.length, 'key')} }` : value.kind === 'array' ? `[ ${countOf(value.items.length, 'item')} ]` : '';
}

function parsedOf(text: string): JsonValue | JsonProblem {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) {
      return error;
    }
    throw error;
  }
}
