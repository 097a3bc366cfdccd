/** The colours and the type that VS Code's theme gives; nothing here has a colour of its own. */

export interface ChartTheme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly cursor: string;
  readonly focus: string;
  /** behind the cursor's label on the axis */
  readonly label: string;
  readonly selection: string;
  /** ten, in the order of the palette */
  readonly runs: readonly string[];
  readonly highContrast: boolean;
  readonly family: string;
}

export const PALETTE = 10;

/** Reads what the theme says now. */
export function readTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const color = (...names: string[]): string => names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '') ?? 'CanvasText';
  const foreground = color('foreground', 'editor-foreground');
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    foreground,
    muted: color('descriptionForeground', 'foreground'),
    background: color('editor-background'),
    grid: highContrast ? color('contrastBorder', 'foreground') : color('editorWidget-border', 'panel-border', 'foreground'),
    cursor: highContrast ? foreground : color('descriptionForeground', 'foreground'),
    label: highContrast ? color('editor-background') : color('editorWidget-border', 'editorHoverWidget-background', 'editor-background'),
    focus: color('focusBorder', 'foreground'),
    selection: color('editor-selectionBackground', 'focusBorder'),
    runs: Array.from({ length: PALETTE }, (_, index) => color(`slipway-run${index + 1}`, 'foreground')),
    highContrast,
    family: style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif',
  };
}

/** VS Code changes the classes of the body and the variables on the root element when the theme changes. @returns ends the watch */
export function watchTheme(changed: (theme: ChartTheme) => void): () => void {
  const observer = new MutationObserver(() => changed(readTheme()));
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => observer.disconnect();
}

/** The colour of a run in this theme. */
export function runColor(theme: ChartTheme, place: number): string {
  return theme.runs[((place % PALETTE) + PALETTE) % PALETTE] ?? theme.foreground;
}
