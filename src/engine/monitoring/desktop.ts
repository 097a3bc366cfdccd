/** Alerts as notifications of the desktop, by the program that each system brings: told with no window open, where somebody is logged in. */
import { execFile } from 'node:child_process';
import type { Alert } from '../../protocol/monitors';
import type { EngineLog } from '../engineLog';

const PATIENCE_MS = 10_000;
/** Windows shows no more. */
const MOST_TEXT = 300;

export interface DesktopCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** added to the environment */
  readonly env: Readonly<Record<string, string>>;
}

// Texts come by the environment and by arguments: nothing of them is read as a program.
const APPLE_SCRIPT = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'];
const POWER_SHELL = `
$manager = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = $manager::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $xml.GetElementsByTagName('text')
$texts.Item(0).AppendChild($xml.CreateTextNode($env:SLIPWAY_ALERT_TITLE)) > $null
$texts.Item(1).AppendChild($xml.CreateTextNode($env:SLIPWAY_ALERT_TEXT)) > $null
$manager::CreateToastNotifier('Slipway').Show([Windows.UI.Notifications.ToastNotification]::new($xml))`;

/** notify-send (libnotify), osascript, or Windows PowerShell. Pure. */
export function desktopCommand(platform: NodeJS.Platform, { monitor, level, text }: Pick<Alert, 'monitor' | 'level' | 'text'>): DesktopCommand {
  const [title, said] = [`${monitor}: ${level}`, text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text];
  switch (platform) {
    case 'darwin': return { program: 'osascript', args: [...APPLE_SCRIPT.flatMap((line) => ['-e', line]), title, said], env: {} };
    case 'win32': return { program: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command', POWER_SHELL], env: { SLIPWAY_ALERT_TITLE: title, SLIPWAY_ALERT_TEXT: said } };
    default: return { program: 'notify-send', args: ['--app-name=Slipway', `--urgency=${level === 'critical' ? 'critical' : 'normal'}`, '--', title, said], env: {} };
  }
}

export interface DesktopParts {
  readonly log: EngineLog;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** Never rejects: a desktop that can't be told is a line in the log. */
export function tellDesktop(alert: Pick<Alert, 'monitor' | 'level' | 'text'>, { log, platform, env }: DesktopParts): Promise<void> {
  const { program, args, env: added } = desktopCommand(platform, alert);
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...env, ...added }, timeout: PATIENCE_MS, windowsHide: true }, (error, _said, complaint) => {
      if (error !== null) {
        const why = 'code' in error && error.code === 'ENOENT' ? `${program} is not there` : complaint.trim() === '' ? error.message : complaint.trim();
        log.warn(`monitor ${alert.monitor}: the desktop could not be told: ${why.slice(0, MOST_TEXT)}`);
      }
      resolve();
    });
  });
}
