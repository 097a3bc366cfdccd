/** `slipway uri`: the tracking URI with its credential, for any other shell. */
import type { Command } from 'commander';
import { trackingUri } from '../connection/trackingEnvironment';
import { common, engineFor, print, printJson, type CommonOptions } from './session';

/** Adds the command to the program. */
export function addUriCommand(program: Command): void {
  common(program.command('uri'))
    .description('print the tracking URI, with its credential, for MLFLOW_TRACKING_URI in any other shell')
    .action(async (options: CommonOptions) => {
      const uri = trackingUri(await engineFor(options));
      if (options.json === true) {
        printJson({ tracking_uri: uri });
      } else {
        print(uri);
      }
    });
}
