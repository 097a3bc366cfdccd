/** What is put into the environment of a user's script so that an unchanged one finds the engine, and when nothing is. */
import { jsonObject } from '../wording/parsedJson';
import type { EngineAddress } from './engineAddress';

type Environment = Readonly<Record<string, string | undefined>>;

/** User name in every tracking URI of ours: by it a value that we set is told from one that the user set. */
const USER = 'slipway';

/** `http://slipway:<client token>@127.0.0.1:<port>`; the mlflow client sends the credential as Basic. */
export function trackingUri(address: EngineAddress): string {
  const url = new URL(address.url);
  const credential = address.clientToken === undefined ? USER : `${USER}:${encodeURIComponent(address.clientToken)}`;
  return `${url.protocol}//${credential}@${url.host}`;
}

/**
 * The variables to set, complete values, nothing else of the environment.
 * @param context tags for every run that the script starts (MLFLOW_RUN_CONTEXT); tags that `base` already asks for are kept
 * @param base the environment that they are set on: NO_PROXY is extended, the user's own retry count is kept
 */
export function trackingVariables(address: EngineAddress, context: Readonly<Record<string, string>>, base: Environment): Record<string, string> {
  const variables: Record<string, string> = {
    MLFLOW_TRACKING_URI: trackingUri(address),
    // Else the client prints the run's address, with the token, into logs and notebooks.
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true',
    MLFLOW_RUN_CONTEXT: JSON.stringify({ ...ownContext(base['MLFLOW_RUN_CONTEXT']), ...context }),
    ...withoutProxy(new URL(address.url).hostname.replaceAll(/[[\]]/g, ''), base),
  };
  if (!base['MLFLOW_HTTP_REQUEST_MAX_RETRIES']) {
    // The client's default waits four minutes for a dead address.
    variables['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '3';
  }
  return variables;
}

/**
 * The user's own tracking setting, which wins: then nothing is injected.
 * @returns the name of the first MLFLOW_TRACKING_* variable that is set and not of our making
 */
export function ownTracking(env: Environment): string | undefined {
  return Object.keys(env).toSorted().find((name) => /^MLFLOW_TRACKING_/i.test(name) && env[name] !== undefined && env[name] !== '' && !isOurs(name, env[name]));
}

function isOurs(name: string, value: string): boolean {
  if (name.toUpperCase() !== 'MLFLOW_TRACKING_URI' || !URL.canParse(value)) {
    return false;
  }
  const url = new URL(value);
  return url.protocol === 'http:' && url.username === USER;
}

function ownContext(text: string | undefined): Record<string, string> {
  if (text === undefined || text === '') {
    return {};
  }
  return Object.fromEntries(Object.entries(jsonObject(text) ?? {}).map(([key, value]) => [key, String(value)]));
}

/** Python's requests reads `no_proxy` before `NO_PROXY`, curl and Go the other way: both get the union. Windows knows but one. */
function withoutProxy(host: string, base: Environment): Record<string, string> {
  const listed = [base['no_proxy'], base['NO_PROXY']].flatMap((value) => (value ?? '').split(',')).map((entry) => entry.trim()).filter((entry) => entry !== '');
  const value = [...new Set([...listed, host])].join(',');
  return process.platform === 'win32' ? { NO_PROXY: value } : { NO_PROXY: value, no_proxy: value };
}
