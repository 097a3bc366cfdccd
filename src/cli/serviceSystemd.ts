/** The user's systemd, which runs services, as `systemctl --user` speaks with it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { xdgFolder } from './servicePlan';
import { CommandFailure } from './session';

/** What systemd knows of a unit (systemctl(1), `show`). */
export interface UnitState {
  /** active, activating, failed, inactive, … */
  readonly state: string;
  /** whether it starts with the session */
  readonly enabled: boolean;
  /** 0: none */
  readonly pid: number;
  /** times that it was started anew */
  readonly restarts: number;
}

/** Folder of the user's units. */
export function unitFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(xdgFolder(env['XDG_CONFIG_HOME'], path.join(os.homedir(), '.config')), 'systemd', 'user');
}

/** @returns what it prints @throws CommandFailure with what it says, and what to do where there is no such systemd */
export function systemctl(...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('systemctl', ['--user', '--no-pager', ...words], { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else if (error.code === 'ENOENT') {
        reject(new SystemdMissing('This machine has no systemd (there is no systemctl on the PATH).', { cause: error }));
      } else if (/connect to (user scope )?bus|not been booted with systemd|Host is down/i.test(stderr)) {
        reject(new SystemdMissing(`No systemd runs for this user here (${stderr.trim().split('\n')[0]}). It does in a session that the user logged in to, at the machine or by ssh; not within su, sudo or most containers.`, { cause: error }));
      } else {
        reject(new CommandFailure(`"systemctl --user ${words.join(' ')}" failed: ${stderr.trim() === '' ? error.message : stderr.trim()}`, { cause: error }));
      }
    });
  });
}

/** There is no systemd that could run a service. */
export class SystemdMissing extends CommandFailure {}

/** @throws CommandFailure as `systemctl` does */
export async function unitState(name: string): Promise<UnitState> {
  const shown = await systemctl('show', `${name}.service`, '--property=ActiveState,UnitFileState,MainPID,NRestarts');
  const values = new Map(shown.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return {
    state: values.get('ActiveState') ?? 'unknown', enabled: values.get('UnitFileState') === 'enabled',
    pid: Number(values.get('MainPID') ?? 0), restarts: Number(values.get('NRestarts') ?? 0),
  };
}

/** Whether the user's services run on after logout, and from the start of the machine (loginctl(1), `enable-linger`). */
export function lingers(): boolean {
  return existsSync(path.join('/var/lib/systemd/linger', os.userInfo().username));
}
