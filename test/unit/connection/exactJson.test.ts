import { describe, expect, test } from 'vitest';
import { exactJson, parseExactJson } from '../../../src/connection/exactJson';

describe('JSON of Python and TensorFlow clients', () => {
  test('whole numbers beyond 2^53 keep all their digits', () => {
    expect(parseExactJson('[9007199254740993, -9223372036854775808, 9007199254740991, 1]')).toEqual([9007199254740993n, -9223372036854775808n, 9007199254740991, 1]);
  });

  test('long fractions, exponents and digits in text stay what they are', () => {
    expect(parseExactJson('{"a": 0.12345678901234567890, "b": 1e300, "c": "9007199254740993"}')).toEqual({ a: 0.12345678901234568, b: 1e300, c: '9007199254740993' });
  });

  test('NaN and Infinity are read, but not inside text', () => {
    expect(parseExactJson('[NaN, Infinity, -Infinity, "NaN, \\"Infinity"]')).toEqual([null, Infinity, -Infinity, 'NaN, "Infinity']);
  });

  test('NaN is read beside a text of any length, such as that of an image', () => {
    const long = `${'x'.repeat(20_000_000)}\\"NaN\\\\`;
    expect(parseExactJson(`{"image": ${JSON.stringify(long)}, "age": NaN}`)).toEqual({ image: long, age: null });
  });

  test('what was read is written as it was', () => {
    expect(exactJson(parseExactJson('{"a":[9007199254740993,-Infinity,NaN],"b":"x"}'))).toBe('{"a":[9007199254740993,-1e999,null],"b":"x"}');
  });

  test('what is no JSON is refused', () => {
    expect(() => parseExactJson('{"a": NaN')).toThrow(SyntaxError);
    expect(() => parseExactJson('{a: 1}')).toThrow(SyntaxError);
    expect(() => parseExactJson('[NaN, "never ends')).toThrow(SyntaxError);
  });
});
