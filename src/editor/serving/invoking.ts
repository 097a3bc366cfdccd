/** Requests that a person sends to a deployment from the editor: as any client sends them, and logged as any client's. */
import { EngineUnreachable } from '../../connection/engineError';
import { askDeployment, type DeploymentAnswer } from '../../connection/deploymentExchange';
import type { Deployment } from '../../protocol/deployments';
import type { InvokeAnswer } from '../../protocol/panels/deploymentPanel';
import { Problem } from '../problem';

/** More of an answer nobody reads, in bytes. */
const LONGEST_ANSWER = 1_000_000;

export interface Invocation { readonly path: string; readonly body: string; readonly type?: string }

/** @throws Problem when the deployment does not answer */
export async function invoke(deployment: Deployment, invocation: Invocation, signal: AbortSignal): Promise<InvokeAnswer> {
  const began = performance.now();
  const { status, headers, body } = await ask(deployment, invocation, signal);
  const { 'x-request-id': id, 'x-slipway-version': version } = headers;
  return {
    status, text: body.toString('utf8', 0, LONGEST_ANSWER), cut: body.length > LONGEST_ANSWER, latency: performance.now() - began,
    id: typeof id === 'string' ? id : null, version: typeof version === 'string' ? version : null,
  };
}

/** @throws Problem when the deployment does not answer; the signal's reason when aborted */
export async function ask({ name, url, state }: Deployment, { path, body, type = 'application/json' }: Invocation, signal: AbortSignal): Promise<DeploymentAnswer> {
  if (url === null) {
    throw new Problem(`${name} does not answer: it is ${state}. Start it first.`);
  }
  try {
    return await askDeployment(url, { method: 'POST', path, body, headers: { 'content-type': type }, signal, timeout: 0 });
  } catch (error) {
    throw error instanceof EngineUnreachable ? new Problem(`${name} did not answer at ${url} (${error.cause instanceof Error ? error.cause.message : error.message}). Its log says more.`) : error;
  }
}
