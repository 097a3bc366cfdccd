/** Which of two Slipway versions is newer. */

/** Semantic versioning without build metadata: a release is newer than its pre-releases. @returns below 0 when `a` is older */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  for (let i = 0; i < 3; i += 1) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  if (left.suffix === right.suffix) {
    return 0;
  }
  if (left.suffix === '' || right.suffix === '') {
    return left.suffix === '' ? 1 : -1;
  }
  return left.suffix.localeCompare(right.suffix, 'en', { numeric: true });
}

function parse(version: string): { numbers: number[]; suffix: string } {
  const [core = '', ...suffix] = version.replace(/\+.*$/, '').split('-');
  return { numbers: core.split('.').map((part) => Number.parseInt(part, 10) || 0), suffix: suffix.join('-') };
}
