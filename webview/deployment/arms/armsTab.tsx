/** The Arms tab: which versions answer, with which share, how they do, what can be done about it, and what was done. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { ArmRole, Deployment } from '../../../src/protocol/deployments';
import type { DeploymentQuality } from '../../../src/protocol/deploymentTraffic';
import type { DeploymentAction } from '../../../src/protocol/panels/deploymentPanel';
import { Button } from '../../ui/controls';
import { useLive } from '../../ui/live';
import { Scroller } from '../../ui/scroller';
import type { DeploymentHost } from '../deploymentHost';
import { keyOf, type LiveSeries } from '../live/liveSeries';
import { ArmRow } from './armRow';
import { History } from './history';
import type { SharesEdit } from './useShares';

/** As they stand in the table. */
const ROLES: readonly ArmRole[] = ['champion', 'challenger', 'shadow', 'previous'];

export interface ArmsTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly series: LiveSeries | undefined; readonly edit: SharesEdit; readonly act: (action: DeploymentAction) => void }

export function ArmsTab({ host, deployment, series, edit, act }: ArmsTabProps): JSX.Element {
  const { state, history } = deployment;
  const arms = deployment.arms.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const labelled = arms.reduce((sum, { quality }) => sum + (quality?.n ?? 0), 0);
  // Asked again when more of the truth is known, not whenever something is counted.
  const quality = useLive<DeploymentQuality>(host, useCallback(async (signal) => host.ask('quality', {}, signal), [host, labelled]), false);
  const healthy = state === 'healthy';
  return (
    <Scroller host={host} tab="arms">
      <div class="sheet arms">
        <section aria-labelledby="arms-title">
          <h2 id="arms-title">Arms <span class="count">{arms.length}</span></h2>
          <div class="wide">
            <table>
              <thead><tr>
                <th scope="col">version</th><th scope="col">role</th><th scope="col">state</th><th scope="col">share</th><th scope="col" class="number" title="Since it was added">requests</th>
                <th scope="col" class="number" title="That it could not answer: the champion did in its place">failures</th><th scope="col" class="number">p50</th><th scope="col" class="number">p99</th>
                <th scope="col" class="number" title="On the rows whose truth is known; of a shadow, how often it answers as what was returned">quality</th><th scope="col" class="acts"><span class="unseen">what can be done</span></th>
              </tr></thead>
              <tbody>{arms.map((arm) => (
                <ArmRow key={keyOf(arm)} host={host} arm={arm} edit={edit} healthy={healthy} act={act} figures={series?.arms.find(({ key }) => key === keyOf(arm))}
                  quality={quality.value?.versions.find(({ model, version }) => model === arm.model && version === arm.version)} />
              ))}</tbody>
            </table>
          </div>
          <p class="buttons">
            <Button disabled={!healthy} onClick={() => act('addChallenger')}>Add challenger…</Button>
            <Button disabled={!healthy} title="It gets copies of requests; its answers are compared, never returned" onClick={() => act('addShadow')}>Add shadow…</Button>
            <Button title="A file with the columns id (or key) and truth: what was predicted is measured against it" onClick={() => { void host.ask('act', { action: 'sendTruth' }).then(quality.refresh); }}>Send ground truth…</Button>
          </p>
          {arms.length === 1 && <p class="quiet">One version answers everything. A challenger takes a share of the requests beside it; a shadow gets copies, and its answers are compared but never returned.</p>}
        </section>
        <History changes={history} />
      </div>
    </Scroller>
  );
}
