// The gallery of charts (webview/charts/gallery) as one page in a real Chromium.
import { build } from 'esbuild';
import { launchBrowser } from '../../scripts/browser.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { inRoot } from '../../scripts/paths.mjs';

const address = 'http://gallery.invalid/';

/** Opens the gallery; `scene` is what webview/charts/gallery reads. */
export async function openGallery(viewport = { width: 1400, height: 800 }) {
  const { outputFiles } = await build({
    entryPoints: [inRoot('webview/charts/gallery/gallery.tsx')], bundle: true, minify: true, write: false, outdir: 'gallery', platform: 'browser', target: 'es2022', format: 'iife',
    jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error',
  });
  const [script, style] = ['.js', '.css'].map((ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '');
  const browser = await launchBrowser(await ensureChromium());
  const page = await browser.newPage({ viewport });
  // A page of its own address, under the policy of our panels: what they forbid must not work here either.
  await page.route(`${address}**`, (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name === '/gallery.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (name === '/gallery.css') return route.fulfill({ contentType: 'text/css', body: style });
    return route.fulfill({
      contentType: 'text/html',
      body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Charts</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${address}gallery.js; style-src ${address}gallery.css; img-src blob: data:"><link rel="stylesheet" href="gallery.css"></head><body><script src="gallery.js"></script></body></html>`,
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
