/** A service as a unit of `systemd --user` (systemd.service(5), systemd.syntax(7), systemd.exec(5)). Pure. */
import type { ServicePlan } from './servicePlan';

/** Characters that systemd takes in no path of a program, or replaces: there `env` finds it. */
const ODD_PROGRAM = /["'\\$]/;

/** The text of the unit's file. */
export function systemdUnit({ store, command, env, environmentFile }: ServicePlan): string {
  const [program] = command;
  const words = ODD_PROGRAM.test(program) ? ['/usr/bin/env', ...command] : command;
  return `# Written by \`slipway service install\`, which writes it anew; \`slipway service uninstall\` takes it away.
[Unit]
Description=Slipway: the engine of ${percent(store)} with no window open
# A project that is gone is not made again.
ConditionPathExists=${percent(store)}/slipway.db
# While an engine that a window has started still serves, this one waits for its turn.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${words.map((word, index) => (index === 0 ? quoted(word) : quoted(word).replaceAll('$', '$$$$'))).join(' ')}
${Object.entries(env).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`).join('')}# Yours, where it is there: NAME=VALUE, a line each
EnvironmentFile=-${percent(environmentFile)}
# A project can be moved or unmounted.
WorkingDirectory=/
Restart=on-failure
RestartSec=15
# Wrong use: that stays wrong.
RestartPreventExitStatus=2
# Training and deployments outlive their engine: neither its end nor a script that eats memory ends the others.
KillMode=process
OOMPolicy=continue
TimeoutStopSec=15

[Install]
WantedBy=default.target
`;
}

/** The program and its arguments that a unit of ours runs, without `env`. */
export function unitCommand(unit: string): string[] {
  const line = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '';
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word.replaceAll(/\\(["\\])/g, '$1').replaceAll('%%', '%'));
  const [program, ...others] = words;
  return [program, ...others.map((word) => word.replaceAll('$$', '$'))].filter((word) => word !== undefined && word !== '/usr/bin/env') as string[];
}

/** One word: within quotes "\\" escapes as in C, and "%" begins a specifier everywhere. */
function quoted(text: string): string {
  const escaped = percent(text).replaceAll(/["\\]/g, (one) => `\\${one}`).replaceAll(/\p{Cc}/gu, (one) => [...Buffer.from(one)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''));
  return `"${escaped}"`;
}

function percent(text: string): string {
  return text.replaceAll('%', '%%');
}
