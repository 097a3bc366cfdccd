#!/usr/bin/env node
/** The `slipway` command: thin, over the same engine API that the editor uses. */
import { Command, CommanderError } from 'commander';
import { EngineError } from '../connection/engineError';
import { addDeployCommands } from './deployCommands';
import { addDriftCommand } from './driftCommand';
import { addFeedbackCommand } from './feedbackCommand';
import { addGateCommand } from './gateCommand';
import { addLineageCommand } from './lineageCommand';
import { addModelsCommand } from './modelsCommand';
import { addMonitorCommand } from './monitorCommand';
import { addProfileCommand } from './profileCommand';
import { addPromoteCommand } from './promoteCommand';
import { addRetrainCommand } from './retrainCommand';
import { addRunCommand } from './runCommand';
import { addRunsCommands } from './runsCommands';
import { addServerCommand } from './serverCommand';
import { addServiceCommand } from './serviceCommand';
import { Exit, VERSION } from './session';
import { addUriCommand } from './uriCommand';
import { addValidateCommand } from './validateCommand';

async function main(): Promise<void> {
  const program = new Command('slipway')
    .description('data, train, track, compare, register, deploy, watch, retrain')
    .version(VERSION)
    .enablePositionalOptions()
    .showHelpAfterError('(slipway --help lists the commands)')
    .exitOverride();
  addRunCommand(program);
  addRunsCommands(program);
  addModelsCommand(program);
  addLineageCommand(program);
  addGateCommand(program);
  addPromoteCommand(program);
  addDeployCommands(program);
  addFeedbackCommand(program);
  addProfileCommand(program);
  addValidateCommand(program);
  addDriftCommand(program);
  addMonitorCommand(program);
  addRetrainCommand(program);
  addUriCommand(program);
  addServerCommand(program);
  addServiceCommand(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
    command.exitOverride();
  }
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeFor(error);
  }
}

/** Says what went wrong, unless commander has, and tells wrong use from failure. */
function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? Exit.done : Exit.wrongUse;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof EngineError && error.code === 'INVALID_PARAMETER_VALUE' ? Exit.wrongUse : Exit.failed;
}

// A reader that has seen enough (`slipway runs | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') {
    process.exit(Exit.done);
  }
  throw error;
});

void main();
