/** Artifacts that Slipway itself writes with a run, and which artifacts are images. */

/** Folder of ours among a run's artifacts. */
export const PROVENANCE_FOLDER = 'slipway';

/** How the run was made, as far as its job or its notebook left it. */
export const RunArtifact = {
  command: `${PROVENANCE_FOLDER}/command.json`,
  packages: `${PROVENANCE_FOLDER}/packages.json`,
  git: `${PROVENANCE_FOLDER}/git.json`,
  patch: `${PROVENANCE_FOLDER}/patch.diff`,
  log: `${PROVENANCE_FOLDER}/log.txt`,
  /** source of a notebook's cell that is too long for a tag */
  cell: `${PROVENANCE_FOLDER}/cell.py`,
} as const;

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', bmp: 'image/bmp', ico: 'image/x-icon', avif: 'image/avif',
};

/** The last part of a file's name, in lower case and without the dot; empty without one. */
export function endingOf(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  return name.includes('.') ? name.split('.').at(-1)?.toLowerCase() ?? '' : '';
}

/** Media type of an image, by its name; undefined for what is none. */
export function imageType(path: string): string | undefined {
  const ending = endingOf(path);
  return Object.hasOwn(IMAGE_TYPES, ending) ? IMAGE_TYPES[ending] : undefined;
}
