import { describe, expect, it } from 'vitest';
import { jsonObject, parsedJson } from '../../../src/wording/parsedJson';

describe('JSON that may be none', () => {
  it('is read where it is some', () => {
    expect([parsedJson('[1, {"a": null}]'), parsedJson('null'), parsedJson('"x"')]).toEqual([[1, { a: null }], null, 'x']);
    expect(jsonObject('{"message": "no"}')).toEqual({ message: 'no' });
  });

  it.each(['', '{', '{"a": 1', 'NaN', '<html>', '{} {}'])('%j is none', (text) => expect(parsedJson(text)).toBeUndefined());
  it.each(['', 'null', '[]', '7', '"message"', '{"half": '])('%j is no object', (text) => expect(jsonObject(text)).toBeUndefined());
});
