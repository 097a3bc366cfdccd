/** One field of the form that a signature makes. */
import type { ComponentChildren, JSX } from 'preact';
import { fieldProblem, type FormField } from './signatureForm';

export interface FieldProps {
  /** stands instead of what is typed into, as an image does */
  readonly children?: ComponentChildren;
  readonly one: FormField;
  readonly text: string | undefined;
  readonly change: (key: string, text: string) => void;
  /** what somebody else found wrong with it, as a deployment that refused it */
  readonly said?: string | undefined;
}

/** A field with its name and type above it, and what is wrong with it below. */
export function Field({ one, text, change, said, children }: FieldProps): JSX.Element {
  const { key, field, type, kind } = one;
  const problem = said ?? fieldProblem(one, text);
  const id = `field-${key.replaceAll(/\W/g, '-')}`;
  const shared = { id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-note` };
  const value = text ?? '';
  return (
    <div class="field">
      <label for={children === undefined ? id : undefined}><span class="wrap">{field.name === '' ? 'input' : field.name}</span> <span class="quiet mono">{type}{field.required ? '' : ', optional'}</span></label>
      {children ?? (kind === 'boolean' ? (
        <select {...shared} value={value} onChange={(event) => change(key, event.currentTarget.value)}><option value="">{field.required ? 'choose' : 'left out'}</option><option value="true">true</option><option value="false">false</option></select>
      ) : kind === 'json'
        ? <textarea {...shared} class="mono" rows={Math.min(8, Math.max(2, Math.ceil(value.length / 48)))} value={value} spellcheck={false} onInput={(event) => change(key, event.currentTarget.value)} />
        : <input {...shared} type="text" inputMode={kind === 'number' ? 'decimal' : 'text'} value={value} spellcheck={false} onInput={(event) => change(key, event.currentTarget.value)} />)}
      <p id={`${id}-note`} class={`field-note ${problem === undefined ? 'quiet' : 'wrong'}`}>{problem ?? ''}</p>
    </div>
  );
}
