/** The dot of a run, in its colour: filled when it is drawn in the charts, hollow when it is not. */
import type { JSX } from 'preact';

/** @param color place in the palette of ten; undefined: it has none (yet) */
export function RunDot({ color, filled }: { readonly color: number | undefined; readonly filled: boolean }): JSX.Element {
  return <span class={`run-dot ${filled ? 'filled' : ''}`} style={{ color: runColor(color) }} aria-hidden="true" />;
}

/** CSS colour of a run. */
export function runColor(color: number | undefined): string {
  return color === undefined ? 'var(--vscode-descriptionForeground)' : `var(--vscode-slipway-run${(color % 10) + 1})`;
}
