/** Aliases that mean something to Slipway beyond being names. */
export const Alias = {
  /** the version that is to be used */
  champion: 'champion',
  /** the one that may take its place */
  challenger: 'challenger',
} as const;
