/** One request to a deployment on this machine: what the engine and the editor ask it, past all proxies. */
import http, { type IncomingHttpHeaders } from 'node:http';
import { exchange, readBody, type Exchange } from './httpExchange';

export interface DeploymentAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Any answer is an answer, also one that refuses.
 * @param url of the deployment, as http://127.0.0.1:5050
 * @throws EngineUnreachable when nothing answers there; the signal's reason when aborted
 */
export async function askDeployment(url: string, request: Exchange, agent = http.globalAgent): Promise<DeploymentAnswer> {
  const response = await exchange({ url }, agent, request);
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readBody({ url }, response) };
}
