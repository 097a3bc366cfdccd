// Finds a desktop VS Code that tests can be run in, and says so when there is none.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { inRoot, onPath } from './paths.mjs';
import { Advice } from './progress.mjs';

/** The program behind the `code` command, which is only a script that starts it; undefined for a remote or web `code`. */
function behindCommand(command) {
  const bin = path.dirname(realpathSync(command));
  return [path.join(bin, '..', 'code'), path.join(bin, '..', 'Code.exe'), path.join(bin, '..', '..', '..', 'MacOS', 'Electron')].find(existsSync);
}

/** A VS Code that @vscode/test-electron has downloaded into .vscode-test before. */
function downloaded() {
  const folder = inRoot('.vscode-test');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('vscode-')).toSorted().toReversed() : [];
  return names
    .flatMap((name) => ['code', 'Code.exe', path.join('Visual Studio Code.app', 'Contents', 'MacOS', 'Electron')].map((file) => path.join(folder, name, file)))
    .find(existsSync);
}

const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * The desktop program to run tests in, or undefined for code-server. `SLIPWAY_VSCODE=desktop` insists (and downloads one when
 * there is none), `SLIPWAY_VSCODE=code-server` refuses; without it a desktop build is used where one stands and can show a window.
 */
export async function desktopForTests() {
  const wish = process.env.SLIPWAY_VSCODE;
  if (wish !== undefined && wish !== 'desktop' && wish !== 'code-server') throw new Advice(`SLIPWAY_VSCODE is "${wish}"; it can be "desktop" or "code-server".`);
  if (wish === 'code-server' || (wish === undefined && !hasDisplay())) return undefined;
  if (!hasDisplay()) throw new Advice('SLIPWAY_VSCODE=desktop needs a display. Start again under a virtual one: xvfb-run -a npm test');
  const command = onPath('code');
  const found = (command && behindCommand(command)) ?? downloaded();
  if (found || wish === undefined) return found;
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return downloadAndUnzipVSCode({ cachePath: inRoot('.vscode-test') });
}
