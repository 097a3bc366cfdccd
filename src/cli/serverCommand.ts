/** `slipway server`: the engine in the foreground. */
import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import path from 'node:path';
import type { Command } from 'commander';
import { compileCacheFolder, compileCacheVariable } from '../connection/compileCache';
import { engineNode } from './engineNode';
import { distFolder, storeOf } from './session';

interface Flags {
  readonly store?: string;
  readonly host: string;
  readonly port?: string;
  readonly defaultArtifactRoot?: string;
  readonly artifactsDestination?: string;
  readonly allowedHosts?: string;
  readonly auth: boolean;
}

/** Adds the command to the program. */
export function addServerCommand(program: Command): void {
  program.command('server')
    .description('serve a store in the foreground; prints its URL when ready, SIGTERM ends it cleanly')
    .option('--store <dir>', 'the .slipway folder, or the project that has one (default: found upward from here)')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes any (default: the port of last time)')
    .option('--default-artifact-root <uri>', 'where new experiments keep artifacts, instead of through this server')
    .option('--artifacts-destination <uri>', 'folder behind the artifact proxy (default: in the store)')
    .option('--allowed-hosts <names>', 'host names, separated by commas, that requests may be addressed to beside loopback')
    .option('--no-auth', 'ask for no token; only on loopback')
    .addHelpText('after', '\nTokens: SLIPWAY_CLIENT_TOKEN and SLIPWAY_ROOT_TOKEN in the environment set them; else they are made and kept for next time.')
    .action((flags: Flags) => serve(flags));
}

function serve(flags: Flags): Promise<void> {
  const dist = distFolder();
  const entry = path.join(dist, 'engine.js');
  const args = engineArguments(flags);
  const node = engineNode(dist);
  if (node === process.execPath) {
    // The same process: one less in memory, and signals need no passing on.
    process.argv = [process.execPath, entry, ...args];
    const compiled = compileCacheFolder();
    if (compiled !== undefined) {
      nodeModule.enableCompileCache(compiled);
    }
    require(entry);
    return Promise.resolve();
  }
  return serveWith(node, entry, args);
}

function engineArguments(flags: Flags): string[] {
  const named: [string, string | undefined][] = [
    ['--port', flags.port], ['--default-artifact-root', flags.defaultArtifactRoot], ['--artifacts-destination', flags.artifactsDestination], ['--allowed-hosts', flags.allowedHosts],
  ];
  return [
    '--foreground', '--store', storeOf(flags), '--host', flags.host,
    ...named.flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
    ...(flags.auth ? [] : ['--no-auth']),
  ];
}

/** This Node is too old: another one serves, and this process stands for it. */
function serveWith(node: string, entry: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [entry, ...args], { stdio: 'inherit', env: { ...process.env, ...compileCacheVariable() } });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => child.kill(signal));
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
