/** The System tab: what the run was made with, and what it asked of the machine. */
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { RunEnvironment, RunView } from '../../../src/protocol/panels/runPanel';
import { PLAIN } from '../../charts/curvesModel';
import { RunCurves } from '../curves/runCurves';
import { Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { RunHost } from '../runHost';
import { useLive } from '../../ui/live';
import { isSystemMetric } from '../model';
import { Pairs } from '../overview/pairs';
import { Scroller } from '../../ui/scroller';

export interface SystemTabProps { readonly host: RunHost; readonly view: RunView; readonly showArtifact: (path: string) => void }

export function SystemTab({ host, view, showArtifact }: SystemTabProps): JSX.Element {
  const { value, problem, refresh } = useLive<RunEnvironment>(host, useCallback(async (signal) => host.ask('environment', {}, signal), [host, view.condition]), false);
  const keys = useMemo(() => (view.run.data.metrics ?? []).map(({ key }) => key).filter(isSystemMetric).toSorted(), [view]);
  if (value === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  return (
    <Scroller host={host} tab="system">
      <div class="sheet">
        <Made host={host} environment={value} running={view.condition === 'running'} />
        <section aria-labelledby="machine-title">
          <h2 id="machine-title">Machine <span class="count">{keys.length === 0 ? '' : keys.length}</span></h2>
          {keys.length === 0
            ? <p class="quiet">Use of processor, memory, disk and graphics card was not measured. mlflow.enable_system_metrics_logging() before start_run() measures it.</p>
            : <RunCurves host={host} view={view} keys={keys} options={PLAIN} empty="" />}
        </section>
        {value.packages.length > 0
          ? <Pairs title="Packages" host={host} pairs={value.packages.map(({ name, version }) => ({ key: name, value: version }))} empty="" />
          : <NoPackages environment={value} running={view.condition === 'running'} showArtifact={showArtifact} />}
        <Pairs title="Environment variables" host={host} pairs={value.variables} empty="" />
      </div>
    </Scroller>
  );
}

function Made({ host, environment, running }: { readonly host: RunHost; readonly environment: RunEnvironment; readonly running: boolean }): JSX.Element {
  const { command, folder, interpreter, python, platform } = environment;
  if (command === null && interpreter === null) {
    return (
      <section aria-labelledby="made-title">
        <h2 id="made-title">Made with</h2>
        <p class="quiet">Command, interpreter and packages were not recorded. They are for runs that Slipway trains: choose Train… on the script, or start it with “slipway run -- python train.py”.</p>
      </section>
    );
  }
  const line = command?.map(quoted).join(' ') ?? '';
  return (
    <section aria-labelledby="made-title">
      <h2 id="made-title">Made with</h2>
      <dl>
        {line !== '' && <><dt>command</dt><dd class="mono wrap">{line} <button type="button" class="icon-button" aria-label="Copy command" title="Copy" onClick={() => { void host.ask('copy', { text: line }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button></dd></>}
        {folder !== null && <><dt>folder</dt><dd class="mono wrap">{folder}</dd></>}
        {interpreter !== null && <><dt>interpreter</dt><dd class="mono wrap">{interpreter}</dd></>}
        {python !== null && <><dt>Python</dt><dd>{python}</dd></>}
        {platform !== null && <><dt>platform</dt><dd class="wrap">{platform}</dd></>}
      </dl>
      {running && python === null && <p class="quiet">Interpreter and packages are kept with the run when it ends.</p>}
    </section>
  );
}

function NoPackages({ environment: { requirements }, running, showArtifact }: { readonly environment: RunEnvironment; readonly running: boolean; readonly showArtifact: (path: string) => void }): JSX.Element {
  return (
    <section aria-labelledby="packages-title">
      <h2 id="packages-title">Packages</h2>
      <p class="quiet">
        {running ? 'Not known while it runs.' : 'Installed packages were not recorded.'}
        {requirements !== null && <> What its model needs stands in <button type="button" class="link" onClick={() => showArtifact(requirements)}>{requirements}</button>.</>}
      </p>
    </section>
  );
}

/** As a POSIX shell would take it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
