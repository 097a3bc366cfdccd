/** `slipway deploy`, `ps`, `undeploy`: versions that answer on ports of their own. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import path from 'node:path';
import type { EngineClient } from '../connection/engineClient';
import { processEnvironment } from '../connection/processEnvironment';
import { problemText } from '../projectFile/problem';
import { readProjectFile } from '../projectFile/read';
import type { Deployment, DeployRequest } from '../protocol/deployments';
import { addArmCommands, AS, deployBeside, type As, type RolloutOptions } from './armCommands';
import { deploymentDocument, deploymentsTable } from './deploymentTable';
import { followNotices } from './followNotices';
import { findPython, PROJECT_FILE, projectRoot } from './projectRoot';
import { CommandFailure, common, Exit, hasStore, print, printJson, progress, withEngine, withStore, type CommonOptions } from './session';
import { trusted } from './trustQuestion';
import { findVersion, parseVersionName, type VersionName } from './versionName';

interface DeployOptions extends CommonOptions, RolloutOptions { readonly name?: string; readonly port?: number; readonly python?: string; readonly as?: As; readonly trust?: boolean }

/** Adds the commands to the program. */
export function addDeployCommands(program: Command): void {
  common(program.command('deploy'))
    .description('serve a version on a port of its own; it goes on when this command has ended')
    .argument('<version>', 'MODEL/VERSION, MODEL@ALIAS or a models:/ URI; or a name that slipway.yaml gives to a deployment', deployable)
    .option('--name <name>', 'name of the deployment (default: made from that of the model)')
    .addOption(new Option('--as <role>', 'serve it in a deployment that is there: for a share of the requests, in steps that rules watch, for copies, or in place of the champion, which stays warm').choices([...AS]))
    .option('--weight <percent>', 'with --as challenger or shadow: percent of the requests', numberOf)
    .option('--steps <percents>', 'with --as canary: percent at each step, such as 5,25,50', stepsOf)
    .option('--hold <seconds>', 'with --as canary: how long each step lasts at least (default: 300)', numberOf)
    .option('--min-requests <count>', 'with --as canary: requests that it answers at each step at least (default: 100)', numberOf)
    .addOption(new Option('--finish <how>', 'with --as canary: after the last step, promote, wait until ground truth says better, or ask').choices(['promote', 'better', 'ask']))
    .option('--port <port>', 'port of this machine (default: a free one, which is kept)', portOf)
    .option('--trust', 'load a model from elsewhere that holds pickles or code, without asking')
    .option('--python <path>', 'interpreter that the model is converted or scored in (default: the active environment, .venv, the PATH)')
    .action((named: Deployable, options: DeployOptions) => withStore(options, (client) => deploy(client, named, options)));
  addArmCommands(program);
  common(program.command('ps'))
    .description('list deployments')
    .action(async (options: CommonOptions) => {
      const deployments = hasStore(options) ? await withEngine(options, (client) => client.serving.list()) : [];
      if (options.json === true) {
        printJson(deployments.map(deploymentDocument));
      } else if (deployments.length === 0) {
        progress('Nothing is deployed. "slipway deploy MODEL@ALIAS" serves a version.');
      } else {
        print(deploymentsTable(deployments));
      }
    });
  common(program.command('undeploy'))
    .description('end a deployment and take away its log and its traffic')
    .argument('<name>')
    .action((name: string, options: CommonOptions) => withStore(options, async (client) => {
      await client.serving.remove(name);
      if (options.json === true) {
        printJson({ name });
      } else {
        progress(`${name} is served no more.`);
      }
    }));
}

async function deploy(client: EngineClient, named: Deployable, options: DeployOptions): Promise<void> {
  const root = projectRoot(options);
  const { name: model, version } = await findVersion(client, 'target' in named ? await versionOfTarget(root, named.target) : named);
  const python = findPython(options.python, root);
  const name = options.name ?? ('target' in named ? named.target : undefined);
  const { as, port } = options;
  if (as !== undefined) {
    await deployBeside(client, { model, version, root, env: processEnvironment(), python }, { ...options, as, name });
    return;
  }
  const request: DeployRequest = { model, version, root, env: processEnvironment(), python, name, port };
  const first = await follow(client, request);
  const trust = await trusted(first.needs_trust ?? [], options);
  const deployment = trust === undefined ? first : await follow(client, { ...request, trust });
  if (options.json === true) {
    printJson(deploymentDocument(deployment));
  } else if (deployment.state === 'healthy') {
    progress(deployment.how ?? '');
    print(`${deployment.name} answers at ${deployment.url ?? ''}`);
  }
  if (deployment.state !== 'healthy') {
    progress(`${deployment.name} is not served. ${deployment.problem ?? 'Somebody has stopped it.'}`);
    process.exitCode = Exit.failed;
  }
}

async function follow(client: EngineClient, request: DeployRequest): Promise<Deployment> {
  const begun = await client.serving.deploy(request);
  return followDeployment(client, begun, (stage) => progress(`${begun.name}: ${stage}`));
}

/** Waits until a deployment answers, or will not. One whose process has ended three times does not come up by itself. */
async function followDeployment(client: EngineClient, begun: Deployment, tell: (stage: string) => void): Promise<Deployment> {
  return followNotices(client, begun, {
    read: (signal) => client.serving.deployment(begun.name, signal),
    concerns: (notice) => notice.type === 'deployment' && notice.name === begun.name,
    hasEnded: ({ state, problem }) => (state === 'starting' ? problem !== null : state !== 'preparing'),
    stage: ({ stage }) => stage,
  }, tell);
}

/** A version, or a deployment that slipway.yaml describes. */
type Deployable = VersionName | { readonly target: string };

function deployable(text: string): Deployable {
  return /^[a-z0-9][a-z0-9-]*$/.test(text) ? { target: text } : parseVersionName(text);
}

/** @throws CommandFailure where slipway.yaml has no such deployment */
async function versionOfTarget(root: string, name: string): Promise<VersionName> {
  const file = path.join(root, PROJECT_FILE);
  const read = await readProjectFile(file);
  if (read?.fault !== undefined) {
    throw new CommandFailure(problemText(file, read.fault));
  }
  const targets = read?.file?.deployments ?? {};
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target === undefined) {
    const names = Object.keys(targets);
    throw new CommandFailure(`${read === undefined ? `There is no ${PROJECT_FILE} in ${root}` : `${file} has no deployment "${name}"${names.length === 0 ? '' : `, only ${names.join(', ')}`}`}. Name a version instead, such as ${name}/3 or ${name}@champion.`);
  }
  return parseVersionName(target.model);
}

function numberOf(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('It is a number of 0 or more.');
  }
  return Number(text);
}

function stepsOf(text: string): number[] {
  return text.split(',').map(numberOf);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number up to 65535.');
  }
  return port;
}
