// Opens Chromium for tests: no sandbox (CI containers run as root), no GPU, no traffic of its own.

/** Arguments under which Debian's Chromium runs headless in a container and talks to nobody. */
export const browserArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // Without these two a window that is not in front gets its timers throttled, and the extension host waits for it.
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
];

/** Launches the browser `executable` headless. playwright-core is loaded here: node_modules may not stand when this file is read. */
export async function launchBrowser(executable) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: executable, args: browserArguments });
}
