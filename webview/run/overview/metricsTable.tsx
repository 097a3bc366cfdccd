/** All metrics: latest, how they stand to the baseline, least and greatest. A pin puts one among the headlines. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RunView } from '../../../src/protocol/panels/runPanel';
import { formatNumber } from '../../../src/wording/formatNumber';
import type { RunHost } from '../runHost';
import type { MetricView } from '../model';
import { matches } from '../../ui/matches';
import { SearchField, worthSearching } from './searchField';

export interface MetricsTableProps { readonly host: RunHost; readonly view: RunView; readonly metrics: readonly MetricView[]; readonly refresh: () => void }

const DIRECTIONS = { higher: 'higher is better', lower: 'lower is better', unknown: '' } as const;

export function MetricsTable({ host, view, metrics, refresh }: MetricsTableProps): JSX.Element {
  const [search, setSearch] = useState('');
  const shown = metrics.filter(({ key }) => matches(search, key));
  const pinned = new Set(view.headlines);
  const toggle = (key: string): void => {
    const keys = pinned.has(key) ? [...pinned].filter((one) => one !== key) : [...pinned, key];
    void host.ask('setHeadlines', { keys }).then(refresh);
  };
  const stepped = metrics.some(({ step }) => step > 0);
  return (
    <section aria-labelledby="metrics-title">
      <h2 id="metrics-title">Metrics <span class="count">{metrics.length === 0 ? '' : metrics.length}</span>
        {worthSearching(metrics.length) && <SearchField label="Find a metric" text={search} onChange={setSearch} />}
      </h2>
      {metrics.length === 0
        ? <p class="quiet">{view.condition === 'running' ? 'None yet. They appear here as the script logs them.' : 'This run logged none. mlflow.log_metric("auc", 0.91) records one, mlflow.autolog() most of them.'}</p>
        : (
          <table class="metrics">
            <thead>
              <tr>
                <th scope="col">name</th>
                <th scope="col" class="number">latest</th>
                {view.baseline !== null && <th scope="col" class="number against" title={`Against ${view.baseline.run_name}, the baseline`}>vs baseline</th>}
                <th scope="col" class="number">{stepped ? 'step' : ''}</th>
                <th scope="col" class="number">min</th>
                <th scope="col" class="number">max</th>
                <th scope="col" class="pin"><span class="unseen">headline</span></th>
              </tr>
            </thead>
            <tbody>
              {shown.map((metric) => (
                <tr key={metric.key}>
                  <th scope="row" title={[metric.key, DIRECTIONS[metric.direction]].filter((text) => text !== '').join(', ')}>{metric.key}</th>
                  <td class="number latest" title={String(metric.value)}>{metric.text}</td>
                  {view.baseline !== null && <td class={`number change ${metric.change?.verdict ?? ''}`}>{metric.change === null ? '–' : `${metric.change.arrow}${metric.change.size}`}</td>}
                  <td class="number quiet">{stepped ? metric.step.toLocaleString('en-US') : ''}</td>
                  <td class="number quiet" title={metric.min === null ? '' : String(metric.min)}>{metric.min === null ? '' : formatNumber(metric.min)}</td>
                  <td class="number quiet" title={metric.max === null ? '' : String(metric.max)}>{metric.max === null ? '' : formatNumber(metric.max)}</td>
                  <td class="pin">
                    <button type="button" class="icon-button" aria-pressed={pinned.has(metric.key)} aria-label={`Show ${metric.key} large`} title={pinned.has(metric.key) ? 'Take out of the headlines' : 'Show among the headlines'} onClick={() => toggle(metric.key)}>
                      <span class={`codicon codicon-${pinned.has(metric.key) ? 'pinned' : 'pin'}`} aria-hidden="true" />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      {metrics.length > 0 && shown.length === 0 && <p class="quiet">No metric has “{search}” in its name.</p>}
    </section>
  );
}
