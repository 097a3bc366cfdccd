/** Everything that survives a reload, each with a name and a type; the only place where a memento's keys are strings. */
import type { Memento } from 'vscode';

/** How runs are ordered: an attribute, or a metric or param by key. */
export interface Sort {
  readonly by: 'start_time' | 'end_time' | 'name' | 'metric' | 'param';
  readonly key?: string;
  readonly ascending: boolean;
}

/** What is needed to tell the end of a job after a reload. */
export interface FollowedJob {
  readonly id: string;
  /** absolute folder of the store whose engine has the job */
  readonly store: string;
  readonly cwd: string;
  /** the Python that runs it, and its virtual environment */
  readonly python: string;
  readonly environment?: string;
}

export const newestFirst: Sort = { by: 'start_time', ascending: false };

const RECENT_FILTERS = 12;
/** Colours of so many runs are remembered; the oldest make room. */
const REMEMBERED_COLORS = 2000;
/** So many alerts, and so many retrainings, are known to have been told; the oldest make room. */
const REMEMBERED_TOLD = 500;

export class State {
  private colors: Map<string, number> | undefined;

  constructor(private readonly workspace: Memento) {}

  get paused(): boolean { return this.workspace.get('tracking.paused', false); }
  async setPaused(paused: boolean): Promise<void> { await this.workspace.update('tracking.paused', paused); }

  get filter(): string { return this.workspace.get('experiments.filter', ''); }
  async setFilter(filter: string): Promise<void> { await this.workspace.update('experiments.filter', filter); }

  get recentFilters(): readonly string[] { return this.workspace.get<string[]>('experiments.recentFilters', []); }
  async addRecentFilter(filter: string): Promise<void> {
    const others = this.recentFilters.filter((recent) => recent !== filter);
    await this.workspace.update('experiments.recentFilters', [filter, ...others].slice(0, RECENT_FILTERS));
  }

  get sort(): Sort { return this.workspace.get('experiments.sort', newestFirst); }
  async setSort(sort: Sort): Promise<void> { await this.workspace.update('experiments.sort', sort); }

  get showsArchived(): boolean { return this.workspace.get('experiments.showsArchived', false); }
  async setShowsArchived(shows: boolean): Promise<void> { await this.workspace.update('experiments.showsArchived', shows); }

  /** Metric keys that the run panel shows large in an experiment; empty: it chooses itself. */
  headlines(store: string, experimentId: string): readonly string[] {
    return this.workspace.get<Record<string, string[]>>('runs.headlines', {})[`${store} ${experimentId}`] ?? [];
  }
  async setHeadlines(store: string, experimentId: string, keys: readonly string[]): Promise<void> {
    await this.workspace.update('runs.headlines', { ...this.workspace.get<Record<string, string[]>>('runs.headlines', {}), [`${store} ${experimentId}`]: [...keys] });
  }

  /** Arguments last given to a script, as typed. */
  trainArguments(script: string): string | undefined { return this.workspace.get<Record<string, string>>('train.arguments', {})[script]; }
  async setTrainArguments(script: string, text: string): Promise<void> {
    await this.workspace.update('train.arguments', { ...this.workspace.get<Record<string, string>>('train.arguments', {}), [script]: text });
  }

  /** Jobs that this window started and whose end it has not told yet. */
  get followedJobs(): readonly FollowedJob[] { return this.workspace.get<FollowedJob[]>('train.followed', []); }
  async addFollowedJob(job: FollowedJob): Promise<void> {
    await this.workspace.update('train.followed', [...this.followedJobs.filter(({ id }) => id !== job.id), job]);
  }
  async dropFollowedJob(id: string): Promise<void> {
    await this.workspace.update('train.followed', this.followedJobs.filter((job) => job.id !== id));
  }

  /** When the last decision of a rule about a deployment was made that a person was told of: Unix time, ms. */
  seenDecision(store: string, deployment: string): number | undefined { return this.workspace.get<Record<string, number>>('serving.seenDecisions', {})[`${store} ${deployment}`]; }
  async setSeenDecision(store: string, deployment: string, at: number): Promise<void> {
    await this.workspace.update('serving.seenDecisions', { ...this.workspace.get<Record<string, number>>('serving.seenDecisions', {}), [`${store} ${deployment}`]: at });
  }

  /** When people were told of an alert last, as far as this window has told it: Unix time, ms. */
  toldAlert(id: string): number | undefined { return this.told<number>('monitoring.told').get(id); }
  async setToldAlerts(told: readonly (readonly [id: string, at: number])[]): Promise<void> { await this.setTold('monitoring.told', told); }

  /** The state of a retraining that this window has told last. */
  toldRetraining(id: string): string | undefined { return this.told<string>('retraining.told').get(id); }
  async setToldRetrainings(told: readonly (readonly [id: string, state: string])[]): Promise<void> { await this.setTold('retraining.told', told); }

  runColor(runId: string): number | undefined { return this.runColors().get(runId); }

  /** Kept in memory at once, written with `saveRunColors` when a batch is done. */
  setRunColor(runId: string, color: number): void { this.runColors().set(runId, color); }

  async saveRunColors(): Promise<void> {
    this.colors = new Map([...this.runColors()].slice(-REMEMBERED_COLORS));
    await this.workspace.update('runs.colors', [...this.colors]);
  }

  private told<T>(key: string): Map<string, T> { return new Map(this.workspace.get<[string, T][]>(key, [])); }

  private async setTold<T>(key: string, told: readonly (readonly [id: string, what: T])[]): Promise<void> {
    const known = this.told<T>(key);
    for (const [id, what] of told) {
      known.delete(id);
      known.set(id, what);
    }
    await this.workspace.update(key, [...known].slice(-REMEMBERED_TOLD));
  }

  private runColors(): Map<string, number> {
    this.colors ??= new Map(this.workspace.get<[string, number][]>('runs.colors', []));
    return this.colors;
  }
}
