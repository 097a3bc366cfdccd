// The 2 a.m. story, played for real: a model is trained, deployed and watched, its sensor ages, and it is trained again and rolled out;
// then a labelling mistake makes a worse one, which is rolled back. Every number is read from the engine; none stands here.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './command.mjs';
import { inRoot, node24 } from './paths.mjs';
import { Advice } from './progress.mjs';
import { exampleEnvironment } from './trainExample.mjs';

const cli = inRoot('dist', 'slipway.js');
const look = 500;
/** How long nothing may happen, in ms: a slow machine trains and judges in this time. */
const patience = 600_000;
/** As examples/story/slipway.yaml says. */
const windowRows = 250;
const ended = ['promoted', 'rolled_back', 'rejected', 'vetoed', 'failed'];

/** Each telling has a folder of its own: the engine of one that was broken off may still end. */
const tellings = inRoot('out', 'story');

/** Makes the story's project anew, and ends what those before it have left. @returns its folder */
export async function prepareStory(python) {
  for (const name of existsSync(tellings) ? readdirSync(tellings) : []) await endStory(path.join(tellings, name), python);
  const folder = path.join(tellings, new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, ''));
  cpSync(inRoot('examples', 'story'), folder, { recursive: true, filter: (file) => !/(^|[\\/])(\.slipway|data|__pycache__)$/.test(file) });
  // A window that opens before anything is recorded would take the checkout's store for the story's.
  mkdirSync(path.join(folder, '.slipway'));
  return folder;
}

/** Ends what a telling has left: its deployment, and with the folder its engine. */
export async function endStory(folder, python) {
  if (existsSync(path.join(folder, '.slipway'))) await new Story(folder, python, () => undefined).end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * Plays the story in a project that is prepared. Resolves with the numbers that came out, all of them computed.
 * `tell` gets a word for the margin and a sentence for people; the story goes on when it resolves.
 */
export async function playStory(folder, python, tell) {
  const story = new Story(folder, python, tell);
  await story.begin();
  const first = await story.decay();
  const second = await story.mistake();
  return { ...first, ...second };
}

class Story {
  #url = '';
  /** number of the next parcel */
  #next = 0;
  /** retrainings whose end was told */
  #over = new Set();
  /** of the one that goes on: how many of its steps were told */
  #steps = 0;
  /** when something has happened last, Unix ms */
  #since = 0;

  constructor(folder, python, tell) {
    this.folder = folder;
    this.python = python;
    this.tell = tell;
    this.env = exampleEnvironment(python);
  }

  /** Trains the first version, and lets it answer with somebody watching. */
  async begin() {
    await this.tell('ACT ONE', 'A sorter reads the digits on parcels. Its model is trained on 500 of them.');
    await this.#slipway('run', '--target', 'digits', '--json');
    const [trained] = JSON.parse(await this.#slipway('runs', '--json'));
    this.trained = trained.metrics.accuracy;
    await this.tell('trained', `digits/1 is right on ${percent(this.trained)} of the digits that it has not seen.`);
    await this.#slipway('gate', 'digits/1', '--python', this.python);
    await this.#slipway('promote', 'digits/1', 'champion');
    this.#url = JSON.parse(await this.#slipway('deploy', 'digits@champion', '--name', 'digits', '--json', '--python', this.python)).url;
    await this.#slipway('monitor', 'start', 'digits', '--python', this.python);
    await this.#slipway('retrain', 'start', 'digits', '--python', this.python);
    await this.tell('deployed', `It answers at ${this.#url}, and is watched.`);
  }

  /** The lamp ages; quality sinks before labels say so; a better version takes over. */
  async decay() {
    await this.#parcels(500, [0]);
    await this.#windows(2, [0]);
    const alerts = (await this.#alerts()).length;
    await this.tell('quiet', `500 parcels later there ${alerts === 0 ? 'is no alert' : `are alerts (${alerts})`}: ${this.#drift()}. ${this.#said()}`);
    await this.#parcels(750, [0, 1]);
    const from = this.#next;
    await this.#parcels(500, [1]);
    await this.#windows(7, [1]);
    const silent = await this.#until('an alert before labels', async () => (await this.#alerts()).find(({ kind }) => kind === 'estimated_quality'));
    const estimated = this.windows.at(-1).quality.estimated.value;
    await this.tell('alert', `The lamp of the sensor ages. ${silent.text}`);
    await this.#truths(from, 500);
    const alert = await this.#until('labels that say so', async () => (await this.#alerts()).find(({ kind }) => kind === 'realised_quality'));
    const realised = mean(this.windows.filter(({ quality }) => quality?.realised).map(({ quality }) => quality.realised.value));
    await this.tell('labels', `The truth comes in: ${alert.text}`);
    const done = await this.#rollout([1]);
    await this.#labelled(750, [1]);
    this.champion = done.state === 'promoted' ? done.version : '1';
    const recovered = await this.#accuracyOf(this.champion);
    await this.tell('recovered', `digits/${this.champion} answers, and is right on ${percent(recovered)}.`);
    return { trained: this.trained, estimated, realised, first: done.state, recovered };
  }

  /** Labels are wrong; what is trained with them passes its gate, and is found out by the canary. */
  async mistake() {
    await this.tell('ACT TWO', 'An update of the labelling tool swaps some of its buttons: 4 and 9, 3 and 8, 1 and 7.');
    const before = (await this.#retrainings()).length;
    const from = this.#next;
    await this.#parcels(1100, [1]);
    await this.#truths(from, 1100, true);
    await this.#until('a second retraining', async () => (await this.#retrainings()).length > before);
    // As long as labels are swapped, the policy would train again and again: it starts no third one.
    await this.#slipway('retrain', 'stop', 'digits');
    const done = await this.#rollout([1]);
    await this.#labelled(750, [1]);
    const kept = await this.#accuracyOf(this.champion);
    await this.tell('safe', `digits/${this.champion} still answers, and is right on ${percent(kept)}.`);
    return { second: done.state, why: done.steps.at(-1).text, kept };
  }

  /** Tells each step as it is taken; parcels and their truths go on while the candidate answers some of them. */
  async #rollout(age) {
    return this.#until('the end of the retraining', async () => {
      const [newest] = await this.#retrainings();
      if (newest === undefined || this.#over.has(newest.retraining_id)) return undefined;
      for (const { state, text } of newest.steps.slice(this.#steps)) {
        await this.tell(state.replaceAll('_', ' '), text);
        this.#since = Date.now();
      }
      this.#steps = newest.steps.length;
      if (ended.includes(newest.state)) {
        this.#over.add(newest.retraining_id);
        this.#steps = 0;
        return newest;
      }
      if (newest.state === 'rolling_out') await this.#labelled(100, age);
      return undefined;
    });
  }

  #drift() {
    const { columns } = this.windows.at(-1);
    return `${columns.filter(({ drifted }) => drifted).length} of ${columns.length} cells drift`;
  }

  #said() {
    const { quality } = this.windows.at(-1);
    return quality?.estimated ? `Accuracy is estimated at ${percent(quality.estimated.value)}.` : '';
  }

  async #labelled(count, age) {
    const from = this.#next;
    await this.#parcels(count, age);
    await this.#truths(from, count);
  }

  async #parcels(count, age) {
    await this.#script('traffic.py', this.#url, '--first', this.#next, '--count', count, '--age', ...age);
    this.#next += count;
  }

  #truths(first, count, swapped = false) {
    return this.#script('truths.py', this.#url, '--first', first, '--count', count, ...(swapped ? ['--swapped'] : []));
  }

  /** Waits until so many windows have been judged. A window that ends within a millisecond holds all of its rows: what the last one lacks comes then. */
  async #windows(count, age) {
    await this.#until(`${count} windows`, async () => {
      const windows = await this.#show();
      if (windows.length >= count) return true;
      const left = this.#next - windows.reduce((sum, { rows }) => sum + rows, 0);
      if (left < windowRows) await this.#parcels(windowRows - left, age);
      return false;
    });
  }

  /** The two newest windows, when a version alone has answered them and their labels have come: their mean accuracy. */
  async #accuracyOf(version) {
    const windows = await this.#until(`labelled windows of digits/${version}`, async () => {
      const last = (await this.#show()).slice(-2);
      return last.every(({ quality, versions }) => quality?.realised && versions.length === 1 && versions[0].version === version) ? last : undefined;
    });
    return mean(windows.map(({ quality }) => quality.realised.value));
  }

  async #show() {
    this.windows = JSON.parse(await this.#slipway('monitor', 'show', 'digits', '--windows', '200', '--json')).windows;
    return this.windows;
  }

  async #alerts() {
    const alerts = JSON.parse(await this.#slipway('monitor', 'alerts', 'digits', '--json')).filter(({ state }) => state === 'open');
    // Afterwards: they are to have what an alert is about.
    await this.#show();
    return alerts;
  }

  async #retrainings() {
    return JSON.parse(await this.#slipway('retrain', 'list', 'digits', '--json')).retrainings;
  }

  async #until(what, found) {
    for (this.#since = Date.now(); Date.now() < this.#since + patience; await pause(look)) {
      const result = await found();
      if (result) return result;
    }
    throw new Advice(`The story waited ten minutes for ${what}. "slipway monitor show digits" in ${this.folder} says what stands; the engine's log is in .slipway/logs.`);
  }

  async #script(name, ...parameters) {
    const { code, output } = await run(this.python, [name, ...parameters.map(String)], { cwd: this.folder, env: this.env });
    if (code !== 0) throw new Advice(`${name} failed (exit ${code}).\n${output}`);
  }

  /** The exit code says "no" as well as "failed": what is on stdout tells. */
  async #slipway(...parameters) {
    const { code, standard, output } = await run(node24(), [cli, ...parameters, '--store', path.join(this.folder, '.slipway')], { cwd: this.folder, env: this.env, all: true });
    if (code > 1 || (code === 1 && (standard === '' || !parameters.includes('--json')))) throw new Advice(`slipway ${parameters.join(' ')} failed (exit ${code}).\n${output}`);
    return standard;
  }

  /** Ends what answers, and takes its log away. */
  async end() {
    // One that was broken off early has deployed nothing.
    for (const { name } of JSON.parse(await this.#slipway('ps', '--json'))) await this.#slipway('undeploy', name, '--json');
  }
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
