/** `slipway service status`: what is installed for a store, whether it runs, and what keeps it from running. */
import { existsSync, readFileSync } from 'node:fs';
import { findEngine } from '../connection/ensureEngine';
import { serviceFile } from './serviceInstall';
import { serviceName } from './servicePlan';
import { lingers, unitState } from './serviceSystemd';
import { unitCommand } from './serviceUnit';
import { CommandFailure, Exit, print, printJson, storeOf, VERSION, type CommonOptions } from './session';

interface ServiceStatus {
  readonly name: string;
  readonly store: string;
  /** null: it is not installed */
  readonly file: string | null;
  /** of systemd: active, activating, failed, inactive; null: it is not installed */
  readonly state: string | null;
  readonly enabled: boolean;
  readonly lingers: boolean;
  readonly pid: number | null;
  readonly restarts: number;
  /** that serves the store, whoever started it */
  readonly engine: { readonly url: string; readonly pid: number; readonly version: string } | null;
  /** clauses for people; empty: all is well */
  readonly problems: readonly string[];
}

/** Prints it; exit code 0 when the service's engine serves the store. @throws CommandFailure where there is no systemd */
export async function tellService(options: CommonOptions): Promise<void> {
  const status = await serviceStatus(storeOf(options));
  if (options.json === true) {
    printJson(status);
  } else {
    statusLines(status).forEach(print);
  }
  process.exitCode = status.pid !== null && status.pid === status.engine?.pid ? Exit.done : Exit.failed;
}

async function serviceStatus(store: string): Promise<ServiceStatus> {
  if (process.platform === 'win32' || process.platform === 'darwin') {
    throw new CommandFailure(`Slipway asks systemd for the state of a service, which this system has not. ${process.platform === 'darwin' ? 'Here "launchctl list" tells it' : 'Here Get-ScheduledTask tells it'}; the name is ${serviceName(store)}.`);
  }
  const name = serviceName(store);
  const file = serviceFile({ name });
  const address = await findEngine(store);
  const engine = address === undefined ? null : { url: address.url, pid: address.pid, version: address.version };
  if (!existsSync(file)) {
    return { name, store, file: null, state: null, enabled: false, lingers: lingers(), pid: null, restarts: 0, engine, problems: ['It is not installed: slipway service install.'] };
  }
  const unit = await unitState(name);
  const missing = unitCommand(readFileSync(file, 'utf8')).slice(0, 2).filter((program) => !existsSync(program));
  const problems = [
    ...missing.map((program) => `${program} is gone, which it runs: slipway service install writes it anew.`),
    ...(unit.enabled ? [] : ['It does not start with your session: slipway service install enables it.']),
    ...(engine === null || engine.pid === unit.pid ? [] : [`Another engine serves the store (process ${engine.pid}, version ${engine.version}). The service takes over when that one has ended, or at once by: slipway service install.`]),
    ...(engine?.pid === unit.pid && engine.version !== VERSION ? [`It runs version ${engine.version}, and this is ${VERSION}: slipway service install brings it up to date.`] : []),
  ];
  return { name, store, file, state: unit.state, enabled: unit.enabled, lingers: lingers(), pid: unit.pid === 0 ? null : unit.pid, restarts: unit.restarts, engine, problems };
}

function statusLines({ name, store, file, state, lingers: after, pid, restarts, engine, problems }: ServiceStatus): string[] {
  const runs = pid === null ? '' : `, process ${pid}${restarts === 0 ? '' : `, started anew ${restarts} times`}`;
  return [
    `${name}: ${state ?? 'not installed'}${runs}`,
    `store   ${store}`,
    ...(file === null ? [] : [`unit    ${file}`]),
    ...(engine === null ? [] : [`engine  ${engine.url}, version ${engine.version}`]),
    ...(file === null ? [] : [`logout  ${after ? 'it runs on, and starts with the machine' : 'it ends; to have it run on: loginctl enable-linger'}`]),
    ...problems,
  ];
}
