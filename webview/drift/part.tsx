/** A part of the page that somebody may have come for. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DriftPanelState } from '../../src/protocol/panels/driftPanel';
import type { DriftHost } from './driftHost';

export interface PartProps {
  readonly host: DriftHost;
  readonly part: NonNullable<DriftPanelState['part']>;
  readonly label: string;
  /** whether it has its content */
  readonly ready?: boolean;
  readonly children: ComponentChildren;
}

/** Comes into sight where the page was opened for it: once, not after each reload. */
export function Part({ host, part, label, ready = true, children }: PartProps): JSX.Element {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (ready && host.state.part === part) {
      section.current?.scrollIntoView({ block: 'start' });
      host.keep({ ...host.state, part: undefined });
    }
  }, [host, part, ready]);
  return <section class={`part ${part}`} aria-label={label} ref={section}>{children}</section>;
}
