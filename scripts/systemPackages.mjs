// What only the system's package manager can bring: installed when we may, else named in one exact command.
import { run } from './command.mjs';
import { onPath } from './paths.mjs';
import { Advice, say } from './progress.mjs';

const mayInstall = () => process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== undefined;

/**
 * Makes sure that each need `{ apt, met() }` is met. As root on Debian or Ubuntu the missing packages are installed;
 * everywhere else the error says the command. `why` completes "… is needed to".
 */
export async function ensureSystemPackages(why, needs) {
  const missing = () => needs.filter((need) => !need.met());
  const first = missing();
  if (first.length === 0) return;
  const packages = first.map((need) => need.apt);
  const command = `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`;
  if (!mayInstall()) {
    throw new Advice(`Missing system packages to ${why}: ${packages.join(', ')}.\nInstall them and start again:\n\n    ${command}\n`);
  }
  say(`Installing system packages to ${why}: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  const installed = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  const still = missing();
  if (still.length > 0) {
    throw new Advice(`Could not install ${still.map((need) => need.apt).join(', ')}, needed to ${why}. Run this by hand and start again:\n\n    ${command}\n\n${installed.output.slice(-2_000)}`);
  }
}
