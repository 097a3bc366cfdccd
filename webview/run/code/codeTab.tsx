/** The Code tab: which code made the run, and what of it was not committed. */
import type { JSX } from 'preact';
import type { ChangedFile, RunAction, RunCode, RunView } from '../../../src/protocol/panels/runPanel';
import { countOf } from '../../../src/wording/formatNumber';
import { Empty, Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { RunHost } from '../runHost';
import type { Live } from '../../ui/live';
import { Scroller } from '../../ui/scroller';
import { Button } from '../../ui/controls';

export interface CodeTabProps { readonly host: RunHost; readonly view: RunView; readonly code: Live<RunCode>; readonly act: (action: RunAction) => void }

export function CodeTab({ host, view, code: { value: code, problem, refresh }, act }: CodeTabProps): JSX.Element {
  if (code === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  if (code.commit === null && code.source === null && code.notebook === null) {
    return (
      <Empty icon="code" title="The code was not recorded">
        This run does not say which script made it. Scripts that run in a git repository record file and commit; those that Slipway trains record what was not committed as well.
      </Empty>
    );
  }
  return (
    <Scroller host={host} tab="code">
      <div class="sheet">
        {code.source !== null && <Script source={code.source} commit={code.commit} act={act} />}
        {code.notebook !== null && <Cell host={host} notebook={code.notebook} />}
        {code.commit !== null && <Commit host={host} code={code} commit={code.commit} />}
        <Changes host={host} code={code} running={view.condition === 'running'} />
      </div>
    </Scroller>
  );
}

function Script({ source, commit, act }: { readonly source: NonNullable<RunCode['source']>; readonly commit: string | null; readonly act: (action: RunAction) => void }): JSX.Element {
  return (
    <section aria-labelledby="script-title">
      <h2 id="script-title">Entry point</h2>
      <p class="mono wrap">{source.path}{!source.found && <span class="quiet"> (not where it was)</span>}</p>
      <p class="buttons">
        <Button onClick={() => act('revealSource')}>Open at its line</Button>
        {commit !== null && <Button onClick={() => act('diffSource')}>Diff to the current code</Button>}
      </p>
    </section>
  );
}

function Cell({ host, notebook }: { readonly host: RunHost; readonly notebook: NonNullable<RunCode['notebook']> }): JSX.Element {
  return (
    <section aria-labelledby="cell-title">
      <h2 id="cell-title">Notebook</h2>
      <p class="wrap"><span class="mono">{notebook.path}</span>{notebook.cell === null ? <span class="quiet">, a cell that is no longer in it</span> : `, cell ${notebook.cell}`}</p>
      <p class="buttons"><Button onClick={() => { void host.ask('openNotebook', {}); }}>Open notebook</Button></p>
      {notebook.source !== null && <pre class="source mono" tabIndex={0} aria-label="Source of the cell when it ran">{notebook.source}</pre>}
    </section>
  );
}

function Commit({ host, code, commit }: { readonly host: RunHost; readonly code: RunCode; readonly commit: string }): JSX.Element {
  return (
    <section aria-labelledby="commit-title">
      <h2 id="commit-title">Commit</h2>
      <dl>
        <dt>commit</dt>
        <dd class="mono">{commit} <button type="button" class="icon-button" aria-label="Copy commit" title="Copy" onClick={() => { void host.ask('copy', { text: commit }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button></dd>
        {code.branch !== null && code.branch !== '' && <><dt>branch</dt><dd class="mono">{code.branch}</dd></>}
        {code.repository !== null && code.repository !== '' && <><dt>repository</dt><dd class="mono wrap">{code.repository}</dd></>}
      </dl>
    </section>
  );
}

const KINDS: Readonly<Record<ChangedFile['kind'], string>> = { changed: '', new: 'new', deleted: 'deleted', renamed: 'renamed', binary: 'binary' };

function Changes({ host, code, running }: { readonly host: RunHost; readonly code: RunCode; readonly running: boolean }): JSX.Element {
  const { files, dirty, patch } = code;
  const words = files.length > 0 ? '' : dirty === false ? 'Nothing: the code was as committed.'
    : dirty === null ? 'Not recorded.' : running && patch === null ? 'There are some. They are kept with the run when it ends.'
      : 'There were some, but they were not recorded. Runs that Slipway trains record them.';
  return (
    <section aria-labelledby="changes-title">
      <h2 id="changes-title">Not committed <span class="count">{files.length > 0 ? countOf(files.length, 'file') : ''}</span>
        {files.length > 1 && <Button class="push" onClick={() => { void host.ask('showChanges', {}); }}>Show all changes</Button>}
      </h2>
      {words !== '' && <p class="quiet">{words}</p>}
      <ul class="lines">
        {files.map((file) => (
          <li key={file.path}>
            {file.kind === 'binary' ? <span class="mono wrap">{file.path}</span> : <button type="button" class="link mono wrap" title="Show in the diff editor" onClick={() => { void host.ask('showChanges', { path: file.path }); }}>{file.path}</button>}
            <span class="quiet">{KINDS[file.kind]}</span>
            <span class="change better">{file.added > 0 ? `+${file.added}` : ''}</span>
            <span class="change worse">{file.removed > 0 ? `−${file.removed}` : ''}</span>
          </li>
        ))}
      </ul>
      {code.patchNote !== null && <p class="quiet">{code.patchNote}</p>}
    </section>
  );
}

/** `+12 −3 lines`; empty where nothing is known. */
export function dirtyLines(code: RunCode | undefined): string {
  const added = code?.files.reduce((sum, file) => sum + file.added, 0) ?? 0;
  const removed = code?.files.reduce((sum, file) => sum + file.removed, 0) ?? 0;
  const parts = [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`−${removed}`] : [])];
  return parts.length === 0 ? '' : `${parts.join(' ')} ${added + removed === 1 ? 'line' : 'lines'}`;
}
