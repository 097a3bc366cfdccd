/** Resident memory of a process and of all that it has started. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessLine { readonly pid: number; readonly parent: number; /** resident, bytes */ readonly memory: number }

const run = promisify(execFile);
const WINDOWS = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.WorkingSetSize)" }';

/** @returns bytes of the process itself, and of those that it, and they, have started */
export async function memoryOf(pid: number): Promise<{ readonly own: number; readonly others: number }> {
  return treeMemory(await processes(), pid);
}

/** Pure. */
export function treeMemory(lines: readonly ProcessLine[], pid: number): { readonly own: number; readonly others: number } {
  const own = lines.find((line) => line.pid === pid)?.memory ?? 0;
  const below = (parent: number): number => lines.filter((line) => line.parent === parent && line.pid !== parent).reduce((sum, line) => sum + line.memory + below(line.pid), 0);
  return { own, others: below(pid) };
}

async function processes(): Promise<ProcessLine[]> {
  switch (process.platform) {
    case 'linux':
      return linuxProcesses();
    case 'win32':
      return linesOf((await run('powershell', ['-NoProfile', '-Command', WINDOWS], { windowsHide: true })).stdout, 1);
    default:
      return linesOf((await run('ps', ['-A', '-o', 'pid=,ppid=,rss='])).stdout, 1024);
  }
}

/** A slim container has no ps. */
async function linuxProcesses(): Promise<ProcessLine[]> {
  const found = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((name) => statusOf(Number(name))));
  return found.filter((line) => line !== undefined);
}

/** @returns undefined for one that has ended meanwhile */
async function statusOf(pid: number): Promise<ProcessLine | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'latin1');
    const field = (name: string): number => Number(new RegExp(String.raw`^${name}:\s+(\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { pid, parent: field('PPid'), memory: field('VmRSS') * 1024 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return undefined;
    }
    throw error;
  }
}

function linesOf(text: string, unit: number): ProcessLine[] {
  return text.split('\n').map((line) => line.trim().split(/\s+/).map(Number)).filter((fields) => fields.length === 3).map(([pid = 0, parent = 0, memory = 0]) => ({ pid, parent, memory: memory * unit }));
}
