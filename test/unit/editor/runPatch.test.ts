/** What a patch changes, told file by file. */
import { describe, expect, it } from 'vitest';
import { changedFiles } from '../../../src/editor/tracking/runPatch';

const PATCH = `diff --git a/train.py b/train.py
index 111..222 100644
--- a/train.py
+++ b/train.py
@@ -1,3 +1,3 @@
 import mlflow
--- an sql comment that was here
+++ and one that came
 x = 1
@@ -10 +10,2 @@ def f():
-old
+new
+newer
diff --git a/with space.txt b/with space.txt
new file mode 100644
--- /dev/null
+++ b/with space.txt\t
@@ -0,0 +1 @@
+one
\\ No newline at end of file
diff --git a/gone.py b/gone.py
deleted file mode 100644
--- a/gone.py
+++ /dev/null
@@ -1,2 +0,0 @@
-a
-b
diff --git a/old.py b/новый.py
similarity index 100%
rename from old.py
rename to новый.py
diff --git a/plot.png b/plot.png
GIT binary patch
literal 3
abc
`;

describe('a patch of git', () => {
  it('counts what came and went in each file, also lines that look like heads', () => expect(changedFiles(PATCH)).toEqual([
    { path: 'train.py', added: 3, removed: 2, kind: 'changed' },
    { path: 'with space.txt', added: 1, removed: 0, kind: 'new' },
    { path: 'gone.py', added: 0, removed: 2, kind: 'deleted' },
    { path: 'новый.py', added: 0, removed: 0, kind: 'renamed' },
    { path: 'plot.png', added: 0, removed: 0, kind: 'binary' },
  ]));
  it('of nothing is nothing', () => expect(changedFiles('')).toEqual([]));
});
