// Prints the interpreter that has NannyML and river, which are installed when they are not there yet: for test/clients/test_estimation.py and test_concept.py.
import { asScript } from './progress.mjs';
import { ensureNannyml } from './python.mjs';

asScript(async () => {
  process.stdout.write(`${await ensureNannyml()}\n`);
});
