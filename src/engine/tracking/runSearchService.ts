/** runs/search: a compiled statement gives a page of runs, the reader writes them. */
import type BetterSqlite from 'better-sqlite3';
import type { Database } from '../database/open';
import type { View } from './experimentService';
import { compileRunSearch, type CompiledSearch, type RunScope } from './filter/runSearch';
import { Limit } from './limits';
import { decodePageToken, encodePageToken } from './pageToken';
import type { Stores } from './stores';
import { experimentNumber } from './validation';

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly view: View;
  readonly maxResults: number;
  readonly pageToken?: string;
}

/** Statements that are kept prepared: a view that refreshes asks the same one again and again. */
const KEPT = 32;

export class RunSearchService {
  readonly #statements = new Map<string, BetterSqlite.Statement>();

  constructor(private readonly database: Database, private readonly stores: Stores) {}

  /** The answer of runs/search as JSON text. */
  search(request: RunSearch): string {
    const { offset } = decodePageToken(request.pageToken);
    const limit = Math.min(request.maxResults, Limit.runsPerPage);
    const { page } = this.compile(request, { experiments: request.experimentIds.map((id) => experimentNumber(id)), view: request.view });
    const ids = this.ids(page, limit + 1, offset);
    const runs = this.stores.reader.read(ids.slice(0, limit));
    const token = ids.length > limit ? `"next_page_token":"${encodePageToken(offset + limit)}"` : '';
    return runs.length === 0 ? '{}' : `{"runs":[${runs.join(',')}]${token === '' ? '' : `,${token}`}}`;
  }

  /** @throws MlflowError 400 for a wrong filter or order */
  compile(query: { readonly filter?: string; readonly orderBy?: readonly string[] }, scope: RunScope): CompiledSearch {
    return compileRunSearch(query, scope, (name) => this.stores.names.find(name));
  }

  /** Integers of a page of runs. */
  ids(page: CompiledSearch['page'], limit: number, offset: number): number[] {
    return this.#prepared(page.sql).all(...page.parameters, limit, offset) as number[];
  }

  count(count: CompiledSearch['count']): number {
    return this.#prepared(count.sql).get(...count.parameters) as number;
  }

  #prepared(sql: string): BetterSqlite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.sqlite.prepare(sql).pluck();
      const oldest = this.#statements.keys().next().value;
      if (this.#statements.size >= KEPT && oldest !== undefined) {
        this.#statements.delete(oldest);
      }
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
