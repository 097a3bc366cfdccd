// A probe inside the extension host of a real VS Code: a fresh server and window, the extension from its checkout, what the probe wrote.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { startWorkbenchServer } from '../scripts/workbenchServer.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The browser that windows are opened in; whoever asks closes it. */
export async function benchBrowser() {
  return chromium.launch({ executablePath: await ensureChromium(), args: flags });
}

/** Opens `folder`, runs `probe` in the place of a test suite, and returns the JSON that it wrote to SLIPWAY_BENCH_RESULT. */
export async function inExtensionHost({ browser, home, folder, extension, probe, env = {}, limitMs = 90_000 }) {
  mkdirSync(home, { recursive: true });
  const result = path.join(home, 'result.json');
  const server = await startWorkbenchServer({ home, env: { SLIPWAY_BENCH_RESULT: result, XDG_RUNTIME_DIR: home, ...env } });
  const page = await browser.newPage();
  const errors = [];
  try {
    const ended = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`The host did not finish within ${limitMs / 1000} s.\n${server.log().slice(-2000)}`)), limitMs);
      page.exposeFunction('codeAutomationLog', (type, values) => {
        if (type === 'error') errors.push(JSON.stringify(values));
      }).then(() => page.exposeFunction('codeAutomationExit', (code) => {
        clearTimeout(late);
        resolve(code);
      })).then(() => page.goto(server.address({
        folder,
        payload: [
          ['extensionDevelopmentPath', server.remote(extension)],
          ['extensionTestsPath', server.remote(probe)],
          ['skipWelcome', 'true'],
        ],
      }))).catch(reject);
    });
    const code = await ended;
    if (code !== 0) throw new Error(`The probe failed in the extension host (${code}).\n${errors.join('\n')}\n${server.log().slice(-2000)}`);
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    await page.close();
    await server.close();
  }
}
