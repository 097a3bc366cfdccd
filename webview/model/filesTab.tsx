/** The files of the version, what they need, and a warning of those that run code. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ModelContents } from '../../src/protocol/modelContents';
import { formatBytes } from '../../src/wording/formatBytes';
import { countOf } from '../../src/wording/formatNumber';
import { Empty, Failed } from '../ui/empty';
import { Loading } from '../ui/loading';
import type { Live } from '../ui/live';
import { Scroller } from '../ui/scroller';
import type { ModelHost } from './modelHost';

/** Rows beyond this are drawn only when asked for. */
const MANY = 300;

export function FilesTab({ host, contents }: { readonly host: ModelHost; readonly contents: Live<ModelContents> }): JSX.Element {
  const [all, setAll] = useState(false);
  if (contents.value === undefined) {
    return contents.problem === undefined ? <Loading /> : <Failed message={contents.problem.message} onRetry={contents.refresh} />;
  }
  const { state, files, size, flavors, requirements, python, pickles, location, problem } = contents.value;
  if (state !== 'here') {
    return <Empty icon={state === 'gone' ? 'warning' : 'remote'} title={state === 'gone' ? 'The files are gone' : 'The files are elsewhere'}>{problem ?? location}</Empty>;
  }
  const shown = all ? files : files.slice(0, MANY);
  return (
    <Scroller host={host} tab="files">
      <div class="overview">
        <div class="column">
          <section aria-labelledby="files-title">
            <h2 id="files-title">Files <span class="count">{countOf(files.length, 'file')}, {formatBytes(size)}</span></h2>
            {pickles.length > 0 && <p class="warned"><span class="codicon codicon-warning" aria-hidden="true" /><span>{pickles.join(', ')} {pickles.length === 1 ? 'is a pickle' : 'are pickles'}: loading runs the code inside. Load this version only if you know who made it.</span></p>}
            <table class="files">
              <thead><tr><th scope="col">file</th><th scope="col" class="number">size</th><th scope="col" class="acts"><span class="unseen">what can be done</span></th></tr></thead>
              <tbody>{shown.map(({ path, size: own }) => (
                <tr key={path}>
                  <th scope="row" title={path}><button type="button" class="link" onClick={() => { void host.ask('openFile', { path }); }}>{path}</button>{pickles.includes(path) && <span class="codicon codicon-warning" title="A pickle: loading it runs code" role="img" aria-label="A pickle" />}</th>
                  <td class="number quiet" title={`${own.toLocaleString('en-US')} bytes`}>{formatBytes(own)}</td>
                  <td class="acts"><button type="button" class="icon-button" aria-label={`Save ${path}`} title="Save…" onClick={() => { void host.ask('saveFile', { path }); }}><span class="codicon codicon-desktop-download" aria-hidden="true" /></button></td>
                </tr>
              ))}</tbody>
            </table>
            {shown.length < files.length && <button type="button" class="link" onClick={() => setAll(true)}>Show all {files.length.toLocaleString('en-US')}</button>}
          </section>
        </div>
        <div class="column">
          <section aria-labelledby="needs-title">
            <h2 id="needs-title">What it needs</h2>
            <dl>
              <dt>flavors</dt><dd>{flavors.length === 0 ? <span class="quiet">not said</span> : flavors.join(', ')}</dd>
              <dt>Python</dt><dd>{python ?? <span class="quiet">not said</span>}</dd>
              <dt>stands at</dt><dd class="wrap mono">{location}</dd>
            </dl>
            {problem !== null && <p class="warned"><span class="codicon codicon-warning" aria-hidden="true" /><span>{problem}</span></p>}
          </section>
          <section aria-labelledby="requirements-title">
            <h2 id="requirements-title">Requirements <span class="count">{requirements.length === 0 ? '' : requirements.length}</span>
              {requirements.length > 0 && <button type="button" class="icon-button" aria-label="Copy requirements" title="Copy" onClick={() => { void host.ask('copy', { text: `${requirements.join('\n')}\n` }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button>}
            </h2>
            {requirements.length === 0 ? <p class="quiet">There is no requirements.txt, so what has to be installed is not known.</p> : <pre class="source mono" tabIndex={0} aria-label="Requirements">{requirements.join('\n')}</pre>}
          </section>
        </div>
      </div>
    </Scroller>
  );
}
