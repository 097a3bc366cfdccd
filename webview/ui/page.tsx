/** Starts a page: controls, host, and the one component that fills it. */
import { render, type ComponentType } from 'preact';
import type { Methods } from '../../src/protocol/panels/contract';
import { registerControls } from './controls';
import { Host } from './host';
import './page.css';

export interface PageProps<M extends Methods, State extends object> {
  readonly host: Host<M, State>;
}

export function startPage<M extends Methods, State extends object>(Page: ComponentType<PageProps<M, State>>): void {
  registerControls();
  const root = document.getElementById('page');
  if (root === null) {
    throw new Error('The page has no element to stand in.');
  }
  let begun = 0;
  const host = new Host<M, State>(() => {
    begun += 1;
    draw();
  });
  const draw = (): void => render(<Page key={begun} host={host} />, root);
  draw();
}
