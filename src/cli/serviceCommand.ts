/** `slipway service`: a store's engine with no window open, kept by the system's own keeper of services. */
import type { Command } from 'commander';
import { common, type CommonOptions } from './session';

interface InstallOptions extends CommonOptions { readonly print?: boolean }

/** Adds the command to the program. */
export function addServiceCommand(program: Command): void {
  const service = program.command('service').description('keep the engine running with no window open, so that monitors and policies work at night');
  service.command('install')
    .description('run the engine of this store as a service of your user (systemd; launchd and Windows: says how)')
    .option('--store <dir>', 'the .slipway folder, or the project that has one (default: found upward from here)')
    .option('--print', 'print the unit, and install nothing')
    .action(async (options: InstallOptions) => {
      const { installService, printService } = await import('./serviceInstall');
      await (options.print === true ? printService(options) : installService(options));
    });
  common(service.command('status'))
    .description('whether the service of this store runs; exit code 0 when it does')
    .action(async (options: CommonOptions) => {
      const { tellService } = await import('./serviceStatus');
      await tellService(options);
    });
  service.command('uninstall')
    .description('end the service and take it away; runs, jobs and deployments go on')
    .option('--store <dir>', 'the .slipway folder, or the project that has one (default: found upward from here)')
    .action(async (options: CommonOptions) => {
      const { uninstallService } = await import('./serviceInstall');
      await uninstallService(options);
    });
}
