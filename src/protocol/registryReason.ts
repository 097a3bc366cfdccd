/** Who changes the registry and why: where it stands in requests and in tags. Without a schema, so that clients may load it. */

/** How a request says who sent it and why. Values are percent-encoded UTF-8, since headers are Latin-1. */
export const RegistryHeader = { user: 'x-slipway-user', reason: 'x-slipway-reason' } as const;

/**
 * Tag of a version by which a client that sets no headers says why: the next move of an alias to this version, or of its stage, takes
 * the reason with it into the log.
 */
export const REASON_TAG = 'slipway.reason';
