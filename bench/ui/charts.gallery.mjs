// The gallery of charts (webview/charts/gallery) as one page in a real Chromium.
import path from 'node:path';
import { build } from 'esbuild';
import { launchBrowser } from '../../scripts/browser.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { inRoot } from '../../scripts/paths.mjs';

const address = 'http://gallery.invalid/';

/** Opens the gallery. `show` takes what webview/charts/gallery reads; `more` are scripts that the page has besides. */
export async function openGallery(viewport = { width: 1400, height: 800 }, more = []) {
  const { outputFiles } = await build({
    entryPoints: [inRoot('webview/charts/gallery/gallery.tsx'), ...more], entryNames: '[name]', bundle: true, minify: true, write: false, outdir: 'gallery', platform: 'browser', target: 'es2022', format: 'iife',
    jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path: file, text }) => [`/${path.basename(file)}`, text]));
  const scripts = [...files.keys()].filter((name) => name.endsWith('.js'));
  const browser = await launchBrowser(await ensureChromium());
  const page = await browser.newPage({ viewport });
  // A page of its own address, under the policy of our panels: what they forbid must not work here either.
  await page.route(`${address}**`, (route) => {
    const name = new URL(route.request().url()).pathname;
    if (files.has(name)) return route.fulfill({ contentType: name.endsWith('.js') ? 'text/javascript' : 'text/css', body: files.get(name) });
    return route.fulfill({
      contentType: 'text/html',
      body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Charts</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${address}; style-src ${address}gallery.css; img-src blob: data:"><link rel="stylesheet" href="gallery.css"></head><body>${scripts.map((script) => `<script src="${script}"></script>`).join('')}</body></html>`,
    });
  });
  return {
    page,
    async show(scene) {
      await page.goto('about:blank');
      await page.goto(`${address}#${encodeURIComponent(JSON.stringify(scene))}`);
    },
    close: () => browser.close(),
  };
}
