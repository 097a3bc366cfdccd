/** `slipway traffic`, `rollback`, and `deploy --as`: several versions behind one address. */
import { type Command, InvalidArgumentError } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import { EngineError } from '../connection/engineError';
import type { AddArmRequest, ArmName, Deployment, DeploymentArm } from '../protocol/deployments';
import { deploymentDocument, deploymentsTable } from './deploymentTable';
import { common, print, printJson, progress, CommandFailure, withStore, type CommonOptions } from './session';
import { trusted } from './trustQuestion';

/** How a version is served beside the champion. */
export const AS = ['challenger', 'canary', 'shadow', 'champion'] as const;
export type As = (typeof AS)[number];
export interface RolloutOptions { readonly weight?: number; readonly steps?: number[]; readonly hold?: number; readonly minRequests?: number; readonly finish?: 'promote' | 'better' | 'ask' }
export interface BesideOptions extends CommonOptions, RolloutOptions { readonly as: As; readonly trust?: boolean; /** default: the deployment that serves the model */ readonly name?: string }

interface Share { readonly arm: string; readonly weight: number }

/** Adds the commands to the program. */
export function addArmCommands(program: Command): void {
  common(program.command('traffic'))
    .description('set which share of the requests challengers answer; the champion gets the rest')
    .argument('<name>')
    .argument('<arm=percent...>', 'such as iris/9=10; a version alone is enough where it is clear', (text: string, before: Share[] | undefined) => [...before ?? [], shareOf(text)])
    .action((name: string, shares: readonly Share[], options: CommonOptions) => withStore(options, async (client) => {
      const deployment = await client.serving.deployment(name);
      tell(await client.serving.traffic(name, { weights: shares.map(({ arm, weight }) => ({ ...armOf(deployment, arm), weight })) }), options);
    }));
  common(program.command('rollback'))
    .description('take the share of challengers back; where none has any, go back to the champion before')
    .argument('<name>')
    .option('--why <text>', 'kept in the history of the deployment')
    .action((name: string, options: CommonOptions & { readonly why?: string }) => withStore(options, async (client) => {
      tell(await client.serving.rollBack(name, { why: options.why }), options);
    }));
}

/** Serves a version beside the champion of a deployment, or in its place, and says who answers then. */
export async function deployBeside(client: EngineClient, request: Pick<AddArmRequest, 'model' | 'version' | 'root' | 'python' | 'env'>, options: BesideOptions): Promise<void> {
  const { as, weight, steps, hold, minRequests, finish } = options;
  if (as !== 'canary' && (steps ?? hold ?? minRequests ?? finish) !== undefined) {
    throw new CommandFailure('--steps, --hold, --min-requests and --finish go with --as canary.');
  }
  const { model, version } = request;
  const { name, arms } = options.name === undefined ? await servingOf(client, model) : await client.serving.deployment(options.name);
  const add = async (): Promise<Deployment> => {
    progress(`${name}: preparing ${model}/${version}`);
    const rollout = as === 'canary' ? { steps, hold_seconds: hold, min_requests: minRequests, finish } : undefined;
    const asked: AddArmRequest = { ...request, role: as === 'shadow' ? 'shadow' : 'challenger', weight, rollout };
    try {
      return await client.serving.addArm(name, asked);
    } catch (error) {
      const trust = error instanceof EngineError ? await trusted(error.needsTrust, options) : undefined;
      if (trust === undefined) {
        throw error;
      }
      return client.serving.addArm(name, { ...asked, trust });
    }
  };
  if (as !== 'champion') {
    tell(await add(), options);
    return;
  }
  if (!arms.some((arm) => arm.model === model && arm.version === version)) {
    progress(latestChange(await add()));
  }
  tell(await client.serving.promote(name, { model, version }), options);
}

/** The deployment that serves a model. @throws CommandFailure when that is none, or several */
async function servingOf(client: EngineClient, model: string): Promise<Deployment> {
  const serving = (await client.serving.list()).filter(({ arms }) => arms.some((arm) => arm.model === model));
  const [only] = serving;
  if (only === undefined || serving.length > 1) {
    throw new CommandFailure(only === undefined ? `Nothing serves ${model} yet. Deploy it without --as first, or name a deployment with --name.` : `${serving.map(({ name }) => name).join(', ')} serve ${model}. Say which one with --name.`);
  }
  return only;
}

function tell(deployment: Deployment, options: CommonOptions): void {
  if (options.json === true) {
    printJson(deploymentDocument(deployment));
    return;
  }
  progress(latestChange(deployment));
  print(deploymentsTable([deployment]));
}

function latestChange({ history: [latest] }: Deployment): string {
  return latest?.text ?? '';
}

function shareOf(text: string): Share {
  const [, arm, percent] = /^(.+)=(\d+(?:\.\d+)?)%?$/.exec(text) ?? [];
  if (arm === undefined || percent === undefined || Number(percent) > 100) {
    throw new InvalidArgumentError('A share is ARM=PERCENT, such as iris/9=10.');
  }
  return { arm, weight: Number(percent) };
}

/** @throws CommandFailure when that is not one of its arms */
function armOf({ name, arms }: Deployment, text: string): ArmName {
  const is = ({ model, version, role }: DeploymentArm): boolean => [`${model}/${version}`, version, `v${version}`, role].includes(text);
  const found = arms.filter(is);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new CommandFailure(`${name} has ${only === undefined ? `no arm "${text}"` : `several arms "${text}"`}: ${arms.map(({ model, version, role }) => `${model}/${version} (${role})`).join(', ')}. Add one with: slipway deploy MODEL/VERSION --name ${name} --as challenger.`);
  }
  return { model: only.model, version: only.version };
}
