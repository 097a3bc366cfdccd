/** What the engine does with the traffic of deployments: seals what no front writes any more, removes what is out of retention, and reads it. */
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeploymentQuality, FeedbackAnswer, LoggedRequest, LoggedRequests, TrafficOptions, Truth } from '../../../protocol/deploymentTraffic';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import type { EngineLog } from '../../engineLog';
import { DeploymentFile, readDeploymentFile } from '../deploymentFiles';
import { DeploymentPlan } from '../servedModel';
import { lookAt } from '../supervisorLink';
import { sendFeedbackFile } from './feedbackFile';
import { latestRequests, nextOf, type Before } from './loggedRequests';
import { askTraffic, qualityQuery, truthsQuery } from './qualityQuery';
import { retain } from './retention';
import { seal, sealingDisk, tidy } from './seal';
import { taskOf, type Task } from './task';
import { closedLines, listTraffic, namesIn, segmentOf, type Writing } from './trafficFiles';

/** Sealing is no hurry: what is not sealed is read as it is. */
const ROUND_MS = 60_000;
/** What could not be sealed is tried again: a disk that was full has space. */
const AGAIN_MS = 600_000;

export interface TrafficKeeperParts {
  readonly analysis: AnalysisWorker;
  readonly log: EngineLog;
  /** absolute folders of all deployments */
  readonly folders: () => readonly string[];
}

export class TrafficKeeper {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #again = false;
  /** what went wrong, and is told once */
  readonly #told = new Set<string>();
  /** files that could not be sealed, and when they are tried again */
  readonly #later = new Map<string, number>();

  constructor(private readonly parts: TrafficKeeperParts) {}

  /** Looks at all deployments now and once a minute. */
  begin(): void {
    this.#timer = setInterval(() => this.look(), ROUND_MS).unref();
    this.look();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Looks at all deployments soon: one has stopped, or another engine has left something. */
  look(): void {
    if (this.#timer === undefined) {
      return;
    }
    if (this.#round !== undefined) {
      this.#again = true;
      return;
    }
    this.#round = this.#goRound();
  }

  /** @param limit most requests that are told */
  async requests(folder: string, limit: number, before: Before | undefined): Promise<LoggedRequests> {
    const found = await latestRequests(path.join(folder, 'traffic'), limit, before, this.parts.analysis);
    return { requests: await this.#withTruths(folder, found), next: found.length < limit ? null : nextOf(found, before) };
  }

  /** @param from first time of an answer, Unix ms @param to last time */
  async quality(folder: string, from: number, to: number): Promise<DeploymentQuality> {
    const table = await askTraffic(folder, this.parts.analysis, (source) => qualityQuery(source, from, to));
    const plan = readDeploymentFile(DeploymentPlan, path.join(folder, DeploymentFile.plan));
    return {
      versions: table.rows.map(([model, version, role, rows, labelled, accuracy, rmse, fractions]) => {
        const served = plan?.arms.find((arm) => arm.model === model && arm.version === version)?.served;
        const task: Task = (served === undefined ? undefined : taskOf(served)) ?? (fractions === true ? 'regression' : 'classification');
        return {
          model: String(model), version: String(version), role: typeof role === 'string' ? role : null, rows: Number(rows), labelled: Number(labelled), task,
          accuracy: task === 'classification' && typeof accuracy === 'number' ? accuracy : null, rmse: task === 'regression' && typeof rmse === 'number' ? rmse : null,
        };
      }),
    };
  }

  /** @param url where it answers; undefined: it does not @param file absolute path @throws as sendFeedbackFile */
  feedback(folder: string, url: string | undefined, file: string): Promise<FeedbackAnswer> {
    return sendFeedbackFile(file, { folder, url, plan: readDeploymentFile(DeploymentPlan, path.join(folder, DeploymentFile.plan)) }, this.parts.analysis);
  }

  async #withTruths(folder: string, requests: readonly LoggedRequest[]): Promise<readonly LoggedRequest[]> {
    if (requests.length === 0 || namesIn(path.join(folder, 'feedback')).length === 0) {
      return requests;
    }
    const { rows } = await askTraffic(folder, this.parts.analysis, (source) => truthsQuery(source, requests));
    const truths = new Map(rows.map(([id, row, truth]) => [`${String(id)} ${String(row)}`, JSON.parse(String(truth)) as Truth]));
    return requests.map((request) => {
      const told = Object.values(request.inputs)[0]?.length ?? Object.values(request.outputs)[0]?.length ?? 0;
      const truth = Array.from({ length: told }, (_, row) => truths.get(`${request.id} ${row}`) ?? null);
      return truth.some((value) => value !== null) ? { ...request, truth } : request;
    });
  }

  async #goRound(): Promise<void> {
    do {
      // Several notices come at once; and a round ends no sooner than it is known to have begun.
      await new Promise(setImmediate);
      this.#again = false;
      for (const folder of this.parts.folders()) {
        try {
          await this.#keep(folder);
        } catch (error) {
          if (!existsSync(folder)) {
            // Undeployed meanwhile.
            continue;
          }
          this.#tellOnce(folder, `the traffic of ${path.basename(folder)} could not be kept in order: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    } while (this.#again && this.#timer !== undefined);
    this.#round = undefined;
  }

  async #keep(folder: string): Promise<void> {
    const traffic = path.join(folder, 'traffic');
    const { leftover, lines, segments } = listTraffic(traffic);
    const plan = readDeploymentFile(DeploymentPlan, path.join(folder, DeploymentFile.plan));
    await tidy(traffic, leftover);
    const closed = await closedLines(traffic, lines, writing(folder), Date.now());
    for (const name of closed) {
      const file = path.join(traffic, name);
      if (this.#timer === undefined) {
        return;
      }
      if ((this.#later.get(file) ?? 0) > Date.now()) {
        continue;
      }
      try {
        const trouble = await seal(traffic, name, (plan?.arms ?? []).map(({ served }) => served.signature), sealingDisk(this.parts.analysis));
        if (trouble !== undefined) {
          this.parts.log.warn(`deployment ${path.basename(folder)}: ${trouble}`);
        }
      } catch (error) {
        if (!existsSync(traffic)) {
          return;
        }
        this.#later.set(file, Date.now() + AGAIN_MS);
        this.#tellOnce(file, `${name} of ${path.basename(folder)} stays JSON lines, which are read as they are: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    // What was sealed just now stands as a segment; what is not there is left out.
    const logged = [...segments, ...lines, ...closed.map(segmentOf)].toSorted((a, b) => (segmentOf(a) < segmentOf(b) ? -1 : 1));
    await this.#retain(folder, logged, new Set(lines.filter((name) => !closed.includes(name))), plan?.traffic ?? {});
  }

  async #retain(folder: string, logged: readonly string[], open: ReadonlySet<string>, options: TrafficOptions): Promise<void> {
    const feedback = namesIn(path.join(folder, 'feedback'));
    const said = [
      await retain(path.join(folder, 'traffic'), logged, open, options, Date.now(), 'Logged requests'),
      await retain(path.join(folder, 'feedback'), feedback, new Set(feedback.slice(-1)), { keep_days: options.keep_days, keep_mb: Infinity }, Date.now(), 'Feedback'),
    ];
    for (const line of said.filter((one) => one !== undefined)) {
      await appendFile(path.join(folder, DeploymentFile.log), `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
    }
  }

  #tellOnce(what: string, message: string): void {
    if (!this.#told.has(what)) {
      this.#told.add(what);
      this.parts.log.warn(message);
    }
  }
}

function writing(folder: string): Writing {
  const { supervisor, front } = lookAt(folder);
  return { supervised: supervisor !== undefined, front: front?.pid ?? undefined };
}
