/** A text that people write, edited in place: the note of a run, the description of a version. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/controls';

export interface NoteProps {
  readonly title: string;
  /** what is asked for in an empty field */
  readonly question: string;
  readonly text: string;
  readonly editable: boolean;
  readonly save: (text: string) => Promise<void>;
}

export function Note({ title, question, text, editable, save: write }: NoteProps): JSX.Element {
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const editing = draft !== undefined;
  useEffect(() => {
    if (editing) {
      field.current?.focus();
    }
  }, [editing]);
  const save = async (): Promise<void> => {
    try {
      if (draft !== undefined && draft !== text) {
        await write(draft);
      }
      setDraft(undefined);
      setProblem('');
    } catch (error) {
      // The draft stays: nothing that was typed is lost.
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      setDraft(undefined);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  if (draft !== undefined) {
    return (
      <section aria-labelledby="note-title">
        <h2 id="note-title">{title}</h2>
        <textarea ref={field} aria-labelledby="note-title" rows={Math.min(16, Math.max(4, draft.split('\n').length + 1))} value={draft}
          placeholder={question} onInput={(event) => setDraft(event.currentTarget.value)} onKeyDown={onKey} />
        <p class="buttons">
          <Button primary title="Ctrl+Enter" onClick={() => { void save(); }}>Save</Button>
          <Button title="Esc" onClick={() => setDraft(undefined)}>Cancel</Button>
        </p>
        {problem !== '' && <p class="failure" role="alert">{problem}</p>}
      </section>
    );
  }
  return (
    <section aria-labelledby="note-title">
      <h2 id="note-title">{title}
        {editable && text !== '' && <button type="button" class="icon-button" aria-label={`Edit ${title.toLowerCase()}`} title={`Edit ${title.toLowerCase()}`} onClick={() => setDraft(text)}><span class="codicon codicon-edit" aria-hidden="true" /></button>}
      </h2>
      {text !== '' && <p class="note" dir="auto">{text}</p>}
      {text === '' && (editable ? <button type="button" class="link" onClick={() => setDraft('')}>Add a {title.toLowerCase()}</button> : <p class="quiet">No {title.toLowerCase()}.</p>)}
    </section>
  );
}
