/** Which image artifacts of runs belong together: the same picture at another step, the same picture of another run. */

export interface ImageFile {
  readonly path: string;
  /** bytes; undefined where the store does not say */
  readonly size?: number | undefined;
}

/** The images of one run under one name, by step; those without a step stand under −1. */
export type ImageSteps = ReadonlyMap<number, ImageFile>;

/** `mlflow.log_image(key=…, step=…)`: `images/<key>+step+<n>+timestamp+<ms>+<id>.png`, with a small copy beside it. "/" in a key is written "~"; older versions wrote "#", and "%" for "+". */
const LOGGED = /^images\/(.+)[%~+]step[%~+](\d+)[%~+]timestamp[%~+]\d+[%~+][\w-]+?([%~+]compressed)?\.\w+$/;
/** `plots/epoch_12.png`: the last number of the file's name is taken for the step. */
const NUMBERED = /^(.*\D|)(\d+)(\D*\.\w+)$/;

/** @returns the name that images of all steps share, and the step; undefined for the small copies */
export function imagePlace(path: string): { readonly name: string; readonly step: number } | undefined {
  const logged = LOGGED.exec(path);
  if (logged !== null) {
    return logged[3] === undefined ? { name: (logged[1] ?? '').replaceAll(/[#~]/g, '/'), step: Number(logged[2]) } : undefined;
  }
  const numbered = NUMBERED.exec(path);
  return numbered === null ? { name: path, step: -1 } : { name: `${numbered[1] ?? ''}…${numbered[3] ?? ''}`, step: Number(numbered[2]) };
}

/** @returns by name, then by step; names in the order in which they are first met */
export function imageSeries(files: readonly ImageFile[]): ReadonlyMap<string, ImageSteps> {
  const series = new Map<string, Map<number, ImageFile>>();
  for (const file of files) {
    const place = imagePlace(file.path);
    if (place !== undefined) {
      const steps = series.get(place.name) ?? new Map<number, ImageFile>();
      series.set(place.name, steps.set(place.step, file));
    }
  }
  return series;
}

/** The image that stands at a step: the last one up to it, else the first there is. */
export function imageAt(steps: ImageSteps, step: number): { readonly step: number; readonly file: ImageFile } | undefined {
  const known = [...steps.keys()].toSorted((a, b) => a - b);
  const at = known.findLast((candidate) => candidate <= step) ?? known[0];
  const file = at === undefined ? undefined : steps.get(at);
  return at === undefined || file === undefined ? undefined : { step: at, file };
}
