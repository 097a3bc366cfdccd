/** What is wrong with a name while it is typed, in the words of the registry's rules (mlflow/utils/validation.py). */

/** @returns undefined for a name that a registered model can have */
export function nameProblem(text: string): string | undefined {
  if (text.trim() === '') {
    return 'A model needs a name.';
  }
  if (/[/:]/.test(text)) {
    return 'A name has no / and no :, because models:/name/version is how code loads it.';
  }
  return text === '.' || text.startsWith('..') ? 'A name does not begin with two dots.' : text.length > 256 ? 'A name has at most 256 characters.' : undefined;
}

/** @returns undefined for a name that an alias can have */
export function aliasProblem(text: string): string | undefined {
  if (text === '') {
    return 'An alias needs a name, such as champion.';
  }
  if (!/^[\p{L}\p{N}_-]+$/u.test(text)) {
    return 'An alias has letters, digits, _ and - only.';
  }
  return /^v\d+$/i.test(text) || text.toLowerCase() === 'latest' ? `${text} would read as a version. Choose another name, such as champion.` : text.length > 255 ? 'An alias has at most 255 characters.' : undefined;
}

/** A name for a model that a file is registered as: `iris-v2.onnx` → `iris-v2`. */
export function nameFromFile(base: string): string {
  return base.replace(/\.[^.]+$/, '').replaceAll(/[/:]/g, '-') || 'model';
}
