/** Which Python a command runs in. */
import path from 'node:path';

const PYTHON = /^(python(w|[0-9.]+t?)?|pypy[0-9.]*)(\.exe)?$/i;
const NOTHING_AFTER = /^(-m|-c)$/;
/** `poetry run python`, `uv run --with X python`, `conda run -n env python`: beyond these it is an argument of something else. */
const FARTHEST = 8;

/**
 * The arguments that, followed by a script, run it in the same environment as the command does.
 * @param interpreter the one that the requester named, which is surest
 * @returns undefined where the command is not evidently Python
 */
export function pythonPrefix(command: readonly string[], interpreter: string | null): string[] | undefined {
  if (interpreter !== null) {
    return [interpreter];
  }
  const end = command.findIndex((argument) => NOTHING_AFTER.test(argument));
  const head = command.slice(0, Math.min(end < 0 ? command.length : end, FARTHEST));
  const at = head.findIndex((argument) => PYTHON.test(path.basename(argument)));
  return at < 0 ? undefined : command.slice(0, at + 1);
}
