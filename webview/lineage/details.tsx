/** What is known of the selected node, and what can be done with it. */
import type { JSX } from 'preact';
import type { LineageNode } from '../../src/protocol/lineage';
import { Button } from '../ui/controls';
import { useNow } from '../ui/now';
import { capital, factText, kindOf, stateWord } from './words';

export interface DetailsProps {
  readonly node: LineageNode;
  /** the graph is about it */
  readonly isFocus: boolean;
  readonly onOpen: () => void;
  readonly onShow: () => void;
  readonly onCopy: (text: string) => void;
}

const OPENS: Readonly<Record<string, string>> = { dataset: 'Open data', commit: 'Show changes', source: 'Open file', run: 'Open run', model: 'Open run', version: 'Open version', alias: 'Open version', deployment: 'Show deployments' };
const COPIES: Readonly<Record<string, string>> = { dataset: 'digest', commit: 'commit', source: 'path', run: 'run ID', model: 'model ID' };
const REMAINS: Readonly<Record<'deleted' | 'gone', string>> = {
  deleted: 'It was deleted; what it recorded can still be read.',
  gone: 'It is gone for good. Only what points at it is left.',
};

export function Details({ node, isFocus, onOpen, onShow, onCopy }: DetailsProps): JSX.Element {
  const now = useNow(30_000);
  const word = stateWord(node);
  const key = node.id.slice(node.kind.length + 1);
  return (
    <aside class="details" aria-label="Details">
      <p class="quiet kind">{capital(kindOf(node.kind).word)}{word === '' ? '' : ` · ${word}`}</p>
      <h2 title={node.name}>{node.name}</h2>
      {node.state !== 'here' && <p class="quiet">{REMAINS[node.state]}</p>}
      <div class="actions">
        {node.state !== 'gone' && <Button primary onClick={onOpen}>{OPENS[node.kind] ?? 'Open'}</Button>}
        {!isFocus && node.state !== 'gone' && <Button title="Draw the graph around this" onClick={onShow}>Show its lineage</Button>}
      </div>
      <dl>
        {node.facts.map((fact) => {
          const { text, full } = factText(fact, now);
          return <div key={fact.name}><dt>{fact.name}</dt><dd title={full}>{text}</dd></div>;
        })}
      </dl>
      <button type="button" class="link" title={key} onClick={() => onCopy(key)}>Copy {COPIES[node.kind] ?? 'name'}</button>
    </aside>
  );
}
