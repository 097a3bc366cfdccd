import { describe, expect, it } from 'vitest';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { problemText } from '../../../src/projectFile/problem';

const said = (text: string): string[] => parseProjectFile(text).problems.map((problem) => problemText('slipway.yaml', problem));

const whole = `
metrics: { my_cost: lower }
train:
  iris: { command: python train.py --trees 200, experiment: iris }
gates:
  iris:
    evaluation: { data: holdout.csv, label: species, positive: 1 }
    metrics:
      accuracy: { min: 0.9 }
      "loss/val": { max: 0.3 }
    champion: { test: bootstrap, metric: f1, alpha: 0.01, samples: 500 }
    slices: [{ column: region, metric: accuracy, min: 0.8, min_rows: 20 }]
    fairness: [{ column: sex, demographic_parity_difference: 0.1 }]
    missing_values: { metric: accuracy, max_drop: 0.05 }
    serving: { latency: { p99_ms: 20, times_champion: 1.5 }, memory_mb: 500, size_mb: 20.5 }
    signature: compatible
    licenses: [MIT, BSD-3-Clause]
    pickle: fail
deployments:
  iris-api: { model: iris@champion, port: 5050 }
`;

describe('a slipway.yaml', () => {
  it('is read whole', () => {
    const { file, problems } = parseProjectFile(whole);
    expect(problems).toEqual([]);
    expect(file?.gates?.['iris']?.metrics).toEqual({ accuracy: { min: 0.9 }, 'loss/val': { max: 0.3 } });
    expect(file?.gates?.['iris']?.evaluation?.positive).toBe(1);
  });

  it('may be empty, or say nothing but a comment', () => {
    expect(parseProjectFile('').file).toEqual({});
    expect(parseProjectFile('# later\n').file).toEqual({});
  });

  it.each([
    ['a name that it does not know, with the one that was meant', 'gates:\n  iris:\n    metric: { accuracy: { min: 1 } }\n', ['slipway.yaml:3:5: "gates.iris" knows no "metric". Did you mean "metrics"?']],
    ['a name that resembles none', 'sweeps: {}\n', ['slipway.yaml:1:1: The file knows no "sweeps". It can have metrics, data, train, gates, deployments, monitors and retrain.']],
    ['a limit of serving without its unit', 'gates:\n  iris:\n    serving: { latency: { p50: 5 } }\n', ['slipway.yaml:3:27: "gates.iris.serving.latency" knows no "p50". Did you mean "p50_ms"?']],
    ['text where a number must stand', 'gates:\n  iris:\n    metrics:\n      accuracy: { min: high }\n', ['slipway.yaml:4:24: "gates.iris.metrics.accuracy.min" must be a number, and is the text "high".']],
    ['a word that is none of the choices', 'gates:\n  iris:\n    pickle: never\n', ['slipway.yaml:3:13: "gates.iris.pickle" is the text "never". It can be "fail", "warn" or "allow".']],
    ['what is missing', 'train:\n  iris: { experiment: a }\n', ['slipway.yaml:2:9: "train.iris" lacks "command". Add it below.']],
    ['a required name that is written wrong, once', 'train:\n  iris: { comand: a }\n', ['slipway.yaml:2:11: "train.iris" knows no "comand". Did you mean "command"?']],
    ['a number outside its range', 'deployments:\n  api: { model: iris/3, port: 70000 }\n', ['slipway.yaml:2:31: "deployments.api.port" is 70000, and must be at most 65535.']],
    ['a version that is none', 'deployments:\n  api: { model: iris }\n', ['slipway.yaml:2:17: "deployments.api.model" is the text "iris". Write a version as name@alias or name/number, such as iris@champion or iris/3.']],
    ['a gate without a line', 'gates:\n  iris:\n', ['slipway.yaml:2:3: "gates.iris" must be a map of names and values, and is empty.']],
    ['a limit without ends', 'gates:\n  iris:\n    metrics:\n      loss: {}\n', ['slipway.yaml:4:13: "gates.iris.metrics.loss" says nothing yet. Add at least one line below it, or remove it.']],
    ['a file that is a list', '- gates\n', ['slipway.yaml:1:1: The file must be a map of names and values, and is a list.']],
    ['a key that stands twice', 'gates:\n  iris: { pickle: warn }\n  iris: { pickle: fail }\n', ['slipway.yaml:3:3: "iris" stands here twice, and only one of them can count. Remove one, or put both under one name.']],
    ['a tab', 'gates:\n\tiris: { pickle: warn }\n', ['slipway.yaml:2:1: A tab indents this line, which YAML does not allow. Use spaces.']],
    ['several documents', 'metrics: { a: lower }\n---\nmetrics: { b: lower }\n', ['slipway.yaml:2:1: The file holds several documents, divided by "---". Only one can be read: remove the divider.']],
  ])('names line and remedy: %s', (_, text, problems) => {
    expect(said(text)).toEqual(problems);
  });

  it('says every fault, not only the first', () => {
    expect(said('gates:\n  a: { pickle: x }\n  b: { pickel: warn }\n')).toHaveLength(2);
  });

  it('gives no file when anything is wrong: half a gate would let pass what it should stop', () => {
    expect(parseProjectFile('gates:\n  a: { pickle: fail }\n  b: { pickel: warn }\n').file).toBeUndefined();
  });

  it('follows anchors, and refuses a bomb of them', () => {
    expect(parseProjectFile('gates:\n  a: &strict { pickle: fail }\n  b: *strict\n').file?.gates?.['b']).toEqual({ pickle: 'fail' });
    const bomb = ['metrics:', '  a: &a [x, x, x, x, x, x, x, x, x]', ...Array.from('bcdefgh', (letter, index) => `  ${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index] ?? ''}`).join(', ')}]`)].join('\n');
    expect(said(bomb)[0]).toMatch(/^slipway\.yaml:1:1: The anchors of the file can't be followed/);
  });

  it('reads 100 kB, and refuses what nobody has written by hand', () => {
    const many = `metrics:\n${Array.from({ length: 5000 }, (_, index) => `  metric_of_some_length_${index}: lower`).join('\n')}\n`;
    expect(many.length).toBeGreaterThan(100_000);
    expect(Object.keys(parseProjectFile(many).file?.metrics ?? {})).toHaveLength(5000);
    expect(said(`# ${'x'.repeat(1_000_001)}`)[0]).toMatch(/1\.0 million characters/);
  });

  it('finds places of names with dots and slashes', () => {
    const { at } = parseProjectFile(whole);
    expect(at(['gates', 'iris', 'metrics', 'loss/val'], true)).toMatchObject({ line: 9, column: 6 });
    expect(at(['gates', 'iris', 'slices', '0', 'column'])).toMatchObject({ line: 11, column: 23 });
    expect(at(['gates', 'nothing'])).toBeUndefined();
  });
});
