/** What the engine says of itself, and the file in the user's runtime folder through which it is found. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** `GET /slipway/v1/engine`. */
export const EngineInfo = Type.Object({
  version: Type.String({ description: 'Slipway version of the running engine' }),
  pid: Type.Integer(),
  store: Type.String({ description: 'absolute path of the .slipway folder' }),
  store_id: Type.String({ description: 'random id written into the store when it was made' }),
  url: Type.String({ description: 'http://127.0.0.1:PORT, no credential' }),
  started_at: Type.Integer({ description: 'Unix time, ms' }),
  epoch: Type.String({ description: 'event epoch: changes with every engine start' }),
  busy: Type.Object({ watchers: Type.Integer(), jobs: Type.Integer(), running_runs: Type.Integer() }),
  log_file: Type.String(),
});
export type EngineInfo = Static<typeof EngineInfo>;

/** The runtime file: mode 0600, in the user's own runtime folder, never in the project. */
export interface RuntimeFile {
  version: string;
  /** 0 after a clean stop: the file stays, so that the next engine keeps port and tokens */
  pid: number;
  /** start of the process as the system tells it, opaque: ids are given again, starts are not */
  process_start?: string | undefined;
  /** Unix time, ms */
  started_at: number;
  port: number;
  host: string;
  store: string;
  store_id: string;
  /** opens the MLflow routes; stands in the tracking URI */
  client_token: string;
  /** opens /slipway/v1 too; read only by the editor and the CLI */
  root_token: string;
}
