/** The output of a process as lines. */
import { describe, expect, it } from 'vitest';
import { allLines, appended, NO_LINES, type LogLines } from '../../../../webview/run/logs/logText';
import { findLines, nextHit, piecesOf } from '../../../../webview/run/lines/findLines';

const of = (...parts: string[]): LogLines => parts.reduce(appended, NO_LINES);

describe('a log', () => {
  it('is the same however it is cut into parts', () => {
    const text = 'one\r\n\u001B[31mtwo\u001B[0m\n 10%\r 50%\r100%\nlast';
    for (let at = 0; at <= text.length; at += 1) {
      expect(allLines(of(text.slice(0, at), text.slice(at)))).toEqual(['one', 'two', '100%', 'last']);
    }
  });
  it('keeps of a progress bar that never ends a line only what is seen', () => {
    const bar = Array.from({ length: 5000 }, (_, step) => `\rstep ${step}`);
    const log = of(...bar);
    expect(allLines(log)).toEqual(['step 4999']);
    expect(log.rest.length).toBeLessThan(50);
  });
  it('drops the beginning of what is too long, and counts it', () => {
    const log = of('x\n'.repeat(150_000), 'y\n'.repeat(150_000));
    expect([log.lines.length, log.dropped, log.lines.at(-1)]).toEqual([200_000, 100_000, 'y']);
  });
});

describe('searching', () => {
  const lines = ['Loss 1', 'accuracy', 'loss 0.5 loss'];
  it('finds in any case', () => expect(findLines(lines, 'LOSS')).toEqual([0, 2]));
  it('finds nothing for nothing', () => expect(findLines(lines, '')).toEqual([]));
  it('marks every place in a line', () => expect(piecesOf('loss 0.5 loss', 'Loss').map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')).toBe('[loss] 0.5 [loss]'));
  it('leaves lines alone whose lower case has another length', () => expect(piecesOf('İstanbul', 'i')).toEqual([{ text: 'İstanbul', hit: false }]));
  it('goes round both ends', () => {
    expect([nextHit([1, 5], undefined, 1), nextHit([1, 5], 5, 1), nextHit([1, 5], 1, -1), nextHit([1, 5], undefined, -1), nextHit([], 3, 1)]).toEqual([1, 1, 5, 5, undefined]);
  });
});
