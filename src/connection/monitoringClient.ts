/** Monitors and alerts of an engine as methods: part of EngineClient. */
import type { Alert, AlertChange, Monitor, MonitoredWindow, WatchRequest } from '../protocol/monitors';
import type { WindowComparison } from '../protocol/windowComparison';
import type { EngineJson } from './engineJson';
import type { Send } from './registryClient';

const MONITORS = '/slipway/v1/monitors';

/** Methods throw what EngineClient.request throws. */
export class MonitoringClient {
  /** @param read asks for an answer as it came; `part`: field of it that is meant */
  constructor(private readonly send: Send, private readonly read: <T>(path: string, part: string, signal?: AbortSignal) => Promise<EngineJson<T>>) {}

  /** By name. */
  async list(signal?: AbortSignal): Promise<Monitor[]> {
    return (await this.send<{ monitors: Monitor[] }>('GET', MONITORS, undefined, signal)).monitors;
  }

  async monitor(name: string, signal?: AbortSignal): Promise<Monitor> {
    return (await this.send<{ monitor: Monitor }>('GET', at(name), undefined, signal)).monitor;
  }

  /** Begins to watch, or begins again with what is said now. */
  async watch(request: WatchRequest): Promise<Monitor> {
    return (await this.send<{ monitor: Monitor }>('POST', MONITORS, request)).monitor;
  }

  /** Watches no more; what was found stays. */
  async stop(name: string): Promise<Monitor> {
    return (await this.send<{ monitor: Monitor }>('POST', `${at(name)}/stop`, {})).monitor;
  }

  /** Looks now whether a window is over, and judges it. */
  async look(name: string, signal?: AbortSignal): Promise<Monitor> {
    return (await this.send<{ monitor: Monitor }>('POST', `${at(name)}/look`, {}, signal)).monitor;
  }

  /** Takes it away with all that it found. */
  async remove(name: string): Promise<void> {
    await this.send('DELETE', at(name), undefined);
  }

  /** The latest windows, oldest first. */
  async windows(name: string, limit = 100, signal?: AbortSignal): Promise<MonitoredWindow[]> {
    return (await this.send<{ windows: MonitoredWindow[] }>('GET', `${at(name)}/windows?limit=${limit}`, undefined, signal)).windows;
  }

  /** The same, unparsed: of many columns they are megabytes. */
  windowsJson(name: string, limit: number, signal?: AbortSignal): Promise<EngineJson<MonitoredWindow[]>> {
    return this.read(`${at(name)}/windows?limit=${limit}`, 'windows', signal);
  }

  /** Judges a window once more, with what is asked for; nothing of it is kept. */
  async compare(name: string, asked: WindowComparison, signal?: AbortSignal): Promise<MonitoredWindow> {
    return (await this.send<{ window: MonitoredWindow }>('POST', `${at(name)}/compare`, asked, signal)).window;
  }

  /** Newest first. @param monitor undefined: of all */
  async alerts(monitor?: string, signal?: AbortSignal): Promise<Alert[]> {
    return (await this.send<{ alerts: Alert[] }>('GET', `/slipway/v1/alerts${monitor === undefined ? '' : `?monitor=${encodeURIComponent(monitor)}`}`, undefined, signal)).alerts;
  }

  async changeAlert(id: string, change: AlertChange): Promise<Alert> {
    return (await this.send<{ alert: Alert }>('POST', `/slipway/v1/alerts/${encodeURIComponent(id)}`, change)).alert;
  }
}

function at(name: string): string {
  return `${MONITORS}/${encodeURIComponent(name)}`;
}
