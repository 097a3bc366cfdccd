/** A service for systems without systemd: an agent of launchd (launchd.plist(5)), a task of Windows. Pure. */
import path from 'node:path';
import { create } from 'xmlbuilder';
import type { ServicePlan } from './servicePlan';

/** launchd's name of a service. */
export function agentLabel({ name }: Pick<ServicePlan, 'name'>): string {
  return `io.slipway.${name}`;
}

/** The text of the agent's file. */
export function launchAgent(plan: ServicePlan): string {
  const document = create('plist', { version: '1.0', encoding: 'UTF-8' }, { pubID: '-//Apple//DTD PLIST 1.0//EN', sysID: 'http://www.apple.com/DTDs/PropertyList-1.0.dtd' }, { invalidCharReplacement: '' }).att('version', '1.0');
  const dict = document.ele('dict');
  dict.ele('key', {}, 'Label').up().ele('string', {}, agentLabel(plan));
  const words = dict.ele('key', {}, 'ProgramArguments').up().ele('array');
  plan.command.forEach((word) => words.ele('string', {}, word));
  const variables = dict.ele('key', {}, 'EnvironmentVariables').up().ele('dict');
  Object.entries(plan.env).forEach(([name, value]) => variables.ele('key', {}, name).up().ele('string', {}, value));
  dict.ele('key', {}, 'RunAtLoad').up().ele('true');
  // Started anew when it fails; one that was asked to end stays ended.
  dict.ele('key', {}, 'KeepAlive').up().ele('dict').ele('key', {}, 'SuccessfulExit').up().ele('false');
  dict.ele('key', {}, 'ThrottleInterval').up().ele('integer', {}, '15');
  // Training and deployments outlive their engine.
  dict.ele('key', {}, 'AbandonProcessGroup').up().ele('true');
  dict.ele('key', {}, 'WorkingDirectory').up().ele('string', {}, '/');
  dict.ele('key', {}, 'StandardErrorPath').up().ele('string', {}, path.posix.join(plan.store, 'logs', 'service.log'));
  return `${document.end({ pretty: true })}\n`;
}

/** PowerShell that registers the service as a task of the Task Scheduler, which runs while its user is logged on. */
export function scheduledTask({ name, command, env }: ServicePlan): string {
  const [program, ...words] = command;
  // A task has no variables of its own; those of the user are there already.
  const electron = env['ELECTRON_RUN_AS_NODE'] !== undefined;
  const line = words.map((word) => `"${word}"`).join(' ');
  const [execute, argument] = electron ? ['cmd.exe', `/d /s /c "set ELECTRON_RUN_AS_NODE=1&& "${program}" ${line}"`] : [program, line];
  return [
    `Register-ScheduledTask -TaskName ${literal(name)}`,
    `-Action (New-ScheduledTaskAction -Execute ${literal(execute)} -Argument ${literal(argument)})`,
    '-Trigger (New-ScheduledTaskTrigger -AtLogOn -User $env:USERNAME)',
    '-Settings (New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit 0 -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries)',
  ].join(' ');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
