/** The one file that knows the toolkit: upstream is archived, so whoever replaces it changes nothing else. */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import { createElement, type ComponentChildren, type JSX } from 'preact';

/** Makes the elements known to the page. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());
}

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  /** The one that is most likely wanted; at most one in sight. */
  readonly primary?: boolean;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly class?: string;
}

/** A button that says a verb. */
export function Button({ children, onClick, primary = false, title, disabled = false, class: look }: ButtonProps): JSX.Element {
  return createElement('vscode-button', { appearance: primary ? 'primary' : 'secondary', onClick, title, disabled, class: look }, children);
}

export interface CheckboxProps {
  readonly children: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A box to tick, with its words beside it. */
export function Checkbox({ children, checked, onChange }: CheckboxProps): JSX.Element {
  return createElement('vscode-checkbox', { checked, onChange: (event: Event) => onChange((event.currentTarget as HTMLInputElement).checked) }, children);
}
