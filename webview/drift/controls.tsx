/** Which window is looked at, what it is compared with, and by which method. */
import type { JSX } from 'preact';
import type { MonitoredWindow } from '../../src/protocol/monitors';
import type { DriftPanelState } from '../../src/protocol/panels/driftPanel';
import { DRIFT_METHODS, driftMethodText } from '../../src/wording/driftMethodText';
import { windowSummary } from '../../src/wording/monitorText';
import { BarNotice } from '../ui/notice';
import { Menu } from '../ui/menu';
import type { DriftHost, Keep } from './driftHost';
import { windowText } from './driftWords';

export interface ControlsProps {
  readonly host: DriftHost;
  readonly windows: readonly MonitoredWindow[];
  /** index of the window that is shown */
  readonly at: number;
  readonly onChoose: (index: number) => void;
  readonly state: DriftPanelState;
  readonly keep: Keep;
}

export function Controls({ host, windows, at, onChoose, state: { reference, method }, keep }: ControlsProps): JSX.Element {
  const shown = windows[at];
  const chooseFile = async (): Promise<void> => {
    const file = await host.ask('chooseReference', {});
    if (file !== null) {
      keep({ reference: file });
    }
  };
  const own = shown?.reference?.name ?? 'the monitor\'s own';
  return (
    <>
      <div class="controls">
        <h2>Columns</h2>
        <span class="which">
          <button type="button" class="icon-button" aria-label="Window before" title="Window before" disabled={at === 0} onClick={() => onChoose(at - 1)}><span class="codicon codicon-chevron-left" aria-hidden="true" /></button>
          <select aria-label="Window" value={String(at)} onChange={(event) => onChoose(Number(event.currentTarget.value))}>
            {windows.map((window, index) => <option key={window.to} value={String(index)}>{`${windowText(window)}: ${windowSummary(window)}`}</option>).toReversed()}
          </select>
          <button type="button" class="icon-button" aria-label="Window after" title="Window after" disabled={at === windows.length - 1} onClick={() => onChoose(at + 1)}><span class="codicon codicon-chevron-right" aria-hidden="true" /></button>
        </span>
        <span class="against">against</span>
        <Menu label={`Reference: ${reference ?? own}`} entries={[
          { label: own, icon: reference === undefined ? 'check' : 'blank', choose: () => keep({ reference: undefined }) },
          ...(reference === undefined ? [] : [{ label: reference, icon: 'check', choose: () => undefined }]),
          { label: 'Another file…', icon: 'file', group: true, choose: () => { void chooseFile(); } },
        ]}><><span class="value">{reference ?? own}</span><span class="codicon codicon-chevron-down" aria-hidden="true" /></></Menu>
        <select aria-label="Method" value={method ?? ''} onChange={(event) => keep({ method: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}>
          <option value="">methods of the monitor</option>
          {DRIFT_METHODS.map((name) => <option key={name} value={name}>{driftMethodText(name).title}</option>)}
        </select>
      </div>
      {(reference !== undefined || method !== undefined) && (
        <BarNotice icon="beaker">
          <span>Compared once more{reference === undefined ? '' : ` with ${reference}`}{method === undefined ? '' : ` by ${driftMethodText(method).title}`}. The monitor goes on as it does; its history stands over time.</span>
          <button type="button" class="link" onClick={() => keep({ reference: undefined, method: undefined })}>Back to what it found</button>
        </BarNotice>
      )}
    </>
  );
}
