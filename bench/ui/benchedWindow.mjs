// A project with an engine, and a window of the real workbench on it with the extension as users get it; all of it gone afterwards.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { browserArguments } from '../../scripts/browser.mjs';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { cache, inRoot, node24, root } from '../../scripts/paths.mjs';
import { startWorkbenchServer } from '../../scripts/workbenchServer.mjs';

/** The connection that the editor uses and the builders of the tests, from their sources. */
async function sources(folder) {
  const file = path.join(folder, 'sources.mjs');
  const contents = ['src/connection/ensureEngine', 'src/connection/engineClient', 'test/builders/runs', 'test/builders/artifacts'].map((name) => `export * from "./${name}";`).join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'error',
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return import(file);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends an engine and waits until its process has let go of the store. */
async function stopped(engine) {
  const { pid } = await engine.engine();
  await engine.stopEngine();
  engine.close();
  while (isAlive(pid)) await setTimeout(20);
}

/**
 * @param developer the build that tests and F5 use, instead of that of users
 * @param fill gets the engine and the builders, and fills the store; `restart(work)` does something while no engine has it
 * @param measure gets the page, with the side bar open
 * @returns what `measure` returns
 */
export async function inBenchedWindow({ name, developer = false, fill }, measure) {
  await ensureBuilt({ production: !developer });
  await ensureCodeServer();
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(path.join(cache, `bench-${name}-`));
  const folder = path.join(home, 'project');
  mkdirSync(folder);
  process.env.SLIPWAY_RUNTIME_DIR = path.join(home, 'runtime');
  mkdirSync(process.env.SLIPWAY_RUNTIME_DIR, { mode: 0o700 });
  const parts = await sources(home);
  const { version } = (await import(inRoot('package.json'), { with: { type: 'json' } })).default;
  const store = path.join(folder, '.slipway');
  const start = async () => new parts.EngineClient(await parts.ensureEngine({ store, node: node24(), entry: inRoot('dist', 'engine.js'), version }));
  let engine = await start();
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...browserArguments, '--enable-precise-memory-info'] });
  let server;
  try {
    await fill({
      engine, store, parts,
      restart: async (work) => {
        await stopped(engine);
        await work();
        engine = await start();
      },
    });
    // A plain folder is enough for VS Code: what .vscodeignore lets into the package.
    for (const part of ['package.json', 'media', 'dist', path.join('node_modules', 'better-sqlite3')]) cpSync(inRoot(part), path.join(home, 'extensions', `slipway.slipway-${version}`, part), { recursive: true });
    server = await startWorkbenchServer({ home, automation: false, env: { SLIPWAY_RUNTIME_DIR: process.env.SLIPWAY_RUNTIME_DIR }, settings: { 'workbench.colorTheme': 'Dark Modern', 'remote.autoForwardPorts': false } });
    const page = await browser.newPage({ viewport: { width: 1440, height: 960 } });
    page.setDefaultTimeout(90_000);
    await page.goto(server.address({ folder, payload: [['skipWelcome', 'true']] }));
    await page.locator('.activitybar a[aria-label^="Slipway"]').click();
    return await measure(page);
  } finally {
    await browser.close();
    await server?.close();
    await stopped(engine);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
