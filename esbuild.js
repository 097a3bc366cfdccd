// Builds everything that ships: the extension, the engine, the job runner and the CLI for Node, webviews for the browser.
// `--watch` rebuilds on change, `--production` minifies. `test/vscode` is built beside them with `--tests`.
const esbuild = require('esbuild');
const { readdirSync, existsSync, rmSync, cpSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const tests = process.argv.includes('--tests');

const common = {
  bundle: true,
  sourcemap: true,
  sourcesContent: !production,
  minify: production,
  legalComments: 'none',
  logLevel: 'info',
  define: { SLIPWAY_VERSION: JSON.stringify(require('./package.json').version) },
};

/** Files that are loaded when they are first needed, from bundles of their own beside the one that asks: the end of an import → the bundle. */
const loadedLater = { checks: 'panelChecks', languageClient: 'languageClient', parse: 'projectFile', compareFiles: 'drift', profileFile: 'profile', validateFile: 'validate', arrowTable: 'arrow', writeSchema: 'writeSchema', writeMonitor: 'writeMonitor' };

/**
 * What the extension's start need not pay for: what checks the asks of panels comes with the first panel, what reads slipway.yaml with
 * the first of those. And each `import * as vscode` of a file would copy the hundreds of names of that module once more: all files
 * share one copy.
 */
const quickStart = {
  name: 'quick start',
  setup(build) {
    for (const [file, bundle] of Object.entries(loadedLater)) {
      build.onResolve({ filter: new RegExp(`/${file}$`) }, (asked) => (asked.kind === 'dynamic-import' ? { path: `./${bundle}.js`, external: true } : undefined));
    }
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, importer }) => (namespace === 'once' || importer.includes('node_modules') ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'once' }));
    build.onLoad({ filter: /.*/, namespace: 'once' }, () => ({ contents: "export * from 'vscode';", loader: 'js' }));
  },
};

const nodeBuild = {
  ...common,
  platform: 'node',
  // VS Code 1.105 runs extensions on Node 22; the command line runs on the user's own Node 20 or newer.
  target: 'node20',
  format: 'cjs',
  external: ['better-sqlite3', 'onnxruntime-node', '@duckdb/node-bindings-*'],
  outdir: 'dist',
  plugins: [quickStart],
  // An import of another bundle becomes a require: both are CommonJS, and VS Code looks after require.
  supported: { 'dynamic-import': false },
  entryPoints: {
    extension: 'src/extension.ts',
    panelChecks: 'src/editor/panels/checks.ts',
    languageClient: 'src/editor/language/languageClient.ts',
    language: 'src/language/server.ts',
    projectFile: 'src/projectFile/parse.ts',
    engine: 'src/engine/main.ts',
    analysis: 'src/engine/analysis/main.ts',
    monitor: 'src/engine/monitoring/worker/main.ts',
    drift: 'src/engine/monitoring/drift/compareFiles.ts',
    profile: 'src/engine/data/profileFile.ts',
    validate: 'src/engine/data/validateFile.ts',
    writeSchema: 'src/projectFile/writeSchema.ts',
    writeMonitor: 'src/projectFile/writeMonitor.ts',
    arrow: 'src/engine/analysis/arrowTable.ts',
    runner: 'src/engine/training/runner/main.ts',
    deployment: 'src/engine/serving/front/main.ts',
    arm: 'src/engine/serving/front/arms/modelProcessMain.ts',
    graph: 'src/engine/serving/conversion/graph/main.ts',
    measure: 'src/engine/serving/measuring/main.ts',
    supervisor: 'src/engine/serving/supervisor/main.ts',
    slipway: 'src/cli/main.ts',
  },
};

const pages = existsSync('webview')
  ? readdirSync('webview', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(path.join('webview', entry.name, 'main.tsx')))
      .map((entry) => [entry.name, path.join('webview', entry.name, 'main.tsx')])
  : [];

const builds = [nodeBuild];
if (pages.length > 0) {
  builds.push({
    ...common, platform: 'browser', target: 'es2022', format: 'iife', outdir: 'dist/webview',
    entryPoints: Object.fromEntries(pages), jsx: 'automatic', jsxImportSource: 'preact', loader: { '.ttf': 'file' },
  });
}
if (tests) {
  const suites = readdirSync('test/vscode').filter((file) => file.endsWith('.test.ts'));
  builds.push({
    ...common, platform: 'node', target: 'node20', format: 'cjs', outdir: 'out/test/vscode',
    external: ['vscode', 'better-sqlite3', 'mocha'],
    entryPoints: Object.fromEntries([['index', 'test/vscode/index.ts'], ...suites.map((file) => [path.parse(file).name, `test/vscode/${file}`])]),
  });
}

async function main() {
  if (!watch) {
    rmSync('dist', { recursive: true, force: true });
  }
  mkdirSync('dist', { recursive: true });
  // The small .py files that run inside the user's environment stand beside the bundles that start them.
  cpSync('src/python', 'dist/python', { recursive: true });
  if (watch) {
    const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(builds.map((options) => esbuild.build(options)));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
