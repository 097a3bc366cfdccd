/** `slipway retrain`: continuous training, its policies and what came of them. */
import type { Command } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import { processEnvironment } from '../connection/processEnvironment';
import type { Retraining, RetrainingChange, RetrainStanding } from '../protocol/retraining';
import { formatAge } from '../wording/formatTime';
import { textTable } from '../wording/textTable';
import { followNotices } from './followNotices';
import { findPython, projectRoot } from './projectRoot';
import { common, Exit, hasStore, print, printJson, progress, theOne, told, withEngine, withStore, type CommonOptions } from './session';

interface StartOptions extends CommonOptions { readonly python?: string }
interface NowOptions extends CommonOptions { readonly why?: string; readonly detach?: boolean }

/** Adds the commands to the program. */
export function addRetrainCommand(program: Command): void {
  const retrain = program.command('retrain').description('train again by rules of slipway.yaml: gate, canary, and back if it is worse');
  common(retrain.command('start'))
    .description('let a policy of slipway.yaml hold; what it trains later gets the environment of now')
    .argument('<policy>')
    .option('--python <path>', 'interpreter that trains (default: the active environment, .venv, the PATH)')
    .action((name: string, options: StartOptions) => withStore(options, async (client) => {
      const root = projectRoot(options);
      const python = findPython(options.python, root);
      told(await client.retraining.hold({ name, root, env: processEnvironment(), ...(python === undefined ? {} : { python }) }), options, `The policy ${name} holds.`);
    }));
  common(retrain.command('stop'))
    .description('let a policy start nothing any more; what it has begun goes on')
    .argument('<policy>')
    .action((name: string, options: CommonOptions) => withStore(options, async (client) => told(await client.retraining.release(name), options, `The policy ${name} starts nothing any more.`)));
  common(retrain.command('now'))
    .description('start one now; exit code 0 when the candidate was promoted')
    .argument('<policy>')
    .option('--why <text>', 'kept with it')
    .option('--detach', 'return at once')
    .action((name: string, options: NowOptions) => withStore(options, (client) => now(client, name, options)));
  common(retrain.command('list').alias('ls'))
    .description('policies that hold, and what came of them')
    .argument('[policy]')
    .action(async (name: string | undefined, options: CommonOptions) => {
      const [policies, retrainings] = hasStore(options) ? await withEngine(options, async (client) => [await client.retraining.policies(), await client.retraining.list(name)] as const) : [[], []];
      if (options.json === true) {
        printJson({ policies, retrainings });
      } else if (policies.length + retrainings.length === 0) {
        progress('Nothing trains again by itself. "slipway retrain start POLICY" lets a policy of slipway.yaml hold.');
      } else {
        print(`${policiesTable(policies)}\n\n${retrainingsTable(retrainings, Date.now())}`);
      }
    });
  common(retrain.command('show'))
    .description('every step of one, with what it was decided by')
    .argument('<retraining>', 'its id, or the beginning of it')
    .action((id: string, options: CommonOptions) => withStore(options, async (client) => {
      const retraining = await find(client, id);
      if (options.json === true) {
        printJson(retraining);
      } else {
        print(stepsText(retraining));
      }
    }));
  for (const [what, description] of [['approve', 'let a candidate that waits for it answer'], ['veto', 'end one: stop its training, take its candidate out'], ['pause', 'hold one before its next step'], ['resume', 'let one that is held go on']] as const) {
    common(retrain.command(what))
      .description(description)
      .argument('<retraining>', 'its id, or the beginning of it')
      .option('--why <text>', 'kept with it')
      .action((id: string, options: CommonOptions & { readonly why?: string }) => withStore(options, async (client) => {
        const change: RetrainingChange = { what, ...(options.why === undefined ? {} : { why: options.why }) };
        const changed = await client.retraining.change((await find(client, id)).retraining_id, change);
        told(changed, options, changed.steps.at(-1)?.text ?? '');
      }));
  }
}

async function now(client: EngineClient, name: string, options: NowOptions): Promise<void> {
  const begun = await client.retraining.now(name, options.why);
  if (options.detach === true) {
    told(begun, options, `${name}: retraining ${begun.retraining_id.slice(0, 8)} began.`);
    return;
  }
  const ended = await followNotices(client, begun, {
    read: (signal) => client.retraining.retraining(begun.retraining_id, signal),
    concerns: (notice) => notice.type === 'retraining' && notice.retraining_id === begun.retraining_id,
    hasEnded: ({ ended_at: at, state }) => at !== null || state === 'waiting',
    stage: ({ steps }) => steps.at(-1)?.text ?? null,
  }, progress);
  if (options.json === true) {
    printJson(ended);
  } else {
    print(stepsText(ended));
  }
  process.exitCode = ended.state === 'promoted' ? Exit.done : Exit.failed;
}

async function find(client: EngineClient, id: string): Promise<Retraining> {
  return theOne(await client.retraining.list(), ({ retraining_id: one }) => one, id, 'retraining', '"slipway retrain list" lists them.');
}

function policiesTable(policies: readonly RetrainStanding[]): string {
  const rows = policies.map(({ name, state, problem, policy }) => [name, state, policy === null ? '' : policy.monitor, policy === null ? '' : policy.train, problem ?? '']);
  return textTable([['POLICY', 'STATE', 'MONITOR', 'TRAINS', 'PROBLEM'], ...rows], { align: ['left', 'left', 'left', 'left', 'left'] }).join('\n');
}

function retrainingsTable(retrainings: readonly Retraining[], time: number): string {
  const rows = retrainings.map(({ retraining_id: id, policy, state, paused, model, version, why, started_at: started }) => [
    id.slice(0, 8), policy, paused ? `${wordOf(state)}, held` : wordOf(state), version === null ? model : `${model}/${version}`, formatAge(started, time), why,
  ]);
  return textTable([['ID', 'POLICY', 'STATE', 'CANDIDATE', 'STARTED', 'WHY'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'left'], widest: 70 }).join('\n');
}

function stepsText({ policy, state, paused, steps }: Retraining): string {
  const lines = steps.map(({ at, state: of, text }) => [new Date(at).toISOString().slice(0, 19).replace('T', ' '), wordOf(of), text]);
  return [`${policy}: ${wordOf(state)}${paused ? ', held' : ''}`, ...textTable(lines, { align: ['left', 'left', 'left'], indent: '  ' })].join('\n');
}

function wordOf(state: string): string {
  return state.replaceAll('_', ' ');
}
