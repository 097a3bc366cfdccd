import { describe, expect, it } from 'vitest';
import type { EngineAddress } from '../../../src/connection/engineAddress';
import { ownTracking, trackingUri, trackingVariables } from '../../../src/connection/trackingEnvironment';

const address: EngineAddress = { url: 'http://127.0.0.1:4711', clientToken: 'c0ffee', rootToken: 'r00t', version: '1.0.0', pid: 1, store: '/p/.slipway' };

describe('what is injected', () => {
  it('is the engine with the client token, never the root token', () => {
    const variables = trackingVariables(address, { 'slipway.origin': 'terminal' }, {});
    expect(variables['MLFLOW_TRACKING_URI']).toBe('http://slipway:c0ffee@127.0.0.1:4711');
    expect(JSON.stringify(variables)).not.toContain('r00t');
    expect(variables).not.toHaveProperty('MLFLOW_TRACKING_TOKEN');
    expect(variables['MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT']).toBe('true');
    expect(JSON.parse(variables['MLFLOW_RUN_CONTEXT'] ?? '')).toEqual({ 'slipway.origin': 'terminal' });
  });

  it('keeps loopback off a proxy, beside what the user excludes', () => {
    const variables = trackingVariables(address, {}, { NO_PROXY: 'corp.example', no_proxy: 'localhost, 10.0.0.0/8' });
    expect(variables['NO_PROXY']).toBe('localhost,10.0.0.0/8,corp.example,127.0.0.1');
    expect(variables['no_proxy']).toBe(variables['NO_PROXY']);
    expect(trackingVariables(address, {}, variables)['NO_PROXY']).toBe(variables['NO_PROXY']);
  });

  it('gives up on a dead address within seconds, unless the user says otherwise', () => {
    expect(trackingVariables(address, {}, {})['MLFLOW_HTTP_REQUEST_MAX_RETRIES']).toBe('3');
    expect(trackingVariables(address, {}, { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '9' })).not.toHaveProperty('MLFLOW_HTTP_REQUEST_MAX_RETRIES');
  });

  it('adds to tags that the user asks for', () => {
    const variables = trackingVariables(address, { 'slipway.origin': 'job' }, { MLFLOW_RUN_CONTEXT: '{"team":"x","slipway.origin":"terminal"}' });
    expect(JSON.parse(variables['MLFLOW_RUN_CONTEXT'] ?? '')).toEqual({ team: 'x', 'slipway.origin': 'job' });
    expect(JSON.parse(trackingVariables(address, { a: 'b' }, { MLFLOW_RUN_CONTEXT: 'no json' })['MLFLOW_RUN_CONTEXT'] ?? '')).toEqual({ a: 'b' });
  });
});

describe('the user\'s own setting', () => {
  it('is any MLFLOW_TRACKING_* variable', () => {
    expect(ownTracking({ MLFLOW_TRACKING_URI: 'https://mlflow.corp' })).toBe('MLFLOW_TRACKING_URI');
    expect(ownTracking({ MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' })).toBe('MLFLOW_TRACKING_URI');
    expect(ownTracking({ MLFLOW_TRACKING_TOKEN: 'x' })).toBe('MLFLOW_TRACKING_TOKEN');
    expect(ownTracking({ MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_URI: trackingUri(address) })).toBe('MLFLOW_TRACKING_USERNAME');
  });

  it('is not what Slipway itself has set, with or without a token', () => {
    expect(ownTracking({ MLFLOW_TRACKING_URI: trackingUri(address) })).toBeUndefined();
    expect(ownTracking({ MLFLOW_TRACKING_URI: trackingUri({ url: address.url, version: '1', pid: 1, store: '/p' }) })).toBeUndefined();
    expect(ownTracking({ MLFLOW_TRACKING_URI: '', MLFLOW_EXPERIMENT_NAME: 'x' })).toBeUndefined();
  });
});
