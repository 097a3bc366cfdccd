/** What the deployment panel's page asks its host, and what it keeps over a reload. Every method is about the deployment that the panel shows. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { DeploymentLive } from '../deploymentLive';
import { ArmName, TrafficRequest, type Deployment } from '../deployments';
import type { DeploymentQuality, LoggedRequests } from '../deploymentTraffic';
import type { ServedInterface } from '../servedInterface';
import { method } from './contract';

const Nothing = Type.Object({});

export interface DeploymentView {
  readonly deployment: Deployment;
  /** whether models may be loaded here */
  readonly trusted: boolean;
}

/** What a deployment said to one request, whatever it said. */
export interface InvokeAnswer {
  readonly status: number;
  /** its body, at most a megabyte of it */
  readonly text: string;
  readonly cut: boolean;
  /** ms, from the first byte sent to the last one read, as the editor saw it */
  readonly latency: number;
  readonly id: string | null;
  /** `MODEL/VERSION` that answered; null: it was not told */
  readonly version: string | null;
}

/** A part of the deployment's log. */
export interface DeploymentLog {
  readonly text: string;
  /** bytes that are known now: the next `offset` */
  readonly offset: number;
  /** bytes at its beginning that are left out */
  readonly skipped: number;
  /** the log before it is gone: what is shown of it is no part of this one */
  readonly fresh: boolean;
}

/** A file whose rows are to be scored. */
export interface BatchFile {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly string[];
}
export interface BatchProgress {
  /** rows that are scored now */
  readonly done: number;
  /** `MODEL/VERSION` that answered this slice */
  readonly version: string | null;
}

/** An image that was chosen, as its file is. */
export interface ImageFile { readonly name: string; /** base64 */ readonly content: string }

/** How a pixel's byte becomes a number; `imagenet`: each channel less its mean, by its deviation, over ImageNet. */
export type PixelRange = 'unit' | 'bytes' | 'signed' | 'imagenet';

/** An image as the form sends it. */
export interface SentImage {
  readonly name: string;
  /** of the file, px */
  readonly own: { readonly width: number; readonly height: number };
  readonly width: number;
  readonly height: number;
  /** base64 of the pixels' bytes, row by row, channels last */
  readonly bytes: string;
  readonly range: PixelRange;
}

/** What buttons and menus do; most of it is a command of the Deployments view as well. */
export const DeploymentAction = Type.Union([
  Type.Literal('copyUrl'), Type.Literal('openUrl'), Type.Literal('start'), Type.Literal('stop'), Type.Literal('remove'), Type.Literal('showLog'), Type.Literal('deployAgain'),
  Type.Literal('promote'), Type.Literal('rollback'), Type.Literal('addChallenger'), Type.Literal('addShadow'), Type.Literal('sendTruth'),
]);
export type DeploymentAction = Static<typeof DeploymentAction>;

export const deploymentMethods = {
  deployment: method<DeploymentView>()(Nothing),
  /** figures of the last minutes, from second `since` on */
  live: method<DeploymentLive>()(Type.Object({ since: Type.Integer({ minimum: 0 }) })),
  /** what it takes and answers */
  served: method<ServedInterface>()(Nothing),
  /** the input example of the version that is served, parsed; null without one */
  example: method<unknown>()(Nothing),
  /** sends one request, as any client would */
  invoke: method<InvokeAnswer>()(Type.Object({ path: Type.String({ pattern: '^/(invocations|v2/models/[^/?#]+/infer)$' }), body: Type.String() })),
  /** asks for an image and reads it; null when none was chosen */
  chooseImage: method<ImageFile | null>()(Nothing),
  /** asks where to, and writes a request that is too long to stand in code; its path, or null */
  saveRequest: method<string | null>()(Type.Object({ body: Type.String() })),
  /** asks for a file and reads it; null when none was chosen */
  chooseBatch: method<BatchFile | null>()(Nothing),
  /** scores the rows of the file from this one on, as many as make one slice */
  scoreBatch: method<BatchProgress>()(Type.Object({ from: Type.Integer({ minimum: 0 }) })),
  /** asks where to, and writes what was scored so far; its path, or null */
  saveBatch: method<string | null>()(Nothing),
  /** the latest requests, or those before the ones that are known */
  requests: method<LoggedRequests>()(Type.Object({ before: Type.Optional(Type.String()) })),
  /** how well each version did where the truth is known */
  quality: method<DeploymentQuality>()(Nothing),
  /** one of them as JSON, in an editor */
  openRequest: method<void>()(Type.Object({ id: Type.String(), text: Type.String({ description: 'what is shown of it, as JSON' }) })),
  /** what its log says from this byte on; waits until there is something. null: begins, at the end of a long one */
  log: method<DeploymentLog>()(Type.Object({ offset: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]) })),
  act: method<void>()(Type.Object({ action: DeploymentAction })),
  /** percent of the requests by challenger; the champion gets the rest */
  setWeights: method<void>()(TrafficRequest),
  /** asks first, then makes this challenger the champion */
  promote: method<void>()(ArmName),
  removeArm: method<void>()(ArmName),
  openVersion: method<void>()(Type.Object({ model: Type.String(), version: Type.String() })),
  copy: method<void>()(Type.Object({ text: Type.String() })),
  /** the panel is used, so the next deployment that is clicked in the tree must not take its place */
  settle: method<void>()(Nothing),
};
export type DeploymentMethods = typeof deploymentMethods;

export type DeploymentTab = 'live' | 'try' | 'requests' | 'arms' | 'logs';
export type SnippetLanguage = 'curl' | 'python' | 'javascript';

/** What the page keeps. */
export interface DeploymentPanelState {
  /** folder of the store: which project */
  readonly store: string;
  readonly name: string;
  /** it is about no run: changes of runs are no changes of it */
  readonly run_id?: never;
  readonly tab?: DeploymentTab;
  /** distance from the top of each tab, px */
  readonly scroll?: Readonly<Partial<Record<string, number>>>;
  /** what was typed into the form of the signature, by key of the field */
  readonly filled?: Readonly<Record<string, string>>;
  /** images that stand in fields, by key of the field */
  readonly images?: Readonly<Record<string, SentImage>>;
  /** what was typed where there is no signature */
  readonly raw?: string;
  readonly snippet?: SnippetLanguage;
  readonly [own: string]: unknown;
}
