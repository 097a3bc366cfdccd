// The tables of bench/README.md: each stands between two marks, and is written by the script that has measured it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const readme = path.join(import.meta.dirname, 'README.md');

/** Puts `text` between the marks of `name`. @throws when they are not there */
export function writeTable(name, text) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const content = readFileSync(readme, 'utf8');
  if (!content.includes(begin) || !content.includes(end)) throw new Error(`bench/README.md has no place for ${name}: write the lines "${begin}" and "${end}" where its table shall stand.`);
  writeFileSync(readme, `${content.slice(0, content.indexOf(begin) + begin.length)}\n${text}\n${content.slice(content.indexOf(end))}`);
}
