/** Runs the gate of a version: with the Python that Train would take, until it has ended, asking before a pickle from elsewhere is loaded. */
import * as vscode from 'vscode';
import { EngineUnreachable } from '../../connection/engineError';
import type { GateReport, GateRequest } from '../../protocol/gates';
import { PROJECT_FILE_NAME } from './gateText';
import type { Project } from '../connection/project';
import { projectPython } from '../training/projectPython';
import { trustedFirst } from '../trust';
import { askTrust } from './trustQuestion';

/** What is judged. */
export interface Judged { readonly project: Project; readonly name: string; readonly version: string }

/**
 * Runs the gate to its end.
 * @param tell what is done now, and how the gate is stopped
 * @returns the report; `stopped` when the signal aborted, or when a pickle was not to be loaded
 */
export async function runGate(judged: Judged, tell: (report: GateReport) => void, signal: AbortSignal): Promise<GateReport> {
  trustedFirst('gates');
  const request = await requestFor(judged);
  const report = await ended(judged.project, request, tell, signal);
  const pickles = report.needs_trust ?? [];
  if (report.state !== 'broken' || pickles.length === 0) {
    return report;
  }
  return ended(judged.project, { ...request, trust: await askTrust(`${judged.name}/${judged.version}`, pickles) }, tell, signal);
}

/** A gate of recorded numbers needs no Python; one that does says so in its report. */
async function requestFor({ project, name, version }: Judged): Promise<GateRequest> {
  return { name, version, root: project.root, ...await projectPython(project, PROJECT_FILE_NAME) };
}

/** Begins a report and follows it by the engine's notices. */
async function ended(project: Project, request: GateRequest, tell: (report: GateReport) => void, signal: AbortSignal): Promise<GateReport> {
  const client = await project.connect();
  const begun = await client.gates.run(request);
  const id = begun.gate_id;
  tell(begun);
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => { listeners.dispose(); signal.removeEventListener('abort', stop); done(); };
    const read = async (): Promise<void> => {
      try {
        const report = await (await project.connect()).gates.report(id, undefined);
        if (report.state === 'running') {
          tell(report);
        } else {
          settle(() => resolve(report));
        }
      } catch (error) {
        // An engine that starts again tells what became of the gate; until then there is nothing to say.
        if (!(error instanceof EngineUnreachable)) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      }
    };
    const stop = (): void => { client.gates.stop(id).catch((error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error))))); };
    const listeners = vscode.Disposable.from(
      project.onNotice((notice) => { if (notice.type === 'gate' && notice.gate_id === id) { void read(); } }),
      project.onReset(() => { void read(); }),
    );
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) {
      stop();
    }
    // It may have ended before anybody listened.
    void read();
  });
}
