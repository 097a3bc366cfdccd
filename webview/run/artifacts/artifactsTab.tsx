/** The Artifacts tab: the tree on the left, what is chosen on the right. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ArtifactList, RunPanelState, RunView } from '../../../src/protocol/panels/runPanel';
import { countOf } from '../../../src/wording/formatNumber';
import { Empty, Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import type { Keep, RunHost } from '../runHost';
import type { Live } from '../../ui/live';
import { foldersAbove } from './artifactTree';
import { TreeView } from './treeView';
import { Viewer } from './viewer';

export interface ArtifactsTabProps { readonly host: RunHost; readonly view: RunView; readonly list: Live<ArtifactList>; readonly state: RunPanelState; readonly keep: Keep }

export function ArtifactsTab({ host, view, list: { value: list, problem, refresh }, state, keep }: ArtifactsTabProps): JSX.Element {
  const files = list?.files;
  const single = files?.length === 1 ? files[0]?.path : undefined;
  const chosen = state.artifact ?? single;
  const unfolded = useMemo(() => state.unfolded ?? (chosen === undefined ? [] : foldersAbove(chosen)), [state.unfolded, chosen]);
  if (files === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  if (files.length === 0) {
    return (
      <Empty icon="files" title="No artifacts">
        {view.condition === 'running' ? 'Files that the script logs appear here.' : 'This run kept no files.'} mlflow.log_artifact("plot.png") keeps one, mlflow.log_figure a chart, mlflow.log_table a table.
      </Empty>
    );
  }
  const entry = files.find(({ path }) => path === chosen);
  return (
    <div class="artifacts">
      <div class="artifacts-side">
        <TreeView files={files} chosen={chosen} unfolded={unfolded} onChoose={(path) => keep({ artifact: path })} onUnfold={(open) => keep({ unfolded: open })}
          top={state.scroll?.artifacts ?? 0} onTop={(top) => host.keep({ ...host.state, scroll: { ...host.state.scroll, artifacts: top } })} />
        {list?.cut === true && <p class="quiet artifacts-cut">The first {countOf(files.length, 'file')}. Others are in the project's artifact folder.</p>}
      </div>
      {entry === undefined ? <p class="viewer-words quiet">{chosen === undefined || files.some(({ path }) => path.startsWith(`${chosen}/`)) ? 'Choose a file to see it.' : `${chosen} is no longer among the artifacts.`}</p> : <Viewer host={host} entry={entry} />}
    </div>
  );
}
