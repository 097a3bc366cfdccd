/** What the commands on data files share: DuckDB is loaded into their own process, and no engine is asked. */
import type { Command } from 'commander';
import { Exit, progress } from './session';

/** `a, b` → names. */
export function columnNames(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

/** Runs a command; what was asked wrongly ends it with exit code 2. */
export async function onFiles(command: Command, work: () => Promise<void>): Promise<void> {
  // DuckDB is asked one thing after the other: of libuv's four threads, three would only take memory.
  process.env['UV_THREADPOOL_SIZE'] ??= '1';
  try {
    await work();
  } catch (error) {
    // Its class is another bundle's.
    if (error instanceof Error && error.name === 'DataRefused') {
      command.error(error.message, { exitCode: Exit.wrongUse });
    }
    throw error;
  }
}

/** @returns what tells how many columns of how many are done: to people who wait at a terminal, and to the program that asks for it */
export function tellsProgress(options: { readonly progress?: boolean }, what: string): (done: number, of: number) => void {
  return (done, of) => {
    if (options.progress === true || (process.stderr.isTTY && done < of)) {
      progress(`${done} of ${of} columns ${what}`);
    }
  };
}
