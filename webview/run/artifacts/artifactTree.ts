/** Artifacts as a tree: paths in, the rows that are unfolded out. */
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';

export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly folder: boolean;
  /** of a folder: all that is in it */
  readonly size: number;
  /** files in a folder, however deep */
  readonly files: number;
  readonly open: boolean;
}

interface Folder { readonly path: string; readonly name: string; readonly folders: Map<string, Folder>; readonly files: ArtifactEntry[]; size: number; count: number }

/** The root folder of all artifacts. */
export function artifactTree(entries: readonly ArtifactEntry[]): Folder {
  const root = folderNamed('', '');
  for (const entry of entries) {
    const names = entry.path.split('/');
    let folder = root;
    folder.size += entry.size;
    folder.count += 1;
    for (const name of names.slice(0, -1)) {
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      const next = folder.folders.get(name) ?? folderNamed(path, name);
      folder.folders.set(name, next);
      next.size += entry.size;
      next.count += 1;
      folder = next;
    }
    folder.files.push(entry);
  }
  return root;
}

/** Rows on screen: folders before files, both by name; what is in a folder only where it is unfolded. */
export function treeRows(folder: Folder, unfolded: ReadonlySet<string>, depth = 0): TreeRow[] {
  const folders = [...folder.folders.values()].toSorted((a, b) => byName(a.name, b.name)).flatMap((inner): TreeRow[] => {
    const open = unfolded.has(inner.path);
    return [{ path: inner.path, name: inner.name, depth, folder: true, size: inner.size, files: inner.count, open }, ...(open ? treeRows(inner, unfolded, depth + 1) : [])];
  });
  const files = folder.files.map(({ path, size }): TreeRow => ({ path, name: path.split('/').at(-1) ?? path, depth, folder: false, size, files: 0, open: false })).toSorted((a, b) => byName(a.name, b.name));
  return [...folders, ...files];
}

/** Folders above a path, outermost first. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function folderNamed(path: string, name: string): Folder {
  return { path, name, folders: new Map(), files: [], size: 0, count: 0 };
}

const COLLATOR = new Intl.Collator(undefined, { numeric: true });

function byName(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}
