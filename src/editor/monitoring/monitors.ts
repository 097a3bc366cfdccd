/** What the engines of this window watch: for the view, the status bar and notifications. */
import type { Alert } from '../../protocol/monitors';
import { ProjectLists } from '../connection/projectLists';
import type { Projects } from '../connection/projects';
import type { MonitorNode } from './nodes';

export class Monitors extends ProjectLists<MonitorNode> {
  constructor(projects: Projects) {
    super(projects, {
      list: async (project) => (await (await project.connect()).monitoring.list()).map((monitor) => ({ kind: 'monitor', project, monitor })),
      concerns: ({ type }) => type === 'monitor',
    });
  }

  /** What nobody has seen to yet. */
  get openAlerts(): readonly { readonly node: MonitorNode; readonly alert: Alert }[] {
    return this.known.flatMap((node) => node.monitor.alerts.filter(({ state }) => state === 'open').map((alert) => ({ node, alert })));
  }
}
