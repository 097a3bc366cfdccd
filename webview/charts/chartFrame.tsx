/** A chart's title, its notes, and what stands in its place while there is nothing to draw. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What arrives sooner than this, ms, needs no skeleton. */
const SKELETON_AFTER = 150;

export interface ChartFrameProps {
  readonly title: string;
  /** beside the title: `higher is better` */
  readonly word?: string;
  readonly notes?: readonly string[];
  readonly children: ComponentChildren;
}

export function ChartFrame({ title, word, notes = [], children }: ChartFrameProps): JSX.Element {
  return (
    <section class="chart" aria-label={title}>
      <header class="chart-header">
        <h3 title={title}>{title}</h3>
        {word !== undefined && word !== '' && <span class="chart-word">{word}</span>}
        {notes.map((note) => <span class="chart-note" key={note}>{note}</span>)}
      </header>
      {children}
    </section>
  );
}

/** Grey lines where the chart will stand, once waiting can be felt. */
export function ChartLoading({ what }: { readonly what: string }): JSX.Element {
  const [felt, setFelt] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setFelt(true), SKELETON_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="chart-place" role="status" aria-busy="true" aria-label={`Loading ${what}`}>
      {felt && <div class="chart-skeleton"><span /><span /><span /><span /></div>}
    </div>
  );
}

export function ChartFailed({ message, retry }: { readonly message: string; readonly retry?: (() => void) | undefined }): JSX.Element {
  return (
    <div class="chart-place chart-words" role="alert">
      <span class="codicon codicon-error" aria-hidden="true" />
      <p>{message}</p>
      {retry !== undefined && <button type="button" class="chart-button" onClick={retry}>Try Again</button>}
    </div>
  );
}

/** Says what is missing and what to do about it. */
export function ChartEmpty({ children, action }: { readonly children: ComponentChildren; readonly action?: { readonly label: string; readonly run: () => void } | undefined }): JSX.Element {
  return (
    <div class="chart-place chart-words">
      <p>{children}</p>
      {action !== undefined && <button type="button" class="chart-button" onClick={action.run}>{action.label}</button>}
    </div>
  );
}
