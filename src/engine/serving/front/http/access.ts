/** Who may ask a deployment on loopback: no token, but no web page of another origin either (DNS rebinding, cross-site requests). */
import type { IncomingHttpHeaders } from 'node:http';
import { type Asked, foreign, LOOPBACK } from '../../../security';

const DEPLOYMENT: Asked = { what: 'deployment', remedy: 'Ask it as 127.0.0.1 or localhost.' };

/** @returns whether an address of this name is reached from this machine only */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** @throws MlflowError 403 */
export function refuseForeign(headers: IncomingHttpHeaders): void {
  const refusal = foreign(headers, LOOPBACK, DEPLOYMENT);
  if (refusal !== undefined) {
    throw refusal;
  }
}
