/** Why the host did not answer. Pure. */
import type { Failure } from '../../src/protocol/panels/contract';

/** An ask that failed; its message is for people. */
export class AskFailed extends Error {
  override readonly name = 'AskFailed';
  readonly code: string;

  constructor({ message, code }: Failure) {
    super(message);
    this.code = code;
  }
}

/** Whether what was asked for is there no more. */
export function isGone({ code }: AskFailed): boolean {
  return code === 'RESOURCE_DOES_NOT_EXIST';
}
