/** What a starting engine tells the process that started it, over the IPC channel or by its exit code. */
import { Type, type Static } from 'typebox';

/** Exit codes of the engine. */
export const ExitCode = {
  clean: 0,
  failed: 1,
  /** another engine holds the store: its runtime file tells where it is */
  storeTaken: 75,
} as const;

export const StartMessage = Type.Union([
  Type.Object({ slipway: Type.Literal('ready') }),
  Type.Object({ slipway: Type.Literal('failed'), message: Type.String() }),
]);
export type StartMessage = Static<typeof StartMessage>;
