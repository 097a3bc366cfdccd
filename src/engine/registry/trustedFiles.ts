/** Files that run code when a model is loaded, made by no run of this store: loaded only when somebody trusts them, by their content. */
import type BetterSqlite from 'better-sqlite3';
import path from 'node:path';
import type { UntrustedFile } from '../../protocol/registry';
import type { Database } from '../database/open';
import { type CodeFile, digestOf } from './codeFiles';

/** The files of a version, and where it comes from. */
export interface ForeignModel {
  /** absolute */
  readonly folder: string;
  readonly files: readonly CodeFile[];
  /** module that loads it as a Python function; undefined: it has no such flavour */
  readonly loader: string | undefined;
  /** for a person */
  readonly from: string;
}

export class TrustedFiles {
  readonly #trust: BetterSqlite.Statement;
  readonly #trusted: BetterSqlite.Statement;

  constructor(private readonly database: Database) {
    this.#trust = database.sqlite.prepare('INSERT INTO trusted_files (digest, path, who, time) VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING');
    this.#trusted = database.sqlite.prepare('SELECT 1 FROM trusted_files WHERE digest = ?').pluck();
  }

  /** Remembers that somebody has agreed to load these bytes. @param version for which, as "iris/3" */
  async trust(digests: readonly string[], version: string, who: string): Promise<void> {
    if (digests.length > 0) {
      await this.database.writes.write(() => digests.forEach((digest) => this.#trust.run(digest, version, who, Date.now())));
    }
  }

  /** @returns what has to be trusted before these models are loaded, each content once */
  async wantedBy(models: readonly ForeignModel[]): Promise<UntrustedFile[]> {
    const wanted: UntrustedFile[] = [];
    for (const { folder, files, loader, from } of models) {
      // A loader that is not mlflow's own makes the description itself code.
      const foreign: CodeFile[] = loader !== undefined && !/^mlflow(\.|$)/.test(loader) ? [{ path: 'MLmodel', kind: 'code' }] : [];
      for (const file of [...files, ...foreign]) {
        const place = files.length === 1 && path.basename(folder) === file.path ? folder : path.join(folder, file.path);
        const digest = await digestOf(place);
        if (this.#trusted.get(digest) !== 1 && wanted.every((one) => one.digest !== digest)) {
          wanted.push({ path: place, digest, from });
        }
      }
    }
    return wanted;
  }
}

/** What is asked of a person. @param remedy how they agree, in the words of a command */
export function untrustedText([first, ...others]: readonly UntrustedFile[], remedy: string): string {
  if (first === undefined) {
    return '';
  }
  const files = others.length === 0 ? `${path.basename(first.path)} (sha256 ${first.digest}), which runs` : `${others.length + 1} files that run`;
  return `No run of this store made the model from ${first.from}, and it holds ${files} code when it is loaded. Trust it only when you know who made it (${remedy}).`;
}
