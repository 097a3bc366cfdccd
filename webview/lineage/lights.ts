/** Lights up the way through a node: attributes beside what Preact writes, so that pointing at a card draws nothing anew. */
import { pathThrough, type Ways } from './ways';

/** @param id undefined puts the light out */
export function lightUp(world: HTMLElement | null, ways: Ways, id: string | undefined): void {
  if (world === null) {
    return;
  }
  const lit = id === undefined ? undefined : pathThrough(ways, id);
  world.toggleAttribute('data-lighting', lit !== undefined);
  for (const card of world.querySelectorAll<HTMLElement>('[data-id]')) {
    card.toggleAttribute('data-lit', lit?.has(card.dataset['id'] ?? '') ?? false);
  }
  for (const edge of world.querySelectorAll<SVGElement>('[data-from]')) {
    edge.toggleAttribute('data-lit', lit !== undefined && lit.has(edge.dataset['from'] ?? '') && lit.has(edge.dataset['to'] ?? ''));
  }
}
