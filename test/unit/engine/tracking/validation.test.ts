import { expect, test } from 'vitest';
import { hostName, pathOf } from '../../../../src/engine/security';
import { parseJsonBody } from '../../../../src/engine/requestBody';
import { safeSegments } from '../../../../src/engine/tracking/artifacts/artifactPaths';
import { randomRunName } from '../../../../src/engine/tracking/runNames';
import { checkArtifactLocation, checkBatch, checkKey, checkLoggedModelName, checkMetric, checkParam, checkRunId, experimentNumber } from '../../../../src/engine/tracking/validation';

test.each(['a', 'val/loss', 'a b:c-d.e_f', 'été', '损失/训练', '0', 'a..b', '_x'])('key %j may be logged', (key) => {
  expect(() => checkKey(key, 'key')).not.toThrow();
});

test.each([
  ['a#b', /Names may only contain alphanumerics, underscores/], ['a\nb', /Names may only contain/], ['../a', /would resolve to '\.\.\/a'/], ['a//b', /would resolve to 'a\/b'/],
  ['a/', /would resolve to 'a'/], ['/a', /would resolve to '\/a'/], ['.', /would resolve to '\.'/], ['..', /would resolve/], ['a/../b', /would resolve to 'b'/],
])('key %j is refused', (key, message) => {
  expect(() => checkKey(key, 'key')).toThrow(message);
});

test('long values are cut as upstream does, hopeless ones are refused with a way out', () => {
  expect(checkParam('p', 'x'.repeat(7_000))).toHaveLength(6_000);
  expect(() => checkParam('p', 'x'.repeat(10_000_000), 'params[0].')).toThrow(/'params\[0\]\.value' exceeds the maximum length of 6000 characters: it has 10000000.*mlflow\.log_text/);
  expect(() => checkParam('k'.repeat(251), 'x')).toThrow(/'Param key' exceeds the maximum length of 250 characters/);
});

test('MLflow\'s messages', () => {
  expect(() => checkMetric('m', 1, -5, 'metrics[3].')).toThrow(/Invalid value -5 for parameter 'metrics\[3\]\.timestamp' supplied: metric 'm' \(value=1\)\. Timestamp must be a nonnegative long/);
  expect(() => checkBatch('params', 100, 101)).toThrow('A batch logging request can contain at most 100 params. Got 101 params. Please split up params across multiple requests and try again.');
  expect(() => experimentNumber('abc')).toThrow("Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
  expect(() => checkRunId('../x')).toThrow(/Invalid value "\.\.\/x" for parameter 'run_id' supplied/);
  expect(() => checkLoggedModelName('a/b')).toThrow(/cannot contain the following characters/);
  expect(() => checkArtifactLocation('s3://b/../c')).toThrow(/Invalid artifact location/);
  expect(() => checkArtifactLocation('s3://b/%2e%2e/c')).toThrow(/Invalid artifact location/);
});

test('run names are short and made of our words', () => {
  for (let round = 0; round < 500; round += 1) {
    expect(randomRunName()).toMatch(/^(?=.{1,20}$)[a-z]+-[a-z]+-\d{1,3}$/);
  }
});

test.each(['../x', 'a/../../x', '/etc/passwd', 'a\\b', 'C:/x', 'a#b', '%2e%2e/x', '%252e%252e/x', 'a\u0000b', 'file:///x', '..'])('artifact path %j is refused', (given) => {
  expect(() => safeSegments(given)).toThrow('Invalid path');
});

test.each<[string, string[]]>([['', []], ['a/b.txt', ['a', 'b.txt']], ['./a//b', ['a', 'b']], ['100%.txt', ['100%.txt']], ['a..b', ['a..b']]])('artifact path %j is %j', (given, expected) => {
  expect(safeSegments(given)).toEqual(expected);
});

test('bodies are read as MLflow reads them', () => {
  expect(parseJsonBody('')).toEqual({});
  expect(parseJsonBody('"{\\"a\\": 1}"')).toEqual({ a: 1 });
  expect(parseJsonBody('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN said \\"NaN\\""}')).toEqual({ a: 'NaN', b: ['-Infinity', 'Infinity'], c: 'NaN said "NaN"' });
  expect(() => parseJsonBody('{"a": ')).toThrow(/not valid JSON/);
  expect(() => parseJsonBody('[1]')).toThrow(/must be a JSON object/);
});

test('hosts and paths are compared as they are meant', () => {
  expect(hostName('LocalHost:5000')).toBe('localhost');
  expect(hostName('[::1]:80')).toBe('[::1]');
  expect(hostName('127.0.0.1.evil.example')).toBe('127.0.0.1.evil.example');
  expect(pathOf('//slipway///v1?x=/health')).toBe('/slipway/v1');
});
