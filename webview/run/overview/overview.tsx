/** The first tab: metrics beside params, then the note, datasets and tags. */
import type { JSX } from 'preact';
import type { RunView } from '../../../src/protocol/panels/runPanel';
import type { RunHost } from '../runHost';
import { metricsOf, paramsOf, tagGroups, tagsOf } from '../model';
import { RunTag } from '../../../src/protocol/runTags';
import { Datasets } from './datasets';
import { MetricsTable } from './metricsTable';
import { Note } from './note';
import { Pairs } from './pairs';
import { useRanges } from './ranges';

export interface OverviewProps { readonly host: RunHost; readonly view: RunView; readonly showData: () => void; readonly refresh: () => void }

export function Overview({ host, view, showData, refresh }: OverviewProps): JSX.Element {
  const tags = tagGroups(view.run);
  const running = view.condition === 'running';
  return (
    <div class="overview">
      <div class="column">
        <MetricsTable host={host} view={view} metrics={useRanges(host, metricsOf(view), view.run.data.metrics ?? [])} refresh={refresh} />
      </div>
      <div class="column">
        <Note title="Note" question="What did you try, and what came of it?" save={async (text) => host.ask('saveNote', { text })} text={tagsOf(view.run)[RunTag.note] ?? ''} editable={view.run.info.lifecycle_stage === 'active'} />
        <Pairs title="Params" host={host} pairs={paramsOf(view.run)}
          empty={running ? 'None yet. Log them with mlflow.log_params({"lr": 0.01}).' : 'This run logged none. mlflow.log_params({"lr": 0.01}) keeps what a run was started with.'} />
        <Datasets inputs={view.run.inputs?.dataset_inputs ?? []} onOpen={showData} />
        {tags.own.length > 0 && <Pairs title="Tags" host={host} pairs={tags.own} empty="" />}
        <Pairs title="Recorded by itself" host={host} pairs={tags.internal} empty="" folded />
      </div>
    </div>
  );
}
