// Prints the interpreter that has Evidently, which is installed when it is not there yet: for test/clients/test_drift.py and bench/drift.
import { asScript } from './progress.mjs';
import { ensureEvidently } from './python.mjs';

asScript(async () => {
  process.stdout.write(`${await ensureEvidently()}\n`);
});
