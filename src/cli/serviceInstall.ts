/** Installs a service and takes it away. systemd is spoken to; for launchd and Windows, which this was never tried on, the files are written and the commands told. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeFileAtomic } from '../connection/atomicFile';
import type { EngineAddress } from '../connection/engineAddress';
import { copyName, engineCopies, makeEngineCopy, removeEngineCopies } from '../connection/engineFiles';
import { endEngine, findEngine } from '../connection/ensureEngine';
import { engineNode } from './engineNode';
import { agentLabel, launchAgent, scheduledTask } from './serviceAgent';
import { serviceFolder, serviceName, servicePlan, type ServicePlan } from './servicePlan';
import { lingers, SystemdMissing, systemctl, unitFolder, unitState } from './serviceSystemd';
import { systemdUnit } from './serviceUnit';
import { CommandFailure, distFolder, mustExist, print, progress, storeOf, VERSION, type CommonOptions } from './session';

/** A window that is open starts an engine of its own as soon as one ends: the service may need several goes. */
const GOES = 10;
const START_MS = 30_000;
const LOOK_MS = 50;

/** Prints what `installService` would write, or would say. */
export async function printService(options: CommonOptions): Promise<void> {
  const plan = servicePlan(storeOf(options), path.join(serviceFolder(), copyName(await copyVersion()), 'dist'), engineNode(distFolder()));
  process.stdout.write(process.platform === 'darwin' ? launchAgent(plan) : process.platform === 'win32' ? `${scheduledTask(plan)}\n` : systemdUnit(plan));
}

/** @throws CommandFailure that says why it could not be installed, and what to do instead */
export async function installService(options: CommonOptions): Promise<void> {
  mustExist(options);
  const store = storeOf(options);
  const node = engineNode(distFolder());
  if (process.platform !== 'win32' && process.platform !== 'darwin') {
    await systemctl('show', '--property=Version').catch((error: unknown) => { throw error instanceof SystemdMissing ? instead(error, servicePlan(store, distFolder(), node)) : error; });
  }
  progress('Copying the engine, so that the service outlives this version of the editor');
  const plan = servicePlan(store, await makeEngineCopy(path.dirname(distFolder()), serviceFolder(), await copyVersion()), node);
  if (process.platform === 'win32') {
    print(`Nothing was installed: Slipway has not been tried with the Task Scheduler yet. In PowerShell, this makes a task that runs the engine while you are logged on:\n\n${scheduledTask(plan)}`);
    return;
  }
  const file = serviceFile(plan);
  await mkdir(path.dirname(file), { recursive: true });
  writeFileAtomic(file, process.platform === 'darwin' ? launchAgent(plan) : systemdUnit(plan));
  if (process.platform === 'darwin') {
    print(`Written: ${file}. Slipway has not been tried with launchd yet, so nothing was started. This starts it, now and with each login:\n\nlaunchctl bootstrap gui/$(id -u) ${shellWord(file)}`);
    return;
  }
  await systemctl('daemon-reload');
  await systemctl('enable', `${plan.name}.service`);
  const engine = await takeOver(plan);
  await removeUnusedCopies();
  print(`${plan.name} runs the engine of ${store} at ${engine.url}, and starts with your session.`);
  print(lingers() ? 'It runs on after you log out, and starts with the machine (lingering is enabled for you).' : 'It ends when you log out. To have it run on, and start with the machine: loginctl enable-linger');
}

/** @throws CommandFailure when there is none, or systemd can't take it away */
export async function uninstallService(options: CommonOptions): Promise<void> {
  const plan = { name: serviceName(storeOf(options)) };
  if (process.platform === 'win32') {
    print(`In PowerShell, this takes the task away: Unregister-ScheduledTask -TaskName ${plan.name}`);
    return;
  }
  const file = serviceFile(plan);
  if (!existsSync(file)) {
    throw new CommandFailure(`The store ${storeOf(options)} has no service: there is no ${file}. --store DIR names another store.`);
  }
  if (process.platform === 'darwin') {
    await rm(file);
    print(`Taken away: ${file}. Where it still runs, this ends it: launchctl bootout gui/$(id -u)/${agentLabel(plan)}`);
    return;
  }
  await systemctl('disable', '--now', `${plan.name}.service`);
  await rm(file);
  await systemctl('daemon-reload');
  await removeUnusedCopies();
  print(`${plan.name} has ended and is taken away. Runs, jobs and deployments go on; a window or a command starts an engine again when it needs one.`);
}

/** The file of a service that is installed. */
export function serviceFile(plan: Pick<ServicePlan, 'name'>): string {
  return process.platform === 'darwin' ? path.join(os.homedir(), 'Library', 'LaunchAgents', `${agentLabel(plan)}.plist`) : path.join(unitFolder(), `${plan.name}.service`);
}

/** Builds of one version differ in a clone. */
async function copyVersion(): Promise<string> {
  return `${VERSION}-${createHash('sha256').update(await readFile(path.join(distFolder(), 'engine.js'))).digest('hex').slice(0, 8)}`;
}

/** Ends the engine that serves the store now, whoever started it, and has the service's take its place. */
async function takeOver({ name, store }: ServicePlan): Promise<EngineAddress> {
  const service = `${name}.service`;
  for (let go = 0; go < GOES; go += 1) {
    const before = await findEngine(store);
    // The service's own ends by its restart.
    if (before !== undefined && before.pid !== (await unitState(name)).pid) {
      await endEngine(before);
    }
    await systemctl('restart', service);
    const engine = await started(name, store);
    if (engine !== undefined) {
      return engine;
    }
  }
  throw new CommandFailure(`${name} is installed, and another engine serves ${store} again and again, as one of an open window does. The service tries every 15 seconds and takes over once that one has ended: close the windows of the project, or end it.`);
}

/** @returns undefined when another engine was first */
async function started(name: string, store: string): Promise<EngineAddress | undefined> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const [engine, unit] = [await findEngine(store), await unitState(name)];
    if (engine !== undefined && engine.pid === unit.pid) {
      return engine;
    }
    if (engine !== undefined && unit.pid === 0) {
      return undefined;
    }
    if (unit.state === 'failed' || Date.now() > deadline) {
      throw new CommandFailure(`${name} is installed and could not start its engine. What it said: journalctl --user -u ${name}. Its log: ${path.join(store, 'logs', 'engine.log')}`);
    }
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
  }
}

/** Takes away the copies that no unit names and nothing runs from: runners and deployments outlive their engine. */
async function removeUnusedCopies(): Promise<void> {
  if (!existsSync(serviceFolder())) {
    return;
  }
  const units = (await readdir(unitFolder())).filter((name) => name.startsWith('slipway-') && name.endsWith('.service'));
  const texts = await Promise.all(units.map((name) => readFile(path.join(unitFolder(), name), 'utf8')));
  const used = [...texts, ...await commandLines()];
  const copies = await engineCopies(serviceFolder());
  await removeEngineCopies(serviceFolder(), copies.filter((name) => !used.some((text) => text.includes(`/${name}/dist/`))));
}

/** Of all processes that this user may look at, on Linux. */
async function commandLines(): Promise<string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // It has ended, or is another user's.
    if (error.code === 'ENOENT' || error.code === 'ESRCH' || error.code === 'EACCES') {
      return '';
    }
    throw error;
  })));
}

function instead(missing: SystemdMissing, { command, env }: ServicePlan): CommandFailure {
  const electron = env['ELECTRON_RUN_AS_NODE'] === undefined ? '' : 'ELECTRON_RUN_AS_NODE=1 ';
  const line = `${electron}${command.map(shellWord).join(' ')}`;
  return new CommandFailure(`${missing.message} Nothing was installed. Let what starts programs here run this command instead, as you and for good:\n\n  ${line}\n\n`
    + `With cron, this line of \`crontab -e\` starts it with the machine:\n\n  @reboot ${line.replaceAll('%', String.raw`\%`)}\n\n\`slipway service install --print\` prints what a machine with systemd would get.`, { cause: missing });
}

function shellWord(text: string): string {
  return /^[\w./:@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
