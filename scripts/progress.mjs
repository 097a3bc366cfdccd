// One line per step, stamped with the seconds since the start, on stderr: stdout belongs to results.
const started = Date.now();

/** Says one line of progress. */
export function say(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`[${seconds} s] ${text}\n`);
}

/** Something that a person has to mend: printed as it is, without a stack. */
export class Advice extends Error {}

/** Runs `main` as a script: what goes wrong ends in one readable message and exit code 1. */
export function asScript(main) {
  main().catch((error) => {
    process.stderr.write(`\n${error instanceof Advice ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = 1;
  });
}
