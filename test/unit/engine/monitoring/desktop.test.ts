// Promise: an alert becomes a notification of the desktop word by word, and a machine without one loses nothing but that.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { desktopCommand, tellDesktop } from '../../../../src/engine/monitoring/desktop';

const ALERT = { monitor: 'churn-api', level: 'critical', text: '3 of 12 columns drift: "age", $(rm -rf ~) and `plan`.' } as const;

let folder: string;
let warned: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-desktop-'));
  warned = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const tell = (): Promise<void> => tellDesktop(ALERT, {
  log: { info: () => undefined, warn: (text) => void warned.push(text), error: () => undefined }, platform: 'linux', env: { PATH: `${folder}:/usr/bin:/bin`, OUT: path.join(folder, 'told') },
});

function program(text: string): void {
  writeFileSync(path.join(folder, 'notify-send'), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(folder, 'notify-send'), 0o700);
}

describe.skipIf(process.platform === 'win32')('the desktop', () => {
  test('is told in the words of the alert, of which nothing is run', async () => {
    program('printf "%s\\n" "$@" > "$OUT"');
    await tell();
    expect(readFileSync(path.join(folder, 'told'), 'utf8').split('\n').slice(0, -1)).toEqual(['--app-name=Slipway', '--urgency=critical', '--', 'churn-api: critical', ALERT.text]);
    expect(warned).toEqual([]);
  });

  test('that can not be told is a line in the log', async () => {
    program('echo "no display" >&2; exit 1');
    await tell();
    expect(warned).toEqual(['monitor churn-api: the desktop could not be told: no display']);
  });

  test('that has no such program too', async () => {
    await tellDesktop(ALERT, { log: { info: () => undefined, warn: (text) => void warned.push(text), error: () => undefined }, platform: 'linux', env: { PATH: folder } });
    expect(warned).toEqual(['monitor churn-api: the desktop could not be told: notify-send is not there']);
  });
});

test('each system is told by its own program, and long texts are cut', () => {
  expect(desktopCommand('darwin', ALERT)).toMatchObject({ program: 'osascript', env: {} });
  expect(desktopCommand('darwin', ALERT).args.slice(-2)).toEqual(['churn-api: critical', ALERT.text]);
  expect(desktopCommand('win32', ALERT)).toMatchObject({ program: 'powershell.exe', env: { SLIPWAY_ALERT_TITLE: 'churn-api: critical', SLIPWAY_ALERT_TEXT: ALERT.text } });
  expect(desktopCommand('linux', { ...ALERT, level: 'warning', text: 'x'.repeat(400) }).args.slice(1)).toEqual(['--urgency=normal', '--', 'churn-api: warning', `${'x'.repeat(299)}…`]);
});
