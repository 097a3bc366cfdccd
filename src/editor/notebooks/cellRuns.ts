/**
 * The runs of one project that notebook cells made, by cell, kept up to date by the engine's notices: read when a notebook first asks,
 * then only what was touched, at most four times a second.
 */
import { access } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import type { Notice } from '../../protocol/events';
import type { ExperimentSummary, RunRow } from '../../protocol/experiments';
import { RunTag, tagRecord } from '../../protocol/runTags';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import { identifier, rowsById } from '../tracking/query';

const ROWS_AT_ONCE = 200;
/** Of each experiment so many of the newest runs are looked through. */
const NEWEST = 1000;
/** Cell ids as notebook editors make them; a tool that writes notebooks may count its cells instead. */
const RANDOM_ID = /^[0-9a-f]{8}/;

export class CellRuns implements vscode.Disposable {
  private readonly rows = new Map<string, RunRow>();
  /** Pinned baselines, wherever they were made. */
  private readonly references = new Map<string, RunRow>();
  private experiments = new Map<string, ExperimentSummary>();
  private loading: Promise<void> | undefined;
  private readonly touched = new Map<string, Set<string>>();
  private experimentsTouched = false;
  private readonly reading = new Gathering(async () => this.read());
  private readonly changed = new vscode.EventEmitter<readonly RunRow[]>();
  private readonly listeners: vscode.Disposable;
  /** The runs that are new or read differently; none: anything may have changed. */
  readonly onDidChange = this.changed.event;

  constructor(readonly project: Project) {
    this.listeners = vscode.Disposable.from(
      project.onNotice((notice) => this.onNotice(notice)),
      project.onReset(() => this.forget()),
      project.onDidChangeState((state) => { if (state.kind === 'ready') { this.forget(); } }),
    );
  }

  /** Runs that this cell made, newest first, nested ones included; none without an engine. */
  async ofCell(cell: string, notebook: string): Promise<readonly RunRow[]> {
    const { client } = this.project;
    if (client === undefined) {
      return [];
    }
    this.loading ??= this.load(client);
    await this.loading;
    const own = [...this.rows.values()].filter((row) => row.tags[RunTag.cell] === cell);
    const names = new Set(own.map((row) => row.tags[RunTag.notebook] ?? ''));
    for (const name of names) {
      if (name !== notebook && !(RANDOM_ID.test(cell) && await this.isGone(name))) {
        names.delete(name);
      }
    }
    return own.filter((row) => names.has(row.tags[RunTag.notebook] ?? '')).toSorted((a, b) => b.start_time - a.start_time);
  }

  experimentOf(row: RunRow): ExperimentSummary | undefined { return this.experiments.get(row.experiment_id); }

  /** The run that the experiment is measured against, where somebody has pinned one. */
  baselineOf(row: RunRow): RunRow | undefined {
    const experiment = this.experiments.get(row.experiment_id);
    const id = experiment === undefined ? undefined : tagRecord(experiment.tags)[RunTag.baseline];
    return id === undefined ? undefined : this.rows.get(id) ?? this.references.get(id);
  }

  dispose(): void {
    this.reading.dispose();
    this.listeners.dispose();
    this.changed.dispose();
  }

  /**
   * A notebook that is no longer under the name it had when a run was made (renamed, moved, untitled then) is told by the ids of its
   * cells, which nobody has chosen; while the file of that name is there, the cell is one of a copy.
   */
  private async isGone(notebook: string): Promise<boolean> {
    return access(path.resolve(this.project.root, notebook)).then(() => false, () => true);
  }

  private forget(): void {
    this.loading = undefined;
    this.rows.clear();
    this.references.clear();
    this.changed.fire([]);
  }

  private async load(client: EngineClient): Promise<void> {
    try {
      await this.readExperiments(client);
      const used = [...this.experiments.values()].filter((experiment) => experiment.run_count > 0);
      await Promise.all(used.map(async ({ experiment_id }) => {
        const { rows } = await client.runRows({ experiment_id, filter: `${identifier('tags', RunTag.cell)} LIKE '%'`, view: 'active', max_results: NEWEST });
        rows.forEach((row) => this.rows.set(row.run_id, row));
      }));
    } catch (error) {
      // Asked again at the next change; meanwhile a cell without its runs is better than an error under each cell.
      this.loading = undefined;
      console.error('Slipway could not read the runs of notebook cells', error);
    }
  }

  private async readExperiments(client: EngineClient): Promise<void> {
    this.experiments = new Map((await client.experiments()).map((experiment) => [experiment.experiment_id, experiment]));
    for (const experiment of this.experiments.values()) {
      const id = tagRecord(experiment.tags)[RunTag.baseline];
      if (id !== undefined && id !== '' && !this.rows.has(id)) {
        const [row] = (await client.runRows(rowsById(experiment.experiment_id, [id]))).rows;
        if (row !== undefined) {
          this.references.set(id, row);
        }
      }
    }
  }

  private onNotice(notice: Notice): void {
    if (this.loading === undefined) {
      return;
    }
    if (notice.type === 'experiment') {
      this.experimentsTouched = true;
    } else if (notice.type === 'run' && (this.rows.has(notice.run_id) || notice.changes.some((change) => change === 'created' || change === 'restored'))) {
      const runs = this.touched.get(notice.experiment_id) ?? new Set();
      runs.add(notice.run_id);
      this.touched.set(notice.experiment_id, runs);
    } else {
      return;
    }
    this.reading.soon();
  }

  private async read(): Promise<void> {
    const { client } = this.project;
    const touched = new Map(this.touched);
    const experimentsTouched = this.experimentsTouched;
    this.touched.clear();
    this.experimentsTouched = false;
    if (client === undefined) {
      return;
    }
    if (experimentsTouched || [...touched.keys()].some((id) => !this.experiments.has(id))) {
      await this.readExperiments(client);
    }
    const changed: RunRow[] = [];
    for (const [experimentId, ids] of touched) {
      for (let start = 0; start < ids.size; start += ROWS_AT_ONCE) {
        const { rows } = await client.runRows(rowsById(experimentId, [...ids].slice(start, start + ROWS_AT_ONCE)));
        changed.push(...rows.filter((row) => this.keep(row)));
      }
    }
    if (changed.length > 0 || experimentsTouched) {
      this.changed.fire(experimentsTouched ? [] : changed);
    }
  }

  /** @returns whether the row is of a cell */
  private keep(row: RunRow): boolean {
    if (row.tags[RunTag.cell] === undefined) {
      return false;
    }
    if (row.lifecycle_stage === 'active') {
      this.rows.set(row.run_id, row);
    } else {
      this.rows.delete(row.run_id);
    }
    return true;
  }
}
