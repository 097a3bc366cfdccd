import { describe, expect, it } from 'vitest';
import { commandOf, splitArguments } from '../../../src/projectFile/commandWords';

describe('arguments', () => {
  it.each([
    ['', []], ['--lr 0.1  --epochs 3', ['--lr', '0.1', '--epochs', '3']], ['--name "two words" \'$x\'', ['--name', 'two words', '$x']], ['a\\ b ""', ['a b', '']], ['"say \\"hi\\""', ['say "hi"']],
  ])('%s', (text, words) => expect(splitArguments(text)).toEqual(words));
  it('refuse an open quote in words', () => expect(() => splitArguments('--name "x')).toThrow(/is not closed/));
});

describe('a command', () => {
  it.each([
    ['python train.py --trees 200', ['python', 'train.py', '--trees', '200']],
    ["python train.py --name 'a b' --pattern '*.csv'", ['python', 'train.py', '--name', 'a b', '--pattern', '*.csv']],
    ['python train.py && python report.py', ['/bin/sh', '-c', 'python train.py && python report.py']],
    ['python train.py --data "$HOME/rows.csv"', ['/bin/sh', '-c', 'python train.py --data "$HOME/rows.csv"']],
    ['CUDA_VISIBLE_DEVICES=0 python train.py', ['/bin/sh', '-c', 'CUDA_VISIBLE_DEVICES=0 python train.py']],
  ])('%s', (text, words) => expect(commandOf(text, 'linux')).toEqual(words));
  it('goes to the shell of Windows there', () => expect(commandOf('a && b', 'win32')).toEqual(['cmd', '/d', '/s', '/c', 'a && b']));
});
