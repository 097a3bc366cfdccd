/** A file scored row by row: chosen, sent in slices, and saved with its predictions beside it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BatchFile } from '../../../src/protocol/panels/deploymentPanel';
import { countOf } from '../../../src/wording/formatNumber';
import { Button } from '../../ui/controls';
import type { DeploymentHost } from '../deploymentHost';

interface Scoring { readonly file: BatchFile; readonly done: number; readonly problem: string; readonly saved: string; readonly end: AbortController | undefined }

export function BatchPart({ host, healthy }: { readonly host: DeploymentHost; readonly healthy: boolean }): JSX.Element {
  const [scoring, setScoring] = useState<Scoring>();
  const [problem, setProblem] = useState('');
  const save = async (): Promise<void> => {
    const saved = await host.ask('saveBatch', {});
    setScoring((before) => (before === undefined || saved === null ? before : { ...before, saved }));
  };
  const run = async (file: BatchFile): Promise<void> => {
    const end = new AbortController();
    const show = (change: Partial<Scoring>): void => setScoring((before) => ({ file, done: 0, problem: '', saved: '', end, ...before, ...change }));
    show({ file, done: 0, problem: '', saved: '', end });
    try {
      for (let done = 0; done < file.rows;) {
        ({ done } = await host.ask('scoreBatch', { from: done }, end.signal));
        show({ done });
      }
      show({ end: undefined });
      await save();
    } catch (error) {
      show({ end: undefined, problem: end.signal.aborted ? 'Cancelled.' : error instanceof Error ? error.message : String(error) });
    }
  };
  const choose = async (): Promise<void> => {
    setProblem('');
    try {
      const file = await host.ask('chooseBatch', {});
      if (file !== null) {
        await run(file);
      }
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const begin = (): void => { void choose(); };
  return (
    <section aria-labelledby="batch-title">
      <h2 id="batch-title">A file</h2>
      {scoring === undefined
        ? <p class="quiet">Every row of a CSV or JSON file is scored, and saved as CSV with its prediction beside it.</p>
        : <Progress scoring={scoring} save={() => { void save(); }} />}
      {problem !== '' && <p class="warned" role="alert"><span class="codicon codicon-error" aria-hidden="true" /><span class="wrap">{problem}</span></p>}
      <p class="buttons">
        {scoring?.end === undefined ? <Button disabled={!healthy} onClick={begin}>Score a file…</Button> : <Button onClick={() => scoring.end?.abort()}>Cancel</Button>}
      </p>
    </section>
  );
}

function Progress({ scoring: { file, done, problem, saved, end }, save }: { readonly scoring: Scoring; readonly save: () => void }): JSX.Element {
  return (
    <div role="status">
      <p><b>{file.name}</b> <span class="quiet">{end === undefined && done === file.rows ? `${countOf(done, 'row')} scored` : `${done.toLocaleString('en-US')} of ${countOf(file.rows, 'row')}`}</span></p>
      <progress max={file.rows} value={done} aria-label={`Rows of ${file.name} that are scored`} />
      {problem !== '' && <p class="warned"><span class="codicon codicon-warning" aria-hidden="true" /><span class="wrap">{problem}</span></p>}
      {end === undefined && done > 0 && (saved === '' ? <p><button type="button" class="link" onClick={save}>Save {done < file.rows ? `the ${done.toLocaleString('en-US')} rows that are scored` : 'predictions'}…</button></p> : <p class="wrap">Saved as <span class="mono">{saved}</span></p>)}
    </div>
  );
}
