/** The request of the form as code, in the language that was chosen. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SnippetLanguage } from '../../../src/protocol/panels/deploymentPanel';
import { formatBytes } from '../../../src/wording/formatBytes';
import type { DeploymentHost, Keep } from '../deploymentHost';
import { isLong, REQUEST_FILE, snippetOf } from './snippets';

const LANGUAGES: readonly { readonly id: SnippetLanguage; readonly label: string }[] = [{ id: 'curl', label: 'curl' }, { id: 'python', label: 'Python' }, { id: 'javascript', label: 'JavaScript' }];

export interface SnippetsProps { readonly host: DeploymentHost; readonly url: string | null; readonly body: string; readonly language: SnippetLanguage; readonly keep: Keep }

export function Snippets({ host, url, body, language, keep }: SnippetsProps): JSX.Element {
  const code = snippetOf(language, url ?? 'http://127.0.0.1:PORT', body);
  const [saved, setSaved] = useState<{ readonly body: string; readonly file: string }>();
  const save = async (): Promise<void> => {
    const file = await host.ask('saveRequest', { body });
    setSaved(file === null ? undefined : { body, file });
  };
  return (
    <section aria-labelledby="code-title">
      <h2 id="code-title">As code
        <span class="choice push" role="radiogroup" aria-label="Language">
          {LANGUAGES.map(({ id, label }) => <label key={id} class={id === language ? 'chosen' : ''}><input type="radio" name="language" checked={id === language} onChange={() => keep({ snippet: id })} />{label}</label>)}
        </span>
      </h2>
      {isLong(body) && (
        <p class="quiet wrap">{saved?.body === body ? <>Saved as <span class="mono">{saved.file}</span></> : <>The request has {formatBytes(body.length)}, so the code reads it from {REQUEST_FILE}. <button type="button" class="link" onClick={() => { void save(); }}>Save it…</button></>}</p>
      )}
      <div class="snippet">
        <pre class="source mono" tabIndex={0} aria-label="Code that sends this request">{code}</pre>
        <button type="button" class="icon-button" aria-label="Copy code" title="Copy" onClick={() => { void host.ask('copy', { text: code }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button>
      </div>
    </section>
  );
}
