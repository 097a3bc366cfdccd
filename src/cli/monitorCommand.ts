/** `slipway monitor`: who watches deployments, and what they found. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import type { AlertChange, MonitorOptions } from '../protocol/monitors';
import { durationMs } from '../wording/duration';
import { answerText, monitorSummary, multivariateText, referenceText } from '../wording/monitorText';
import { alertsTable, monitorsTable, windowsTable } from './monitorTable';
import { findPython, projectRoot } from './projectRoot';
import { common, Exit, hasStore, print, printJson, progress, theOne, told, withEngine, withStore, type CommonOptions } from './session';

interface StartOptions extends CommonOptions {
  readonly deployment?: string;
  readonly reference?: string;
  readonly label?: string;
  readonly labelled?: string;
  readonly rows?: number;
  readonly every?: string;
  readonly minimumRows?: number;
  readonly python?: string;
}

/** Adds the commands to the program. */
export function addMonitorCommand(program: Command): void {
  const monitor = program.command('monitor').description('watch the traffic of deployments: drift, quality, alerts');
  common(monitor.command('start'))
    .description('begin to watch a deployment, as a monitor of slipway.yaml says, or as these options do')
    .argument('<name>', 'of a monitor in slipway.yaml; of one that is not there, any')
    .option('--deployment <name>', 'what is watched (default: the deployment of this name)')
    .option('--reference <file>', 'data file that the traffic is compared with (default: what the champion\'s run logged, else the first 1,000 rows)')
    .option('--label <column>', 'column that holds the true answer: quality is estimated before labels come')
    .option('--labelled <file>', 'data file with that column, of rows that the model was not trained with (default: the reference)')
    .addOption(new Option('--rows <count>', 'a window ends after so many rows').argParser(countOf).conflicts('every'))
    .option('--every <time>', 'a window is so long: 15m, 1h, 1d (default: 1h)', timeOf)
    .option('--minimum-rows <count>', 'windows with fewer rows are not judged (default: 100)', countOf)
    .option('--python <path>', 'interpreter for what is computed in Python (default: the active environment, .venv, the PATH)')
    .action((name: string, options: StartOptions) => withStore(options, (client) => start(client, name, options)));
  common(monitor.command('list').alias('ls'))
    .description('list monitors; exit code 1 when any has an open alert')
    .action(async (options: CommonOptions) => {
      const monitors = hasStore(options) ? await withEngine(options, (client) => client.monitoring.list()) : [];
      if (options.json === true) {
        printJson(monitors);
      } else if (monitors.length === 0) {
        progress('Nothing is watched. "slipway monitor start DEPLOYMENT" begins.');
      } else {
        print(monitorsTable(monitors, Date.now()));
      }
      process.exitCode = monitors.some(({ alerts }) => alerts.length > 0) ? Exit.failed : Exit.done;
    });
  common(monitor.command('show'))
    .description('what a monitor found, window by window; exit code 1 when it has an open alert')
    .argument('<name>')
    .option('--windows <count>', 'the latest ones (default: 20)', countOf, 20)
    .action((name: string, options: CommonOptions & { readonly windows: number }) => withStore(options, (client) => show(client, name, options)));
  common(monitor.command('stop'))
    .description('watch no more; what was found stays')
    .argument('<name>')
    .action((name: string, options: CommonOptions) => withStore(options, async (client) => told(await client.monitoring.stop(name), options, `${name} watches no more.`)));
  common(monitor.command('remove'))
    .description('take a monitor away, with all that it found')
    .argument('<name>')
    .action((name: string, options: CommonOptions) => withStore(options, async (client) => {
      await client.monitoring.remove(name);
      told({ name }, options, `${name} is gone.`);
    }));
  common(monitor.command('alerts'))
    .description('list alerts, newest first')
    .argument('[name]', 'of one monitor')
    .action((name: string | undefined, options: CommonOptions) => withStore(options, async (client) => {
      const alerts = await client.monitoring.alerts(name);
      if (options.json === true) {
        printJson(alerts);
      } else if (alerts.length === 0) {
        progress('No alert so far.');
      } else {
        print(alertsTable(alerts, Date.now()));
      }
    }));
  addAlertCommand(monitor, 'acknowledge', 'say that somebody sees to an alert', () => ({ state: 'acknowledged' }));
  addAlertCommand(monitor, 'snooze', 'be told nothing of an alert for some time', ({ for: seconds }) => ({ state: 'snoozed', ...(seconds === undefined ? {} : { seconds }) }))
    .option('--for <time>', 'how long: 30m, 6h, 2d (default: 1d)', (text) => durationMs(timeOf(text)) / 1000);
  addAlertCommand(monitor, 'reopen', 'take back that an alert was acknowledged or snoozed', () => ({ state: 'open' }));
}

interface AlertOptions extends CommonOptions { readonly note?: string; readonly for?: number }

function addAlertCommand(monitor: Command, name: string, description: string, change: (options: AlertOptions) => AlertChange): Command {
  return common(monitor.command(name))
    .description(description)
    .argument('<alert>', 'its id, or the beginning of it')
    .option('--note <text>', 'kept with it')
    .action((id: string, options: AlertOptions) => withStore(options, async (client) => {
      const { alert_id: found } = theOne(await client.monitoring.alerts(), ({ alert_id: one }) => one, id, 'alert', '"slipway monitor alerts" lists them.');
      const alert = await client.monitoring.changeAlert(found, { ...change(options), ...(options.note === undefined ? {} : { note: options.note }) });
      told(alert, options, `${alert.text} It is ${alert.state} now.`);
    }));
}

async function start(client: EngineClient, name: string, options: StartOptions): Promise<void> {
  const root = projectRoot(options);
  const { deployment, reference, label, labelled, rows, every, minimumRows } = options;
  const given: Omit<MonitorOptions, 'deployment'> = {
    ...(reference === undefined ? {} : { reference: path.resolve(reference) }), ...(label === undefined ? {} : { quality: { label, ...(labelled === undefined ? {} : { data: path.resolve(labelled) }) } }), ...(minimumRows === undefined ? {} : { minimum_rows: minimumRows }),
    ...(rows === undefined ? {} : { window: { rows } }), ...(every === undefined ? {} : { window: { every } }),
  };
  const said = deployment !== undefined || Object.keys(given).length > 0;
  const known = !said && (await client.monitoring.list()).some((one) => one.name === name);
  const isDeployment = !said && !known && (await client.serving.list()).some((one) => one.name === name);
  const python = findPython(options.python, root);
  const monitor = await client.monitoring.watch({
    name, root, ...(python === undefined ? {} : { python }), ...(said || isDeployment ? { options: { deployment: deployment ?? name, ...given } } : {}),
  });
  told(monitor, options, `${name} watches ${monitor.deployment}.`);
}

async function show(client: EngineClient, name: string, options: CommonOptions & { readonly windows: number }): Promise<void> {
  const monitor = await client.monitoring.monitor(name);
  const windows = await client.monitoring.windows(name, options.windows);
  if (options.json === true) {
    printJson({ ...monitor, windows });
  } else {
    print(`${name} watches ${monitor.deployment}: ${monitorSummary(monitor)}`);
    const { reference = null, answers = [], multivariate } = windows.at(-1) ?? {};
    const facts = [...(reference === null ? [] : [`compared with ${referenceText(reference)}`]), ...answers.map(answerText), ...(multivariate === undefined ? [] : [multivariateText(multivariate)])];
    if (facts.length > 0) {
      print(`Its last window, ${facts.join('\n  ')}`);
    }
    if (windows.length > 0) {
      print(`\n${windowsTable(windows)}`);
    }
    if (monitor.alerts.length > 0) {
      print(`\n${alertsTable(monitor.alerts, Date.now())}`);
    }
  }
  process.exitCode = monitor.alerts.length > 0 ? Exit.failed : Exit.done;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) {
    throw new InvalidArgumentError('It is a whole number of 1 or more.');
  }
  return count;
}

function timeOf(text: string): string {
  if (!/^[1-9]\d{0,5}[smhd]$/.test(text)) {
    throw new InvalidArgumentError('It is a time such as 90s, 15m, 6h or 1d.');
  }
  return text;
}
