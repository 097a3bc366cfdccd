/** Nodes and groups as cards, edges as curves behind them. */
import type { ButtonHTMLAttributes, CSSProperties, JSX } from 'preact';
import type { Lineage, LineageGroup, LineageNode } from '../../src/protocol/lineage';
import { CARD, type Layout } from './layout';
import { shortenInside } from '../../src/wording/textWidth';
import { capital, groupWords, iconOf, kindOf, nameOf, stateWord } from './words';

export interface CardsProps {
  readonly lineage: Lineage;
  readonly layout: Layout;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onUnfold: (id: string) => void;
  /** the pointer or the focus is on it; undefined: on none */
  readonly onLight: (id: string | undefined) => void;
}

/** Letters that fit into a card. */
const LETTERS = 15;

export function Cards({ lineage, layout, selected, onSelect, onOpen, onUnfold, onLight }: CardsProps): JSX.Element {
  const at = (id: string): CSSProperties => {
    const { x, y } = layout.places.get(id) ?? { x: 0, y: 0 };
    return { left: `${x - CARD.width / 2}px`, top: `${y - CARD.height / 2}px`, width: `${CARD.width}px`, height: `${CARD.height}px` };
  };
  // One stop of Tab for all; arrows lead on from there.
  const stop = layout.places.has(selected) ? selected : lineage.focus;
  const lights = (id: string): ButtonHTMLAttributes<HTMLButtonElement> => ({
    onPointerEnter: () => onLight(id), onPointerLeave: () => onLight(undefined),
    onFocus: (event) => { if (event.currentTarget.matches(':focus-visible')) { onLight(id); } }, onBlur: () => onLight(undefined),
  });
  return (
    <>
      <svg class="edges" width={layout.width} height={layout.height} aria-hidden="true">
        {layout.edges.map(({ from, to, path, back }) => <path key={`${from} ${to}`} d={path} class={back ? 'back' : ''} data-from={from} data-to={to} />)}
      </svg>
      {lineage.nodes.map((node) => (
        <button key={node.id} type="button" data-id={node.id} tabIndex={node.id === stop ? 0 : -1} style={at(node.id)} title={titleOf(node)}
          aria-pressed={node.id === selected} class={`card ${node.state} ${node.condition ?? ''}${node.id === lineage.focus ? ' focus' : ''}${node.id === selected ? ' selected' : ''}`}
          onClick={() => onSelect(node.id)} onDblClick={() => onOpen(node.id)} {...lights(node.id)}>
          <span class={`codicon codicon-${iconOf(node)}${node.state === 'here' && node.condition === 'running' ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />
          <span class="hidden">{nameOf(node, node.id === lineage.focus)}</span>
          <span class="name" aria-hidden="true">{shortenInside(node.name, LETTERS)}</span>
          <span class="detail" aria-hidden="true">{lineOf(node)}</span>
        </button>
      ))}
      {lineage.groups.map((group) => <Group key={group.id} group={group} style={at(group.id)} onUnfold={onUnfold} lights={lights(group.id)} />)}
    </>
  );
}

function Group({ group, style, onUnfold, lights }: { readonly group: LineageGroup; readonly style: CSSProperties; readonly onUnfold: (id: string) => void; readonly lights: ButtonHTMLAttributes<HTMLButtonElement> }): JSX.Element {
  return (
    <button type="button" data-id={group.id} tabIndex={-1} class="card group" style={style} title={`Show more ${kindOf(group.kind).many}`} onClick={() => onUnfold(group.id)} {...lights}>
      <span class="codicon codicon-unfold" aria-hidden="true" /><span class="hidden">{capital(groupWords(group))}, unfold</span><span class="name" aria-hidden="true">{groupWords(group)}</span><span class="detail" aria-hidden="true">Show more</span>
    </button>
  );
}

/** The second line: that something is not there any more is worth more than what it was. */
function lineOf(node: LineageNode): string {
  return node.state === 'here' ? node.detail : stateWord(node);
}

function titleOf(node: LineageNode): string {
  return [node.name, node.detail, stateWord(node)].filter((part) => part !== '').join('\n');
}
