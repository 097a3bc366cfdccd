/** Deployments of an engine as methods: part of EngineClient. */
import type { DeploymentLive } from '../protocol/deploymentLive';
import type { DeploymentQuality, FeedbackAnswer, LoggedRequests } from '../protocol/deploymentTraffic';
import type { ServedInterface } from '../protocol/servedInterface';
import type { AddArmRequest, ArmName, Deployment, DeployRequest, RollbackRequest, TrafficRequest } from '../protocol/deployments';
import type { Send } from './registryClient';

const DEPLOYMENTS = '/slipway/v1/deployments';

/** Methods throw what EngineClient.request throws. */
export class ServingClient {
  constructor(private readonly send: Send) {}

  /** Begins to deploy a version. The answer is a deployment that is prepared: notices of type `deployment` tell when to read it again. */
  async deploy(request: DeployRequest): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', DEPLOYMENTS, request)).deployment;
  }

  /** By name. */
  async list(signal?: AbortSignal): Promise<Deployment[]> {
    return (await this.send<{ deployments: Deployment[] }>('GET', DEPLOYMENTS, undefined, signal)).deployments;
  }

  async deployment(name: string, signal?: AbortSignal): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('GET', at(name), undefined, signal)).deployment;
  }

  /** Figures of the last minutes. @param since the first second that is wanted, Unix s @throws EngineError TEMPORARILY_UNAVAILABLE while it does not answer */
  live(name: string, since: number, signal?: AbortSignal): Promise<DeploymentLive> {
    return this.send<DeploymentLive>('GET', `${at(name)}/live?since=${since}`, undefined, signal);
  }

  /** What it takes and answers. @throws EngineError RESOURCE_DOES_NOT_EXIST before its model is prepared */
  servedInterface(name: string, signal?: AbortSignal): Promise<ServedInterface> {
    return this.send<ServedInterface>('GET', `${at(name)}/interface`, undefined, signal);
  }

  /** The latest requests of its log, newest first. @param before a Unix time in ms, or `next` of an answer */
  requests(name: string, { limit = 100, before }: { readonly limit?: number; readonly before?: string } = {}, signal?: AbortSignal): Promise<LoggedRequests> {
    return this.send<LoggedRequests>('GET', `${at(name)}/requests?limit=${limit}${before === undefined ? '' : `&before=${encodeURIComponent(before)}`}`, undefined, signal);
  }

  /** How well its versions did on the rows whose truth is known. @param window Unix ms of the answers; all when not given */
  quality(name: string, window: { readonly from?: number; readonly to?: number } = {}, signal?: AbortSignal): Promise<DeploymentQuality> {
    return this.send<DeploymentQuality>('GET', `${at(name)}/quality?${Object.entries(window).map(([end, time]) => `${end}=${time}`).join('&')}`, undefined, signal);
  }

  /** Sends truths from a file. @param file absolute path: .csv, .parquet, or JSON lines */
  feedback(name: string, file: string): Promise<FeedbackAnswer> {
    return this.send<FeedbackAnswer>('POST', `${at(name)}/feedback`, { file });
  }

  /** Ends its processes; what it has logged stays. */
  async stop(name: string): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/stop`, {})).deployment;
  }

  async start(name: string): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/start`, {})).deployment;
  }

  /** Serves another version beside the champion; answers when its model is prepared. */
  async addArm(name: string, request: AddArmRequest, signal?: AbortSignal): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/arms`, request, signal)).deployment;
  }

  async removeArm(name: string, arm: ArmName): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/arms/remove`, arm)).deployment;
  }

  /** Percent of the requests by challenger; the champion gets the rest. Ends a rollout. */
  async traffic(name: string, request: TrafficRequest): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/traffic`, request)).deployment;
  }

  /** @param arm undefined: the only challenger */
  async promote(name: string, arm?: ArmName): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/promote`, arm ?? {})).deployment;
  }

  /** Back to the champion alone; where it answers alone already, to the champion before it. */
  async rollBack(name: string, request: RollbackRequest = {}): Promise<Deployment> {
    return (await this.send<{ deployment: Deployment }>('POST', `${at(name)}/rollback`, request)).deployment;
  }

  /** Takes it away, with its log and its traffic. */
  async remove(name: string): Promise<void> {
    await this.send('DELETE', at(name), undefined);
  }
}

function at(name: string): string {
  return `${DEPLOYMENTS}/${encodeURIComponent(name)}`;
}
