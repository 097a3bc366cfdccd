/**
 * What versions cost while they are served: prepared as a deployment's are, answered for by the very process that deployments have, and
 * asked over HTTP. Nothing is deployed: plan and traffic stand in a folder that goes with the measurement, and so do all processes.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConversionProblem, type PrepareOptions } from '../conversion/options';
import type { Prepared } from '../conversion/prepare';
import { DeploymentFile } from '../deploymentFiles';
import { AnsweredError, ChildEnded, LineChild } from '../lineChild';
import { filesOf, prepareVersion, type PreparingParts } from '../prepareVersion';
import type { ServedModel } from '../servedModel';
import { firstPlan } from '../standing';
import { mustBeTrusted, TrustNeeded } from '../untrusted';
import type { Asked, MeasureAsk, ServedSize } from './measureProtocol';

export interface MeasuringParts extends PreparingParts {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** dist/measure.js */
  readonly measure: string;
}

export interface VersionName { readonly model: string; readonly version: string }

export interface MeasuringTask extends Pick<PrepareOptions, 'root' | 'env' | 'log' | 'signal'> {
  /** asked in turns */
  readonly versions: readonly VersionName[];
  readonly python?: string | undefined;
  /** what is done now */
  readonly progress: (text: string) => void;
}

/** Versions that are prepared, and can be measured until `close`. Methods throw ConversionProblem in sentences, or the signal's reason. */
export interface Measurement {
  /** in the order of the versions */
  readonly prepared: readonly Prepared[];
  size(index: number): Promise<ServedSize>;
  /** Serves all of them and asks them in turns. @param bodies of POST /invocations, one row each; at least one */
  ask(bodies: readonly string[]): Promise<readonly Asked[]>;
  /** Ends every process, and takes the folder away. */
  close(): Promise<void>;
}

export class Measuring {
  constructor(private readonly parts: MeasuringParts) {}

  /** Takes away what an engine before this one has left. */
  begin(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @returns absolute path of a version's folder, or of its one file @throws ConversionProblem when it is not on this machine */
  filesOf({ model, version }: VersionName): string {
    return filesOf(this.parts.registry, model, version);
  }

  /** @throws TrustNeeded with the files of all these versions that nobody has trusted yet; ConversionProblem */
  mustBeTrusted(versions: readonly VersionName[]): Promise<void> {
    return mustBeTrusted(this.parts.registry, versions.map((one) => ({ ...one, folder: this.filesOf(one) })));
  }

  /** Prepares the versions. @throws ConversionProblem in sentences; the signal's reason */
  async prepare(task: MeasuringTask): Promise<Measurement> {
    const prepared: Prepared[] = [];
    for (const one of task.versions) {
      const name = nameOf(one);
      prepared.push(await prepareVersion(this.parts, { ...task, ...one, progress: (text) => task.progress(`preparing ${name}: ${text}`) }).catch((error: unknown) => {
        throw error instanceof ConversionProblem && !(error instanceof TrustNeeded) ? new ConversionProblem(`${name} can't be served. ${error.message}`, { cause: error }) : error;
      }));
    }
    const folder = path.join(this.#folder, randomUUID());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new RunningMeasurement(task, prepared, this.parts.measure, folder);
  }

  /**
   * Lets a model that is served already answer rows, in a front of its own, and gives what it has logged of them. Nothing of it stays.
   * @param bodies of POST /invocations; the id of each request is its place in the list
   * @param read reads the log: `folder` is that of a deployment that nobody writes to any more
   * @throws ConversionProblem in a sentence when the model can't be loaded, or refuses a row; the signal's reason
   */
  async answers<T>({ model, version }: VersionName, served: ServedModel, bodies: readonly string[], { log, signal }: Pick<MeasuringTask, 'log' | 'signal'>, read: (folder: string) => Promise<T>): Promise<T> {
    const folder = path.join(this.#folder, randomUUID());
    const place = path.join(folder, 'answers');
    await mkdir(place, { recursive: true, mode: 0o700 });
    await writeFile(path.join(place, DeploymentFile.plan), JSON.stringify(firstPlan(model, { model, version }, served)), { mode: 0o600 });
    const child = new LineChild({ command: [process.execPath, this.parts.measure, folder], cwd: folder, env: process.env, log, signal, who: 'The process that answers rows' });
    const asks: readonly MeasureAsk[] = [{ do: 'serve', name: nameOf({ model, version }), folder: place }, { do: 'answer', bodies }, { do: 'end' }];
    try {
      for (const ask of asks) {
        await child.ask(ask);
      }
      return await read(place);
    } catch (error) {
      throw error instanceof AnsweredError || error instanceof ChildEnded ? new ConversionProblem(error.message, { cause: error }) : error;
    } finally {
      await child.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  get #folder(): string {
    return path.join(this.parts.store, 'measuring');
  }
}

class RunningMeasurement implements Measurement {
  readonly #child: LineChild;

  constructor(private readonly task: MeasuringTask, readonly prepared: readonly Prepared[], measure: string, private readonly folder: string) {
    this.#child = new LineChild({ command: [process.execPath, measure, folder], cwd: folder, env: process.env, log: task.log, signal: task.signal, who: 'The process that measures' });
  }

  async size(index: number): Promise<ServedSize> {
    const served = this.prepared[index]?.served;
    if (served === undefined) {
      throw new Error(`there is no version ${index} in this measurement`);
    }
    return this.#ask<ServedSize>({ do: 'size', served });
  }

  async ask(bodies: readonly string[]): Promise<readonly Asked[]> {
    const names = this.task.versions.map(nameOf);
    for (const [index, name] of names.entries()) {
      this.task.progress(`starting ${name}`);
      await this.#ask({ do: 'serve', name, folder: await this.#plan(index) });
    }
    this.task.progress(`asking ${names.join(' and ')}`);
    return (await this.#ask<{ asked: Asked[] }>({ do: 'ask', bodies })).asked;
  }

  async close(): Promise<void> {
    try {
      if (!this.task.signal.aborted) {
        await this.#child.ask({ do: 'end' });
      }
    } catch (error) {
      // It has ended already, and what it has started with it.
      if (!(error instanceof ChildEnded) && !this.task.signal.aborted) {
        throw error;
      }
    } finally {
      await this.#child.close();
      await this.#keepLogs();
      await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async #ask<T>(ask: MeasureAsk): Promise<T> {
    try {
      return await this.#child.ask<T>(ask);
    } catch (error) {
      throw error instanceof AnsweredError || error instanceof ChildEnded ? new ConversionProblem(this.#toldWithLog(error.message), { cause: error }) : error;
    }
  }

  /** Messages name the log of a folder that goes: what stands there is kept in the task's. */
  #toldWithLog(message: string): string {
    return this.task.versions.reduce((text, _, index) => text.replaceAll(path.join(this.#place(index), DeploymentFile.log), this.task.log), message);
  }

  async #keepLogs(): Promise<void> {
    for (const index of this.task.versions.keys()) {
      const text = await readFile(path.join(this.#place(index), DeploymentFile.log)).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
          return Buffer.alloc(0);
        }
        throw error;
      });
      await appendFile(this.task.log, text);
    }
  }

  #place(index: number): string {
    return path.join(this.folder, String(index));
  }

  /** May hold the environment of the requester: readable by its owner alone. */
  async #plan(index: number): Promise<string> {
    const place = this.#place(index);
    const served = this.prepared[index]?.served;
    const version = this.task.versions[index];
    if (served === undefined || version === undefined) {
      throw new Error(`there is no version ${index} in this measurement`);
    }
    await mkdir(place, { recursive: true, mode: 0o700 });
    await writeFile(path.join(place, DeploymentFile.plan), JSON.stringify(firstPlan(version.model, version, served)), { mode: 0o600 });
    return place;
  }
}

function nameOf({ model, version }: VersionName): string {
  return `${model}/${version}`;
}
