import { describe, expect, it } from 'vitest';
import { textTable } from '../../../src/wording/textTable';
import { shorten, shortenInside, widthOf } from '../../../src/wording/textWidth';

describe('the width of a text in a fixed-width font', () => {
  it.each([
    ['calm-fox-3', 10], ['日本語', 6], ['ｆｕｌｌ', 8], ['한국', 4], ['über', 4], ['u\u0308ber', 4], ['🚀', 2], ['👩‍👩‍👧', 2], ['🇯🇵', 2], ['❤️', 2], ['★ baseline', 10], ['▲ 0.9', 5], ['a\u200Bb', 2], ['', 0],
  ])('of %s is %d', (text, width) => expect(widthOf(text)).toBe(width));
});

describe('a text that is too long', () => {
  it('shows that its end was cut, on one line', () => expect([shorten('one\ntwo three', 8), shorten(' short ', 8)]).toEqual(['one two…', 'short']));
  it('keeps its beginning and more of its end when it is cut inside', () => {
    expect([shortenInside('training_f1_score', 14), shortenInside('val_accuracy', 14)]).toEqual(['trai…_f1_score', 'val_accuracy']);
  });
  it('is never wider than asked, and never cut within a letter', () => {
    expect([shorten('日本語のモデル', 6), shortenInside('日本語のモデル', 8), shorten('👩‍👩‍👧🚀🚀', 4)]).toEqual(['日本…', '日…デル', '👩‍👩‍👧…']);
  });
});

describe('a table', () => {
  it('is lined up, also with wide letters, and ends no line in blanks', () => {
    expect(textTable([['A', 'B'], ['x', '1'], ['日本', '12']], { align: ['left', 'right'] })).toEqual(['A      B', 'x      1', '日本  12']);
    expect(textTable([['a', ''], ['bb', 'c']], { align: ['left', 'left'], gap: '   ', indent: '  ' })).toEqual(['  a', '  bb   c']);
  });
  it('cuts cells only where it is told to, and bears rows that are too short', () => {
    expect(textTable([['a long name', 'x'], ['b']], { align: ['left', 'left'], widest: 6 })).toEqual(['a lon…  x', 'b']);
  });
});
