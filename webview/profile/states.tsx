/** What stands there while the file is read, and when it can't be; and what is to be said above what is shown. */
import type { JSX } from 'preact';
import type { ValidationReport } from '../../src/protocol/dataSchema';
import { Button } from '../ui/controls';
import type { Live } from '../ui/live';
import { BarNotice, ReadProblem } from '../ui/notice';
import { useWaited } from '../ui/patience';
import type { Reading } from './reading';

export function Unread({ path, reading }: { readonly path: string; readonly reading: Reading }): JSX.Element {
  const waited = useWaited();
  const name = path.split(/[\\/]/).at(-1) ?? path;
  if (reading.problem !== undefined) {
    return (
      <main class="middle">
        <span class="codicon codicon-warning large" aria-hidden="true" />
        <h1>{name} cannot be described</h1>
        <p role="alert">{reading.problem.message}</p>
        <Button primary onClick={reading.refresh}>Try again</Button>
      </main>
    );
  }
  if (reading.cancelled) {
    return (
      <main class="middle">
        <span class="codicon codicon-table large" aria-hidden="true" />
        <h1>{name} was not read to its end</h1>
        <p>Nothing is shown of a part of it.</p>
        <Button primary onClick={reading.refresh}>Profile it</Button>
      </main>
    );
  }
  return (
    <main class="profile-waiting">
      {waited && (
        <>
          <p role="status">Reading {name}{progressText(reading)}</p>
          <progress aria-label={`Reading ${name}`} {...(reading.progress === undefined || reading.progress.of === 0 ? {} : { value: reading.progress.done, max: reading.progress.of })} />
          <Button onClick={reading.cancel}>Cancel</Button>
          <div class="loading" aria-hidden="true">{Array.from({ length: 8 }, (_, line) => <span key={line} class="bar" style={{ width: `${30 + ((line * 37) % 50)}%` }} />)}</div>
        </>
      )}
    </main>
  );
}

function progressText({ progress }: Reading): string {
  return progress === undefined || progress.of === 0 ? '…' : `: ${progress.done.toLocaleString('en-US')} of ${progress.of.toLocaleString('en-US')} columns`;
}

export interface NoticesProps { readonly reading: Reading; readonly validation: Live<ValidationReport | null>; readonly onSchema: () => void }

export function Notices({ reading, validation, onSchema }: NoticesProps): JSX.Element {
  // What has a column of the table stands there.
  const beside = validation.value?.violations.filter(({ column, rule }) => column === null || rule === 'column') ?? [];
  const gone = beside.flatMap(({ column }) => column ?? []);
  return (
    <div role="status">
      {reading.problem !== undefined && <ReadProblem message={reading.problem.message} onRetry={reading.refresh} />}
      {reading.report !== undefined && reading.progress !== undefined && <BarNotice icon="sync codicon-modifier-spin">The file has changed, and is read again{progressText(reading)} <button type="button" class="link" onClick={reading.cancel}>Cancel</button></BarNotice>}
      {validation.problem !== undefined && <BarNotice icon="warning">It was not checked. {validation.problem.message} <button type="button" class="link" onClick={onSchema}>Open slipway.yaml</button></BarNotice>}
      {gone.length > 0 && <BarNotice icon="error">The schema has {gone.length === 1 ? 'a column' : `${gone.length} columns`} that the file has not: {gone.slice(0, 6).join(', ')}{gone.length > 6 ? ', …' : ''}. <button type="button" class="link" onClick={onSchema}>Open the schema</button></BarNotice>}
      {beside.filter(({ column }) => column === null).map(({ rule, message }) => <BarNotice key={rule} icon="error">{message}</BarNotice>)}
    </div>
  );
}
