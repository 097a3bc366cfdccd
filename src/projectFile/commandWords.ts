/** Commands as people write them, as words for a process. */

/** Arguments as a POSIX shell would split them: blanks separate, quotes and back-slashes keep together. Throws on an open quote. */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== undefined) {
      if (char === quote) {
        quote = undefined;
      } else if (char === '\\' && quote === '"' && /["\\$`]/.test(text[index + 1] ?? '')) {
        index += 1;
        word = (word ?? '') + (text[index] ?? '');
      } else {
        word = (word ?? '') + char;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && index + 1 < text.length) {
      index += 1;
      word = (word ?? '') + (text[index] ?? '');
    } else if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) {
    throw new Error(`A quote (${quote}) is not closed. Close it, or write \\${quote} for a plain one.`);
  }
  return word === undefined ? words : [...words, word];
}

/** What only a shell understands: operators, variables, patterns, and a setting of a variable before the command. */
const SHELL = /[&|;<>$`*?~(){}\n]|^\w+=/;

/**
 * What a process is started with for a command of slipway.yaml: its words, or a shell where it needs one.
 * @throws Error on an open quote
 */
export function commandOf(text: string, platform: NodeJS.Platform = process.platform): string[] {
  if (SHELL.test(withoutQuoted(text.trim()))) {
    return platform === 'win32' ? ['cmd', '/d', '/s', '/c', text.trim()] : ['/bin/sh', '-c', text.trim()];
  }
  return splitArguments(text);
}

/** Single quotes hide everything from a shell; double ones do not hide variables. */
function withoutQuoted(text: string): string {
  return text.replaceAll(/'[^']*'/g, '').replaceAll(/"([^"]*)"/g, (_, inside: string) => (/[$`]/.test(inside) ? '$' : ''));
}
