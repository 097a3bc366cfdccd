// `npm run package`: a production build, packed into slipway-<version>.vsix.
import { readFileSync } from 'node:fs';
import { must } from './command.mjs';
import { ensureNodePackages } from './nodePackages.mjs';
import { packExtension } from './packageFile.mjs';
import { inRoot, node24, root } from './paths.mjs';
import { asScript, say } from './progress.mjs';

asScript(async () => {
  await ensureNodePackages();
  say('Building for production');
  await must('The build', node24(), ['esbuild.js', '--production'], { cwd: root });
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const file = inRoot(`${name}-${version}.vsix`);
  const size = await packExtension(file);
  say(`${(size / 1e6).toFixed(1)} MB`);
  process.stdout.write(`${file}\n`);
});
