/** The runs below one experiment or one run: as many pages as were asked for, each run one node for as long as it is shown. */
import type { EngineClient } from '../../connection/engineClient';
import type { RunRow, RunRows, RunRowsRequest } from '../../protocol/experiments';
import type { MoreNode, RunNode, RunParent } from './nodes';
import { experimentOf } from './nodes';
import { pageRequest, type Query } from './query';

/** So many runs are shown at a time; the last line offers the next ones. */
export const PAGE = 100;
/** The most rows the engine gives at once. */
const LARGEST_REQUEST = 1000;

export class RunList {
  private nodes = new Map<string, RunNode>();
  private shown: readonly RunNode[] = [];
  private more: MoreNode | undefined;
  private wanted = PAGE;

  constructor(readonly parent: RunParent) {}

  get runs(): readonly RunNode[] { return this.shown; }
  /** How many match in all, shown or not. */
  get total(): number { return this.shown.length + (this.more?.remaining ?? 0); }
  get items(): readonly (RunNode | MoreNode)[] { return this.more === undefined ? this.shown : [...this.shown, this.more]; }

  /** Reads everything that is shown afresh. @returns whether runs came, went or changed places. */
  async load(client: EngineClient, query: Query): Promise<boolean> {
    const before = this.shown.map((node) => node.row.run_id).join();
    const remainingBefore = this.more?.remaining;
    const rows: RunRow[] = [];
    let total = 0;
    let token: string | undefined;
    do {
      const page = await this.page(client, query, Math.min(LARGEST_REQUEST, this.wanted - rows.length), token);
      rows.push(...page.rows);
      total = page.total;
      token = page.next_page_token;
    } while (token !== undefined && rows.length < this.wanted);
    this.show(rows, total);
    return before !== this.shown.map((node) => node.row.run_id).join() || remainingBefore !== this.more?.remaining;
  }

  /** Makes the next page part of the list at the next `load`. */
  wantMore(): void { this.wanted = this.shown.length + PAGE; }

  /** Puts a newer row into the run's node, if it is shown. */
  update(row: RunRow): RunNode | undefined {
    const node = this.nodes.get(row.run_id);
    if (node !== undefined) {
      node.row = row;
    }
    return node;
  }

  node(runId: string): RunNode | undefined { return this.nodes.get(runId); }

  private async page(client: EngineClient, query: Query, size: number, token: string | undefined): Promise<RunRows> {
    const parent = this.parent.kind === 'experiment' ? 'roots' : this.parent.row.run_id;
    // A filter flattens the list, so what is nested below a shown run is asked for without it.
    const asked = this.parent.kind === 'run' ? { ...query, filter: '' } : query;
    const request: RunRowsRequest = pageRequest(asked, experimentOf(this.parent).summary.experiment_id, parent, size, token);
    return client.runRows(request);
  }

  private show(rows: readonly RunRow[], total: number): void {
    const { project } = this.parent;
    const nodes = new Map<string, RunNode>();
    this.shown = rows.map((row) => {
      const node = this.nodes.get(row.run_id) ?? { kind: 'run', project, parent: this.parent, row };
      node.row = row;
      nodes.set(row.run_id, node);
      return node;
    });
    this.nodes = nodes;
    const remaining = Math.max(0, total - rows.length);
    if (remaining === 0) {
      this.more = undefined;
    } else {
      this.more ??= { kind: 'more', project, parent: this.parent, remaining };
      this.more.remaining = remaining;
    }
  }
}
