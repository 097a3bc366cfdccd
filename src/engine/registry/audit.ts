/** The log of who changed what, and why. Entries are written in the same transaction as the change that they tell of. */
import type { AuditPage, AuditRequest } from '../../protocol/registry';
import { REASON_TAG } from '../../protocol/registryReason';
import { decodePageToken, encodePageToken } from '../tracking/pageToken';
import { type Actor, LONGEST_REASON } from './actor';
import type { NewAuditRow } from './auditStore';
import { auditEntity } from './entities';
import type { RegistryStores } from './stores';

const DEFAULT_PAGE = 100;

export type Change = Omit<NewAuditRow, 'who' | 'client' | 'reason'>;

export class Audit {
  constructor(private readonly stores: RegistryStores) {}

  /** Adds an entry; to be called inside the write that makes the change. */
  note(change: Change, actor: Actor, now: number): void {
    this.stores.audit.add({ ...change, ...actor }, now);
  }

  /**
   * The actor with the reason that stands in the version's tag, where the request itself gives none. The tag is taken away: a reason
   * is good for one move.
   */
  withReason(model: number, version: number, actor: Actor): Actor {
    const reason = actor.reason === '' ? this.stores.versions.tag(model, version, REASON_TAG) : undefined;
    if (reason === undefined) {
      return actor;
    }
    this.stores.versions.deleteTag(model, version, REASON_TAG);
    return { ...actor, reason: reason.slice(0, LONGEST_REASON) };
  }

  /** Newest first; a page token goes on behind the last entry, whatever came since. */
  page(request: AuditRequest): AuditPage {
    const limit = request.max_results ?? DEFAULT_PAGE;
    const { offset } = decodePageToken(request.page_token);
    const rows = this.stores.audit.page(request.name, offset === 0 ? Number.MAX_SAFE_INTEGER : offset, limit + 1);
    const entries = rows.slice(0, limit).map((row) => auditEntity(row));
    const last = entries.at(-1);
    return rows.length > limit && last !== undefined ? { entries, next_page_token: encodePageToken(last.id) } : { entries };
  }
}
