import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fileOf } from '../../../../src/engine/monitoring/loggedData';

const root = mkdtempSync(path.join(tmpdir(), 'logged-'));
const other = mkdtempSync(path.join(tmpdir(), 'logged-'));
writeFileSync(path.join(root, 'train.csv'), 'a\n1\n');
writeFileSync(path.join(other, 'beside.parquet'), '');
writeFileSync(path.join(root, 'train.docx'), '');

afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(other, { recursive: true });
});

function found(source: object | string): ReturnType<typeof fileOf> {
  return fileOf({ name: 'flowers', source: typeof source === 'string' ? source : JSON.stringify(source) }, [root, other]);
}

describe('where a data set was logged from', () => {
  it.each([
    ['a path from the project', { uri: 'train.csv' }, path.join(root, 'train.csv')],
    ['a path from the folder of the script', { uri: 'beside.parquet' }, path.join(other, 'beside.parquet')],
    ['an absolute path', { uri: path.join(root, 'train.csv') }, path.join(root, 'train.csv')],
    ['a URL of a file', { uri: pathToFileURL(path.join(root, 'train.csv')).href }, path.join(root, 'train.csv')],
    ['a path that is no JSON', path.join(root, 'train.csv'), path.join(root, 'train.csv')],
  ])('%s', (_, source, file) => {
    expect(found(source)).toBe(file);
  });

  it.each([
    [{ uri: 's3://bucket/train.csv' }, 'The data set flowers was logged from s3://bucket/train.csv, which is no file here.'],
    [{ uri: 'file://host/train.csv' }, 'The data set flowers was logged from file://host/train.csv, which is no file here.'],
    [{ url: 'https://example.org/train.csv' }, 'The data set flowers was logged from https://example.org/train.csv, which is no file here.'],
    [{ tags: { 'mlflow.source.name': 'train.py' } }, 'The data set flowers was logged from code, which is no file here.'],
    [{ uri: 'gone.csv' }, 'gone.csv, which the run logged, is not there.'],
    [{ uri: 'train.docx' }, 'train.docx, which the run logged, is no data file that can be read.'],
  ])('%j is told', (source, reason) => {
    expect(found(source)).toEqual({ reason });
  });
});
