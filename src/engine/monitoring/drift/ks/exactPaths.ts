/** Two-sided Kolmogorov-Smirnov for two samples, exactly, by paths on a lattice. */

/**
 * P(D ≥ h/n) for two samples of n: among all paths from (0, 0) to (n, n), the share that reaches |x − y| = h. By reflections
 * (Gnedenko & Korolyuk 1951) 2 · Σ (−1)^(k+1) · C(2n, n − kh) / C(2n, n) over k ≥ 1, multiplied out from its last term so that nothing
 * cancels.
 * @param h whole, 1 to n
 */
export function equalSizes(n: number, h: number): number {
  let p = 0;
  for (let k = Math.floor(n / h); k >= 0; k -= 1) {
    let ratio = 1;
    for (let j = 0; j < h; j += 1) {
      ratio *= (n - k * h - j) / (n + k * h + j + 1);
    }
    p = ratio * (1 - p);
  }
  return Math.min(1, 2 * p);
}

/**
 * P(D ≥ h / lcm(m, n)): among all paths from (0, 0) to (m, n), the share that leaves |x/m − y/n| < h / lcm. Column by column, where a
 * path that ends in (x, y) came from the left with probability x / (x + y), from below with y / (x + y), and has left for certain
 * outside the band (Hodges 1957, "The Significance Probability of the Smirnov Two-Sample Test", §3).
 * @param h whole, 1 to lcm(m, n)
 */
export function unequalSizes(m: number, n: number, h: number): number {
  const [long, short] = m > n ? [m, n] : [n, m];
  const g = gcd(long, short);
  const [perX, perY] = [short / g, long / g];
  // Inside the band are the y with |x·perX − y·perY| < h; `left` holds, for each of them, how likely its path has been outside.
  const first = (x: number): number => Math.max(0, Math.floor((x * perX - h) / perY) + 1);
  const end = (x: number): number => Math.min(short + 1, Math.ceil((x * perX + h) / perY));
  let left = new Float64Array(short + 1);
  let next = new Float64Array(short + 1);
  let [from, to] = [0, end(0)];
  for (let x = 1; x <= long; x += 1) {
    const [nextFrom, nextTo] = [first(x), end(x)];
    if (nextTo <= nextFrom) {
      return 1;
    }
    let below = nextFrom === 0 ? 0 : 1;
    for (let y = nextFrom; y < nextTo; y += 1) {
      const before = y >= from && y < to ? left[y] as number : 1;
      below = (before * x + below * y) / (x + y);
      next[y] = below;
    }
    [left, next] = [next, left];
    [from, to] = [nextFrom, nextTo];
  }
  return short < to && short >= from ? left[short] as number : 1;
}

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
