/** Nothing can be estimated. The message is one or two sentences for people: why, and what to do. */
export class NotEstimated extends Error {
  override readonly name = 'NotEstimated';
}
