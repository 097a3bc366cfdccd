/** `slipway promote`: points an alias at a version that has passed its gate, or for a written reason. */
import type { Command } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import type { GateStanding } from '../protocol/gates';
import { gateOptions, type GateOptions, runGate } from './gateCommand';
import { gateText } from './gateView';
import { projectRoot } from './projectRoot';
import { common, print, printJson, progress, withStore } from './session';
import { findVersion, parseVersionName, type VersionName } from './versionName';

interface Options extends GateOptions { readonly reason?: string }

/** What the gate has not decided today: it is run before anything is promoted. */
const UNDECIDED: readonly GateStanding['verdict'][] = ['not_run', 'outdated', 'broken', 'stopped'];

/** Adds the command to the program. */
export function addPromoteCommand(program: Command): void {
  gateOptions(common(program.command('promote')))
    .description('point an alias at a version; its gate in slipway.yaml is run first, unless it has passed already')
    .argument('<version>', 'MODEL/VERSION, MODEL@ALIAS or a models:/ URI', parseVersionName)
    .argument('<alias>', 'such as champion')
    .option('--reason <text>', 'why, above all why in spite of the gate; kept in the log of the registry')
    .action((named: VersionName, alias: string, options: Options) => withStore(options, (client) => promote(client, named, alias, options)));
}

async function promote(client: EngineClient, named: VersionName, alias: string, options: Options): Promise<void> {
  const version = await findVersion(client, named);
  const root = projectRoot(options);
  // As it is now: who moves it while the gate runs is not overruled.
  const expected = (await client.registry.model(version.name)).aliases?.find((one) => one.alias === alias)?.version ?? null;
  const { verdict } = await client.gates.standing({ name: version.name, version: version.version, root });
  if (UNDECIDED.includes(verdict) && (options.reason ?? '').trim() === '') {
    progress(gateText(await runGate(client, version, options)));
  }
  const promotion = await client.gates.promote({ name: version.name, version: version.version, alias, root, expected, ...(options.reason === undefined ? {} : { reason: options.reason }) });
  if (options.json === true) {
    printJson(promotion);
    return;
  }
  const before = promotion.was === null ? '' : promotion.was === promotion.version ? ', as before' : `, in place of version ${promotion.was}`;
  const gate = promotion.gate === null ? '' : promotion.gate.verdict === 'passed' ? '; its gate passed' : `; in spite of its gate (${promotion.gate.verdict.replace('_', ' ')}): ${options.reason ?? ''}`;
  print(`${promotion.name}/${promotion.version} is ${promotion.alias} now${before}${gate}.`);
}
