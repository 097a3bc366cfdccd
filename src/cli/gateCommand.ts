/** `slipway gate`: judges a version by its gate in slipway.yaml. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import { processEnvironment } from '../connection/processEnvironment';
import type { GateReport, GateRequest } from '../protocol/gates';
import type { ModelVersion } from '../protocol/registry';
import { followNotices } from './followNotices';
import { gateText } from './gateView';
import { trusted } from './trustQuestion';
import { findPython, projectRoot } from './projectRoot';
import { common, Exit, print, printJson, progress, withStore, type CommonOptions } from './session';
import { findVersion, parseVersionName, type VersionName } from './versionName';

export interface GateOptions extends CommonOptions {
  readonly python?: string;
  readonly trust?: boolean;
}

interface Options extends GateOptions {
  readonly junit?: string;
  readonly markdown?: string;
}

/** Adds the command to the program. */
export function addGateCommand(program: Command): void {
  gateOptions(common(program.command('gate')))
    .description('judge a version by its gate in slipway.yaml; exit code 0 when it passed')
    .argument('<version>', 'MODEL/VERSION, MODEL@ALIAS or a models:/ URI', parseVersionName)
    .option('--junit <file>', 'write the report as JUnit XML too')
    .option('--markdown <file>', 'write a summary for a pull request too')
    .action((named: VersionName, options: Options) => withStore(options, (client) => gate(client, named, options)));
}

/** Options of all commands that run gates. */
export function gateOptions(command: Command): Command {
  return command
    .option('--python <path>', 'interpreter that models are loaded in (default: the active environment, .venv, the PATH)')
    .option('--trust', 'load models from elsewhere that hold pickles or code, without asking');
}

async function gate(client: EngineClient, named: VersionName, options: Options): Promise<void> {
  const version = await findVersion(client, named);
  const report = await runGate(client, version, options);
  if (options.junit !== undefined) {
    const { gateJunit } = await import('./gateJunit');
    writeFileSync(options.junit, gateJunit(report));
  }
  if (options.markdown !== undefined) {
    const { gateMarkdown } = await import('./gateMarkdown');
    writeFileSync(options.markdown, gateMarkdown(report));
  }
  if (options.json === true) {
    printJson(report);
  } else if (report.checks.length === 0) {
    progress(gateText(report));
  } else {
    print(gateText(report));
  }
  process.exitCode = report.state === 'passed' ? Exit.done : Exit.failed;
}

/** Runs the gate of a version to its end; Ctrl+C stops it. What has to be trusted first is asked for, where somebody can answer. */
export async function runGate(client: EngineClient, { name, version }: ModelVersion, options: GateOptions): Promise<GateReport> {
  const root = projectRoot(options);
  const python = findPython(options.python, root);
  const request: GateRequest = { name, version, root, env: processEnvironment(), ...(python === undefined ? {} : { python }) };
  const report = await follow(client, request);
  const trust = await trusted(report.needs_trust ?? [], options);
  return trust === undefined ? report : follow(client, { ...request, trust });
}

async function follow(client: EngineClient, request: GateRequest): Promise<GateReport> {
  const begun = await client.gates.run(request);
  const onInterrupt = (): void => {
    progress(`\n${request.name}/${request.version}: stopping`);
    client.gates.stop(begun.gate_id).catch((error: unknown) => progress(error instanceof Error ? error.message : String(error)));
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    return await followNotices(client, begun, {
      read: (signal) => client.gates.report(begun.gate_id, signal), concerns: (notice) => notice.type === 'gate' && notice.gate_id === begun.gate_id,
      hasEnded: ({ state }) => state !== 'running', stage: ({ stage }) => stage,
    }, (stage) => progress(`${request.name}/${request.version}: ${stage}`));
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}
