/** The tree of artifacts: thousands of rows, only those in view drawn; arrows move and unfold (WAI-ARIA tree view). */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatBytes } from '../../../src/wording/formatBytes';
import { useVirtualRows } from '../lines/virtualRows';
import { artifactTree, treeRows, type TreeRow } from './artifactTree';
import type { ArtifactEntry } from '../../../src/protocol/panels/runPanel';
import { iconOf } from './viewerKind';

/** Height of a row, px; the style sheet says the same. */
const ROW = 24;

export interface TreeViewProps {
  readonly files: readonly ArtifactEntry[];
  readonly chosen: string | undefined;
  readonly unfolded: readonly string[];
  readonly onChoose: (path: string) => void;
  readonly onUnfold: (unfolded: readonly string[]) => void;
  readonly top: number;
  readonly onTop: (top: number) => void;
}

export function TreeView({ files, chosen, unfolded, onChoose, onUnfold, top, onTop }: TreeViewProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const tree = useMemo(() => artifactTree(files), [files]);
  const rows = useMemo(() => treeRows(tree, new Set(unfolded)), [tree, unfolded]);
  const { rows: drawn, height, scrollTo } = useVirtualRows(scroller, rows.length, ROW);
  const at = Math.max(0, rows.findIndex(({ path }) => path === chosen));
  useEffect(() => {
    if (scroller.current !== null) {
      scroller.current.scrollTop = top;
    }
  }, []);
  const toggle = (row: TreeRow, open: boolean): void => onUnfold(open ? [...unfolded, row.path] : unfolded.filter((path) => path !== row.path));
  const choose = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row !== undefined) {
      onChoose(row.path);
      scrollTo(rows.indexOf(row));
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Home: () => choose(0), End: () => choose(rows.length - 1), PageDown: () => choose(at + page), PageUp: () => choose(at - page),
      ArrowRight: () => { if (row.folder && !row.open) { toggle(row, true); } else if (row.folder) { choose(at + 1); } },
      ArrowLeft: () => { if (row.folder && row.open) { toggle(row, false); } else { choose(rows.findIndex(({ path }) => path === row.path.split('/').slice(0, -1).join('/'))); } },
      Enter: () => { if (row.folder) { toggle(row, !row.open); } }, ' ': () => { if (row.folder) { toggle(row, !row.open); } },
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      move();
    }
  };
  return (
    <div ref={scroller} class="tree" role="tree" aria-label="Artifacts" tabIndex={0} aria-activedescendant={rows.length > 0 ? `artifact-${at}` : undefined} onKeyDown={onKey} onScroll={(event) => onTop(Math.round(event.currentTarget.scrollTop))}>
      <div class="tree-all" role="presentation" style={{ height: `${height}px` }}>
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div key={row.path} id={`artifact-${index}`} role="treeitem" class="tree-row" aria-level={row.depth + 1} aria-selected={row.path === chosen} {...(row.folder ? { 'aria-expanded': row.open } : {})}
              title={row.path}
              style={{ transform: `translateY(${start}px)`, paddingLeft: `${12 + row.depth * 14}px` }} onClick={() => { onChoose(row.path); if (row.folder) { toggle(row, !row.open); } }}>
              <span class={`codicon codicon-${row.folder ? (row.open ? 'chevron-down' : 'chevron-right') : iconOf(row.path)}`} aria-hidden="true" />
              <span class="tree-name">{row.name}</span>{' '}
              <span class="tree-size quiet">{row.folder ? <>{row.files.toLocaleString('en-US')}<span class="unseen"> {row.files === 1 ? 'file' : 'files'}</span></> : formatBytes(row.size)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
