/** Requests per second and latency of deployments, for the lines of a view: asked for only while somebody can see them. */
import * as vscode from 'vscode';
import { EngineError, EngineUnreachable } from '../../connection/engineError';
import type { LiveFigures } from '../../protocol/deploymentLive';
import { inBackground } from '../problem';
import { deploymentItem } from './model';
import type { DeploymentNode } from './nodes';

const EVERY = 2000;
/** No second is wanted, only what is summed up. */
const NEVER = 2 ** 36;

export class WatchedFigures implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: vscode.Disposable;

  /** @param nodes of the view @param changed these lines say something else now */
  constructor(private readonly view: vscode.TreeView<unknown>, private readonly nodes: () => readonly DeploymentNode[], private readonly changed: (nodes: readonly DeploymentNode[]) => void) {
    this.listeners = vscode.Disposable.from(view.onDidChangeVisibility(() => this.settle()), vscode.window.onDidChangeWindowState(() => this.settle()));
    this.settle();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.dispose();
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.view.visible && vscode.window.state.focused) {
      inBackground(async () => this.read());
    }
  }

  private async read(): Promise<void> {
    const timer = setTimeout(() => this.settle(), EVERY);
    this.timer = timer;
    const others: DeploymentNode[] = [];
    await Promise.all(this.nodes().map(async (node) => {
      const before = deploymentItem(node.deployment, node.figures).description;
      node.figures = await figuresOf(node);
      if (deploymentItem(node.deployment, node.figures).description !== before) {
        others.push(node);
      }
    }));
    if (others.length > 0 && this.timer !== undefined) {
      this.changed(others);
    }
  }
}

/** @returns undefined while it tells none */
async function figuresOf({ project: { client }, deployment: { name, state } }: DeploymentNode): Promise<LiveFigures | undefined> {
  try {
    return state === 'healthy' ? (await client?.serving.live(name, NEVER))?.recent : undefined;
  } catch (error) {
    if (error instanceof EngineError || error instanceof EngineUnreachable) {
      return undefined;
    }
    throw error;
  }
}
