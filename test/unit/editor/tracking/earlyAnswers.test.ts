import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../src/protocol/events';
import { EarlyAnswers } from '../../../../src/editor/tracking/earlyAnswers';

/** The two events of a project that early answers hear. */
class Changes {
  readonly #listeners = new Set<() => void>();
  readonly onNotice = (listener: (notice: Notice) => unknown): { dispose(): void } => this.#hear(() => { listener({ type: 'experiment', experiment_id: '1' } as Notice); });
  readonly onReset = (listener: () => unknown): { dispose(): void } => this.#hear(() => { listener(); });

  happen(): void { this.#listeners.forEach((listener) => { listener(); }); }

  #hear(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => { this.#listeners.delete(listener); } };
  }
}

describe('what a page will ask first', () => {
  const now = async (): Promise<string> => 'now';

  it('is given to the same ask once', async () => {
    const early = new EarlyAnswers(new Changes());
    early.ask('runs', { experiment_ids: ['1'] }, async () => 'early');
    expect(await early.take('runs', { experiment_ids: ['1'] }, now)).toBe('early');
    expect(await early.take('runs', { experiment_ids: ['1'] }, now)).toBe('now');
  });

  it('is not given to another ask, nor to a later one', async () => {
    const early = new EarlyAnswers(new Changes());
    early.ask('runs', { experiment_ids: ['1'] }, async () => 'early');
    expect(await early.take('runs', { experiment_ids: ['2'] }, now)).toBe('now');
    expect(await early.take('runs', { experiment_ids: ['1'] }, now)).toBe('now');
  });

  it('is asked again when something was recorded meanwhile', async () => {
    const changes = new Changes();
    const early = new EarlyAnswers(changes);
    early.ask('runs', {}, async () => 'early');
    changes.happen();
    expect(await early.take('runs', {}, now)).toBe('now');
  });

  it('tells a failure to the ask that takes it', async () => {
    const early = new EarlyAnswers(new Changes());
    early.ask('runs', {}, () => Promise.reject(new Error('no engine')));
    await expect(early.take('runs', {}, now)).rejects.toThrow('no engine');
  });
});
