/** Deployments as the command line prints them. */
import type { Deployment } from '../protocol/deployments';
import { textTable } from '../wording/textTable';

/** The documented JSON of a deployment. */
export function deploymentDocument({ name, url, state, arms }: Deployment): object {
  return { name, url, state, arms };
}

/** One line per arm. */
export function deploymentsTable(deployments: readonly Deployment[]): string {
  const rows = deployments.flatMap(({ name, state, url, arms }) => arms.map(({ model, version, role, weight, pid }, index) => [
    ...(index === 0 ? [name, state, url ?? ''] : ['', '', '']), `${model}/${version}`, role, `${weight} %`, pid === null ? '' : String(pid),
  ]));
  return textTable([['NAME', 'STATE', 'URL', 'VERSION', 'ROLE', 'WEIGHT', 'PID'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'right', 'right'] }).join('\n');
}
