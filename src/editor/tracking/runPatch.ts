/** What a patch of git changes, file by file. */
import type { ChangedFile } from '../../protocol/panels/runPanel';

/** @param patch as `git diff` writes it, with `core.quotepath=off` */
export function changedFiles(patch: string): ChangedFile[] {
  const files: ChangedFile[] = [];
  let file: { path: string; added: number; removed: number; kind: ChangedFile['kind'] } | undefined;
  // Lines left of the hunk under way, on either side: a removed line `-- x` must not be read as a file's head.
  let before = 0;
  let after = 0;
  for (const line of patch.split('\n')) {
    if (file !== undefined && (before > 0 || after > 0)) {
      if (line.startsWith('+')) {
        file.added += 1;
        after -= 1;
      } else if (line.startsWith('-')) {
        file.removed += 1;
        before -= 1;
      } else if (!line.startsWith('\\')) {
        before -= 1;
        after -= 1;
      }
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) {
      before = Number(hunk[1] ?? 1);
      after = Number(hunk[2] ?? 1);
    } else if (line.startsWith('diff --git ')) {
      file = { path: pathOf(line), added: 0, removed: 0, kind: 'changed' };
      files.push(file);
    } else if (file !== undefined) {
      read(line, file);
    }
  }
  return files;
}

function read(line: string, file: { path: string; kind: ChangedFile['kind'] }): void {
  if (line.startsWith('new file mode')) {
    file.kind = 'new';
  } else if (line.startsWith('deleted file mode')) {
    file.kind = 'deleted';
  } else if (line.startsWith('rename to ')) {
    file.kind = 'renamed';
    file.path = unquoted(line.slice('rename to '.length));
  } else if (line.startsWith('GIT binary patch') || line.startsWith('Binary files ')) {
    file.kind = 'binary';
  } else if (line.startsWith('+++ ') && !line.startsWith('+++ /dev/null')) {
    file.path = unquoted(line.slice(4)).replace(/^b\//, '');
  }
}

/** Both names are equal but for renames, which say their new name later: half of the line is the name. */
function pathOf(line: string): string {
  const names = line.slice('diff --git '.length);
  if (names.startsWith('"')) {
    return unquoted(/^("(?:[^"\\]|\\.)*")/.exec(names)?.[1] ?? names).replace(/^a\//, '');
  }
  return names.slice(0, (names.length - 1) / 2).replace(/^a\//, '');
}

/** Names with quotes, back-slashes or control characters are written as C strings. */
function unquoted(name: string): string {
  const trimmed = name.replace(/\t$/, '');
  return trimmed.startsWith('"') ? trimmed.slice(1, -1).replaceAll(/\\(.)/g, (_, mark: string) => ({ n: '\n', t: '\t' })[mark] ?? mark) : trimmed;
}
