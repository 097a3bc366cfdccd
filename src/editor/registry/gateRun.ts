/** Runs the gate of a version: with the Python that Train would take, until it has ended, asking before a pickle from elsewhere is loaded. */
import type { GateReport, GateRequest } from '../../protocol/gates';
import { PROJECT_FILE_NAME } from './gateText';
import type { Project } from '../connection/project';
import { untilEnded } from '../connection/untilEnded';
import { inBackground } from '../problem';
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
  const stop = (): void => inBackground(() => client.gates.stop(id));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  try {
    return await untilEnded(project, {
      read: ({ gates }) => gates.report(id, undefined),
      concerns: (notice) => notice.type === 'gate' && notice.gate_id === id,
      goesOn: ({ state }) => state === 'running',
      tell,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
