/** The same as the graph, as a table: one row per node in the order of the stages. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Lineage } from '../../src/protocol/lineage';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { useNow } from '../ui/now';
import { groupWords, iconOf, stateWord } from './words';
import type { Ways } from './ways';

export interface NodeListProps {
  readonly lineage: Lineage;
  readonly ways: Ways;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onUnfold: (id: string) => void;
}

/** Names in one cell; the rest is on hover. */
const NAMED = 3;

export function NodeList({ lineage, ways, selected, onSelect, onOpen, onUnfold }: NodeListProps): JSX.Element {
  const now = useNow(30_000);
  const names = useMemo(() => new Map(lineage.nodes.map(({ id, name }) => [id, name])), [lineage]);
  const named = (ids: readonly string[] | undefined): JSX.Element => {
    const all = (ids ?? []).flatMap((id) => names.get(id) ?? []);
    return <td class="others" title={all.join(', ')}>{all.slice(0, NAMED).join(', ')}{all.length > NAMED ? ` and ${(all.length - NAMED).toLocaleString('en-US')} more` : ''}</td>;
  };
  return (
    <div class="list" tabIndex={0} role="region" aria-label="Lineage as a list">
      <table>
        <thead><tr>{['Stage', 'Name', 'About', 'State', 'Since', 'Came from', 'Led to'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
        <tbody>
          {lineage.stages.flatMap((stage) => [
            ...lineage.nodes.filter((node) => node.stage === stage.id).map((node) => (
              <tr key={node.id} class={`${node.state}${node.id === selected ? ' selected' : ''}`} onDblClick={() => onOpen(node.id)}>
                <td class="quiet">{stage.title}</td>
                <th scope="row"><button type="button" class="link" title={node.name} aria-pressed={node.id === selected} onClick={() => onSelect(node.id)}
                  onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); onOpen(node.id); } }}><span class={`codicon codicon-${iconOf(node)}`} aria-hidden="true" />{node.name}</button></th>
                <td class="others" title={node.detail}>{node.detail}</td>
                <td>{stateWord(node)}</td>
                <td title={node.time === null ? '' : formatExact(node.time)}>{node.time === null ? '' : formatAge(node.time, now)}</td>
                {named(ways.from.get(node.id))}
                {named(ways.to.get(node.id))}
              </tr>
            )),
            ...lineage.groups.filter((group) => group.stage === stage.id).map((group) => (
              <tr key={group.id}>
                <td class="quiet">{stage.title}</td>
                <th scope="row" colSpan={6}><button type="button" class="link" onClick={() => onUnfold(group.id)}>{groupWords(group)}</button></th>
              </tr>
            )),
          ])}
        </tbody>
      </table>
    </div>
  );
}
