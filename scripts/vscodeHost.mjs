// Runs one file of test/vscode in the extension host of a real VS Code: code-server's, or a desktop build.
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { launchBrowser } from './browser.mjs';
import { openPageBridge } from './pageBridge.mjs';
import { inRoot, root } from './paths.mjs';
import { quietSettings, startWorkbenchServer } from './workbenchServer.mjs';
import { copyWorkspace } from './workspaceCopy.mjs';

const limit = 6 * 60_000;

/**
 * What a test file asks for in its first lines: `// workspace: iris | digits | empty | none` (iris when it says nothing)
 * and `// trust: restricted` for a window in restricted mode.
 */
export function wishesOf(file) {
  const head = readFileSync(file, 'utf8').split('\n', 10).join('\n');
  return { workspace: /^\/\/ workspace: (\w+)/m.exec(head)?.[1] ?? 'iris', trusted: !/^\/\/ trust: restricted/m.test(head) };
}

function environmentOf(suite, home, environment, results) {
  const runtime = path.join(home, 'runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { ...environment, SLIPWAY_RUNTIME_DIR: runtime, SLIPWAY_TEST_SUITE: suite, SLIPWAY_TEST_RESULTS: results };
}

function resultsOf(file, suite, problem) {
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: [], failed: [] };
  if (problem && results.failed.length === 0) results.failed.push({ title: suite, error: problem });
  return results;
}

async function inCodeServer({ suite, wishes, home, environment, chromium, results, reports, pictures }) {
  const browser = await launchBrowser(chromium);
  // Everything that the window and the extension host say; errors of the unreachable gallery are part of it and mean nothing.
  const log = createWriteStream(path.join(reports, `${suite}.log`));
  let page;
  const bridge = await openPageBridge(() => page);
  const env = { ...environmentOf(suite, home, environment, results), SLIPWAY_TEST_PAGE: bridge.address };
  const server = await startWorkbenchServer({ home, env, trusted: wishes.trusted });
  try {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const ended = new Promise((resolve) => {
      const late = setTimeout(() => resolve(`The suite was not done after ${limit / 60_000} minutes.`), limit);
      const end = (problem) => {
        clearTimeout(late);
        resolve(problem);
      };
      page.on('crash', () => end('The page of the workbench crashed.'));
      page.exposeFunction('codeAutomationExit', (code) => end(code === 0 ? undefined : `The extension host reported exit code ${code}.`)).catch(end);
    });
    await page.exposeFunction('codeAutomationLog', (type, values) => {
      log.write(`[${type}] ${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}\n`);
    });
    await page.goto(server.address({
      folder: copyWorkspace(home, wishes.workspace),
      payload: [
        ['extensionDevelopmentPath', server.remote(root)], ['extensionTestsPath', server.remote(inRoot('out', 'test', 'vscode', 'index.js'))],
        ['skipWelcome', 'true'], ['enableProposedApi', ''],
      ],
    }));
    const problem = await ended;
    if (problem) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${suite}-failed.png`) });
    }
    return resultsOf(results, suite, problem);
  } finally {
    await browser.close();
    await server.close();
    await bridge.close();
    await finished(log.end());
  }
}

async function onDesktop({ suite, wishes, home, environment, executable, results }) {
  const { runTests } = await import('@vscode/test-electron');
  const user = path.join(home, 'user');
  mkdirSync(path.join(user, 'User'), { recursive: true });
  writeFileSync(path.join(user, 'User', 'settings.json'), JSON.stringify(quietSettings, null, 2));
  const folder = copyWorkspace(home, wishes.workspace);
  let problem;
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: inRoot('out', 'test', 'vscode', 'index.js'),
      extensionTestsEnv: environmentOf(suite, home, environment, results),
      launchArgs: [
        ...(folder ? [folder] : []), '--user-data-dir', user, '--extensions-dir', path.join(home, 'extensions'), '--skip-welcome', '--disable-telemetry',
        ...(wishes.trusted ? ['--disable-workspace-trust'] : []), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  } catch (error) {
    problem = String(error);
  }
  return resultsOf(results, suite, problem);
}

/**
 * Runs test/vscode/<suite>.ts in a window, a workspace and a runtime folder of its own, below `scratch`.
 * Resolves with `{ passed: [{ title, ms }], failed: [{ title, error }] }`; a host that broke is one failure.
 * `host` is `{ kind: 'code-server', chromium }` or `{ kind: 'desktop', executable }`.
 */
export async function runSuite({ suite, host, scratch, environment, reports, pictures }) {
  const home = mkdtempSync(path.join(scratch, 'vscode-'));
  const results = path.join(home, 'results.json');
  const wishes = wishesOf(inRoot('test', 'vscode', `${suite}.ts`));
  const session = { suite, wishes, home, environment, results, reports, pictures, ...host };
  try {
    return host.kind === 'desktop' ? await onDesktop(session) : await inCodeServer(session);
  } catch (error) {
    return { passed: [], failed: [{ title: suite, error: `The host did not start: ${error.stack ?? error}` }] };
  } finally {
    if (!process.env.SLIPWAY_KEEP) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
