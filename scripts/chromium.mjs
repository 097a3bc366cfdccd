// A browser of the Chromium family, for the tests that look at the workbench.
import { existsSync } from 'node:fs';
import { onPath } from './paths.mjs';
import { Advice } from './progress.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function find() {
  return process.env.SLIPWAY_CHROMIUM ?? onPath(...names) ?? elsewhere.find(existsSync);
}

/** Path of a Chromium, Chrome or Edge; installed when we may (Debian, root), else an error that says how. `SLIPWAY_CHROMIUM` names another. */
export async function ensureChromium() {
  if (find() === undefined && process.platform === 'linux') {
    await ensureSystemPackages('open the workbench in a browser', [{ apt: 'chromium', met: () => find() !== undefined }]);
  }
  const found = find();
  if (found === undefined) throw new Advice('No Chromium, Chrome or Edge was found. Install one, or name it in SLIPWAY_CHROMIUM, and start again.');
  return found;
}
