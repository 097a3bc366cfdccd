// The story of 2 a.m. on screen: played for real by the script of `npm start -- --story`, and looked at where it says something to a person.
import { afterAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import type { AlertKind, MonitoredWindow, WindowQuality } from '../../src/protocol/monitors';
import { qualityLimit } from '../../src/protocol/qualityLimit';
import { formatNumber } from '../../src/wording/formatNumber';
import { marginText, monitorSummary, openAlertsText, qualityNumber } from '../../src/wording/monitorText';
import { PlayedStory } from './playedStory';
import { panelOf } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark'] as const;
/** Training, a gate and a rollout on a busy machine, ms. */
const PATIENCE = 900_000;

describe('a model that decays at night', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let story: PlayedStory;

  shareProject({ workspace: 'story', viewport: { width: 1440, height: 900 }, log: () => Promise.resolve() }, async (opened, own) => {
    [workbench, engine] = [opened, own];
    await workbench.sideBar();
    story = new PlayedStory(workbench.folder);
  });
  // A deployment outlives its window and its engine.
  afterAll(async () => Promise.all((await engine.serving.list()).map(async ({ name }) => engine.serving.remove(name))));

  const lastWindow = async (): Promise<MonitoredWindow> => {
    const window = (await engine.monitoring.windows('digits')).at(-1);
    if (window === undefined) throw new Error('No window is over.');
    return window;
  };
  const alertOf = async (kind: AlertKind) => (await engine.monitoring.alerts('digits')).find((alert) => alert.kind === kind && alert.state === 'open');
  /** Waits until the panel says what the engine knows of its last window. */
  const headline = async (side: 'estimated' | 'realised'): Promise<WindowQuality> => {
    const headlines = panelOf(workbench).locator('.headlines');
    let known: WindowQuality | null = null;
    await expect.poll(async () => {
      ({ quality: known } = await lastWindow());
      const estimate = known?.[side];
      return estimate ? (await headlines.innerText()).replaceAll(/\s+/g, ' ').includes(`${qualityNumber(estimate.value)} ${marginText(estimate)} ${side} accuracy`) : false;
    }).toBe(true);
    if (known === null) throw new Error('The window has no quality.');
    return known;
  };
  /** A message goes by itself, perhaps before the story has come to what it is about. */
  const untilTold = async (when: string, message: RegExp): Promise<void> => {
    await Promise.all([workbench.notifications().filter({ hasText: message }).first().waitFor({ timeout: PATIENCE }), story.until(when)]);
  };
  const statusBar = async (): Promise<void> => {
    const text = openAlertsText((await engine.monitoring.list()).flatMap(({ alerts }) => alerts.filter(({ state }) => state === 'open')));
    await workbench.page.locator('.statusbar-item').filter({ hasText: text ?? 'nothing' }).waitFor();
  };

  test('is right on 94 % of what it has not seen, answers, and is watched', async () => {
    await story.until('deployed');
    const { runs: [run] } = await engine.searchRuns({ experiment_ids: (await engine.experiments()).map(({ experiment_id: id }) => id) });
    const trained = run?.data.metrics?.find(({ key }) => key === 'accuracy')?.value ?? 0;
    expect(trained).toBeGreaterThan(0.9);
    await workbench.treeRow(new RegExp(`^digits\\s*1 run · best accuracy ${formatNumber(trained)}`)).waitFor();
    await workbench.treeRow(/^digits\s*@champion v1/).waitFor();
    await workbench.treeRow(/^digits v1\s*champion\s*100 %/).waitFor();
    await workbench.treeRow(/^digits\s*(no window is over yet|0 of 250 rows)/).click();
    await panelOf(workbench).getByText('No window is over yet').waitFor();
    await workbench.screenshot('story-deployed', themes);
  }, PATIENCE);

  test('loses quality, and somebody is told of it before a label has come', async () => {
    await untilTold('alert', /digits: Accuracy is estimated at 0\.\d+, before labels come/);
    const quality = await headline('estimated');
    expect(quality.estimated?.value).toBeLessThan(qualityLimit(quality, (await engine.monitoring.monitor('digits')).options.quality) ?? 0);
    expect((await engine.monitoring.windows('digits')).filter(({ quality: of }) => of?.labelled !== 0)).toEqual([]);
    expect(await alertOf('estimated_quality')).toMatchObject({ level: 'critical' });
    await panelOf(workbench).locator('.alerts').getByText('Accuracy is estimated at').waitFor();
    await expect.poll(async () => (await workbench.treeRow(/^digits\s*accuracy 0\.\d+ estimated/).textContent())?.includes(monitorSummary(await engine.monitoring.monitor('digits')))).toBe(true);
    await statusBar();
    await workbench.screenshot('story-alert', themes);
  }, PATIENCE);

  test('was wrong as often as was feared, as the truth says when it comes', async () => {
    await story.until('labels');
    const quality = await headline('realised');
    expect(quality.realised?.value).toBeLessThan(0.8);
    expect(await alertOf('realised_quality')).toMatchObject({ level: 'critical' });
    await panelOf(workbench).locator('.alerts').getByText(/^Accuracy is 0\.\d+ on \d+ labelled rows/).waitFor();
    await statusBar();
    await workbench.screenshot('story-labels', themes);
  }, PATIENCE);

  test('is trained again, passes its gate, and answers a growing share', async () => {
    await story.until('rolling out');
    await workbench.treeRow(/^v2\s*@challenger/).waitFor();
    // Its version is made servable first.
    await workbench.treeRow(/^digits v2\s*challenger\s*20 %/).waitFor({ timeout: PATIENCE });
    await workbench.screenshot('story-canary', themes);
    await story.until('promoted');
    await workbench.treeRow(/^digits v2\s*champion\s*100 %/).waitFor();
    await workbench.treeRow(/^digits\s*@champion v2/).waitFor();
  }, PATIENCE);

  test('is as good as it was', async () => {
    await story.until('recovered');
    const quality = await headline('realised');
    expect(quality.realised?.value).toBeGreaterThan(0.85);
    await expect.poll(async () => alertOf('realised_quality')).toBe(undefined);
    await statusBar();
    await workbench.screenshot('story-recovered', themes);
  }, PATIENCE);

  test('is kept when labels are wrong: what was trained with them goes back by itself, and that is told', async () => {
    await workbench.execute('notifications.clearAll');
    await untilTold('rolled back', /digits: .*predicts worse than the champion/);
    await workbench.treeRow(/^digits v2\s*champion\s*100 %/).waitFor();
    await workbench.treeRow(/^digits v3\s*challenger\s*0 %/).waitFor();
    await workbench.screenshot('story-rolled-back', themes);
    const { trained, estimated, realised, recovered, kept, ...others } = await story.rest();
    expect(trained).toBeGreaterThan(0.9);
    expect(Math.max(estimated, realised)).toBeLessThan(0.85);
    expect(Math.min(recovered, kept)).toBeGreaterThan(0.9);
    expect(others).toMatchObject({ first: 'promoted', second: 'rolled_back' });
  }, PATIENCE);
});
