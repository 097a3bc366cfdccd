/**
 * Alerts that go to other programs: a POST each, signed and tried again. What is to be sent stands in the database until it has been taken, so that
 * neither a crash nor a night without network loses one.
 */
import { createHmac } from 'node:crypto';
import type { Alert } from '../../protocol/monitors';
import type { WriteQueue } from '../database/writeQueue';
import type { EngineLog } from '../engineLog';
import type { Delivery, WebhookStore } from './webhookStore';

/** Between the tries of one delivery, in ms; after the last it is given up. */
const PAUSES = [1_000, 10_000, 60_000, 600_000, 3_600_000, 3_600_000, 3_600_000];
/** A receiver that takes longer has not taken it. */
const PATIENCE_MS = 10_000;
/** Of what a receiver says against it, so much is told. */
const MOST_SAID = 200;

export interface WebhookParts {
  readonly store: WebhookStore;
  readonly writes: WriteQueue;
  readonly log: EngineLog;
  /** undefined: nothing is signed */
  readonly secret: () => string | undefined;
  readonly pauses?: readonly number[];
}

/** What a receiver gets. */
export interface WebhookBody { readonly type: 'alert'; readonly alert: Alert }

/**
 * How a receiver knows that it is from here and new: HMAC-SHA256 over `TIMESTAMP.BODY`, in hexadecimal, as `X-Slipway-Signature: sha256=…`;
 * the timestamp, Unix seconds, is `X-Slipway-Timestamp`.
 */
export function signature(secret: string, timestamp: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

export class Webhooks {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #abort = new AbortController();

  constructor(private readonly parts: WebhookParts) {}

  /** Goes on with what an engine before this one has not got rid of. */
  begin(): void {
    this.parts.store.all().forEach((delivery) => this.#after(delivery, 0));
  }

  end(): void {
    this.#abort.abort();
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  /** Puts an alert into the outbox. To be called within the write that keeps the alert. @returns what sends it when that is done */
  add(url: string, alert: Alert): () => void {
    const body: WebhookBody = { type: 'alert', alert };
    const delivery = this.parts.store.add(url, JSON.stringify(body));
    return () => this.#after(delivery, 0);
  }

  #after(delivery: Delivery, pause: number): void {
    if (!this.#abort.signal.aborted) {
      this.#timers.set(delivery.id, setTimeout(() => void this.#send(delivery), pause).unref());
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const { id, url, tries } = delivery;
    this.#timers.delete(id);
    const refused = await this.#post(delivery);
    if (this.#abort.signal.aborted) {
      return;
    }
    const { pauses = PAUSES, store, writes, log } = this.parts;
    const pause = pauses[tries];
    if (refused === undefined || refused.final || pause === undefined) {
      await writes.write(() => store.remove(id));
      if (refused !== undefined) {
        log.warn(`the webhook ${hostOf(url)} did not take an alert, and gets it no more: ${refused.why}`);
      }
      return;
    }
    await writes.write(() => store.tried(id, tries + 1));
    log.info(`the webhook ${hostOf(url)} is tried again in ${pause / 1_000} s: ${refused.why}`);
    this.#after({ ...delivery, tries: tries + 1 }, pause);
  }

  /** @returns undefined when it was taken; final: trying again would change nothing */
  async #post({ url, body }: Delivery): Promise<{ readonly why: string; readonly final: boolean } | undefined> {
    const secret = this.parts.secret();
    const timestamp = Math.floor(Date.now() / 1_000);
    try {
      const response = await fetch(url, {
        method: 'POST', body, redirect: 'error', signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(PATIENCE_MS)]),
        headers: { 'content-type': 'application/json', 'user-agent': 'slipway', ...(secret === undefined ? {} : { 'x-slipway-timestamp': String(timestamp), 'x-slipway-signature': signature(secret, timestamp, body) }) },
      });
      const said = (await response.text()).slice(0, MOST_SAID);
      const { status } = response;
      return response.ok ? undefined : { why: `${status}${said === '' ? '' : `, ${said}`}`, final: status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429 };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
      return { why: cause ?? (error instanceof Error ? error.message : String(error)), final: false };
    }
  }
}

/** An address may hold a secret: only where it leads is told. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'of slipway.yaml';
}
