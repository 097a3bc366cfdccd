/** What a starting engine tells the process that started it, over the IPC channel or by its exit code. */

/** Exit codes of the engine. */
export const ExitCode = {
  clean: 0,
  failed: 1,
  /** another engine holds the store: its runtime file tells where it is */
  storeTaken: 75,
} as const;

export type StartMessage = { readonly slipway: 'ready' } | { readonly slipway: 'failed'; readonly message: string };

/** Whether what came over the channel is such a message. */
export function isStartMessage(value: unknown): value is StartMessage {
  return typeof value === 'object' && value !== null && 'slipway' in value
    && (value.slipway === 'ready' || (value.slipway === 'failed' && 'message' in value && typeof value.message === 'string'));
}
