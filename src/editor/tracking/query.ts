/** What the view asks the engine for: MLflow's filter and order language, written from what a person chose. */
import type { RunRowsRequest } from '../../protocol/experiments';
import type { Sort } from '../state';

export interface Query {
  readonly filter: string;
  readonly sort: Sort;
  readonly showsArchived: boolean;
}

/**
 * One page of a list. With a filter the list is flat: a nested run that matches must not hide below a parent that does not.
 * @param parent `roots`, or the run whose children are meant
 */
export function pageRequest(query: Query, experimentId: string, parent: string, maxResults: number, pageToken?: string): RunRowsRequest {
  const filtered = query.filter.trim() !== '';
  return {
    experiment_id: experimentId,
    ...(filtered ? { filter: query.filter } : {}),
    ...(filtered && parent === 'roots' ? {} : { parent }),
    order_by: orderBy(query.sort),
    view: query.showsArchived ? 'all' : 'active',
    max_results: maxResults,
    ...(pageToken === undefined ? {} : { page_token: pageToken }),
  };
}

/** The rows of certain runs, wherever they stand. */
export function rowsById(experimentId: string, runIds: readonly string[]): RunRowsRequest {
  return {
    experiment_id: experimentId, filter: `attributes.run_id IN (${runIds.map((id) => `'${id}'`).join(', ')})`, view: 'all', max_results: Math.max(1, runIds.length),
  };
}

/** Whether a change inside a run can move it within the list, or in and out of it. */
export function dependsOnContent(query: Query): boolean {
  return query.filter.trim() !== '' || query.sort.by !== 'start_time';
}

/** The order as a person would say it, for the view's message and the pick. */
export function sortLabel(sort: Sort): string {
  switch (sort.by) {
    case 'start_time': return sort.ascending ? 'oldest first' : 'newest first';
    case 'end_time': return sort.ascending ? 'ended first' : 'ended last';
    case 'name': return sort.ascending ? 'name, A to Z' : 'name, Z to A';
    default: return `${sort.key ?? ''}, ${sort.ascending ? 'lowest' : 'highest'} first`;
  }
}

/** `metrics.auc`, or with back-ticks where the key needs them. */
export function identifier(entity: 'metrics' | 'params' | 'tags', key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${entity}.${key}` : `${entity}.\`${key}\``;
}

function orderBy(sort: Sort): string[] {
  const direction = sort.ascending ? 'ASC' : 'DESC';
  switch (sort.by) {
    case 'start_time': return [`attributes.start_time ${direction}`];
    case 'end_time': return [`attributes.end_time ${direction}`];
    case 'name': return [`attributes.run_name ${direction}`];
    case 'metric': return [`${identifier('metrics', sort.key ?? '')} ${direction}`];
    case 'param': return [`${identifier('params', sort.key ?? '')} ${direction}`];
  }
}
