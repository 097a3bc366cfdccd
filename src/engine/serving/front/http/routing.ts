/** Finds the route of a request. Whole paths are found in a map, since they are what is asked thousands of times a second. */
import type { Protocol, Route } from './exchange';

export interface FoundRoute {
  readonly protocol: Protocol;
  readonly route: Route;
  readonly parts: readonly (string | undefined)[];
}

/** @returns 'method' when the path is there, but not for this method */
export type Finder = (method: string, path: string) => FoundRoute | 'method' | undefined;

export function finderOf(protocols: readonly Protocol[]): Finder {
  const whole = new Map<string, FoundRoute>();
  const paths = new Set<string>();
  const patterns: { protocol: Protocol; route: Route; pattern: RegExp }[] = [];
  for (const protocol of protocols) {
    for (const route of protocol.routes) {
      if (typeof route.path === 'string') {
        whole.set(`${route.method} ${route.path}`, { protocol, route, parts: [] });
        paths.add(route.path);
      } else {
        patterns.push({ protocol, route, pattern: route.path });
      }
    }
  }
  return (method, path) => {
    const found = whole.get(`${method} ${path}`);
    if (found !== undefined) {
      return found;
    }
    let known = paths.has(path);
    for (const { protocol, route, pattern } of patterns) {
      const match = pattern.exec(path);
      if (match !== null) {
        if (route.method === method) {
          return { protocol, route, parts: match.slice(1).map((part) => (part === undefined ? undefined : decoded(part))) };
        }
        known = true;
      }
    }
    return known ? 'method' : undefined;
  };
}

/** A name in a path; what is no valid escape stands for itself, and will be no known name. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) {
      return part;
    }
    throw error;
  }
}
