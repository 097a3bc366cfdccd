/** Who may ask a deployment on loopback: no token, but no web page of another origin either (DNS rebinding, cross-site requests). */
import type { IncomingHttpHeaders } from 'node:http';
import { MlflowError } from '../../../mlflowErrors';
import { hostName } from '../../../security';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** @returns whether an address of this name is reached from this machine only */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** @throws MlflowError 403 */
export function refuseForeign(headers: IncomingHttpHeaders): void {
  const host = headers.host ?? '';
  if (!LOOPBACK.has(hostName(host))) {
    throw new MlflowError('PERMISSION_DENIED', `Invalid Host header '${host.slice(0, 100)}': this deployment answers on loopback names only, which keeps web pages from reaching it by DNS rebinding. Ask it as 127.0.0.1 or localhost.`);
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw new MlflowError('PERMISSION_DENIED', `Cross-origin request blocked: pages of '${origin.slice(0, 100)}' may not read or write this deployment.`);
  }
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    throw new MlflowError('PERMISSION_DENIED', 'Cross-origin request blocked: a page of another site sent it.');
  }
}
