/** The first tab: metrics beside the champion's, params that differ, then description and tags. */
import type { JSX } from 'preact';
import type { VersionAction, VersionView } from '../../src/protocol/panels/modelPanel';
import { Note } from '../run/overview/note';
import type { ModelHost } from './modelHost';
import { CHAMPION, metricLines, ownTags, paramLines } from './model';

export interface OverviewProps { readonly host: ModelHost; readonly view: VersionView; readonly act: (action: VersionAction) => void; readonly refresh: () => void }

export function Overview({ host, view, act, refresh }: OverviewProps): JSX.Element {
  const tags = ownTags(view.tags);
  return (
    <div class="overview">
      <div class="column"><Metrics view={view} /><Params view={view} /></div>
      <div class="column">
        <Note title="Description" question="What is new in this version?" text={view.description} editable save={async (text) => host.ask('describe', { text }).then(refresh)} />
        <section aria-labelledby="tags-title">
          <h2 id="tags-title">Tags <span class="count">{tags.length === 0 ? '' : tags.length}</span><button type="button" class="icon-button" aria-label="Edit tags" title="Edit tags" onClick={() => act('editTags')}><span class="codicon codicon-edit" aria-hidden="true" /></button></h2>
          {tags.length === 0 ? <p class="quiet">No tags.</p> : <table class="pairs"><tbody>{tags.map(({ key, value }) => <tr key={key}><th scope="row">{key}</th><td><span class="value" dir="auto">{value}</span></td></tr>)}</tbody></table>}
        </section>
        {view.model.description !== '' && (
          <section aria-labelledby="model-title"><h2 id="model-title">About {view.name}</h2><p class="note" dir="auto">{view.model.description}</p></section>
        )}
      </div>
    </div>
  );
}

/** Whose numbers stand beside the version's own, or why none do. */
function against(view: VersionView): string {
  return view.champion !== null ? `champion v${view.champion.version}` : view.aliases.includes(CHAMPION) ? 'This version is the champion.' : 'No version is champion yet.';
}

function Metrics({ view }: { readonly view: VersionView }): JSX.Element {
  const metrics = metricLines(view);
  return (
    <section aria-labelledby="metrics-title">
      <h2 id="metrics-title">Metrics <span class="count">{metrics.length === 0 ? '' : metrics.length}</span></h2>
      {metrics.length === 0 ? <p class="quiet">{view.numbers === null ? 'There is no run behind this version, so nothing was measured. Register a version from a run to have its numbers here.' : 'Its run logged none. mlflow.log_metric("auc", 0.91) records one.'}</p> : (
        <table class="metrics">
          <thead><tr>
            <th scope="col">name</th><th scope="col" class="number against">v{view.version}</th>
            {view.champion !== null && <><th scope="col" class="number against">champion v{view.champion.version}</th><th scope="col" class="number against">change</th></>}
          </tr></thead>
          <tbody>{metrics.map(({ key, value, text, champion, change }) => (
            <tr key={key}>
              <th scope="row" title={key}>{key}</th><td class="number latest" title={String(value)}>{text}</td>
              {view.champion !== null && <><td class="number quiet">{champion === '' ? '–' : champion}</td><td class={`number change ${change?.verdict ?? ''}`} title={change === null ? '' : change.verdict}>{change === null ? '–' : `${change.arrow}${change.size}`}</td></>}
            </tr>
          ))}</tbody>
        </table>
      )}
      {metrics.length > 0 && view.champion === null && <p class="quiet">{against(view)}</p>}
      {view.champion !== null && view.champion.numbers === null && <p class="quiet">The champion v{view.champion.version} has no run, so there is nothing to compare with.</p>}
    </section>
  );
}

function Params({ view }: { readonly view: VersionView }): JSX.Element {
  const { lines, same } = paramLines(view);
  const beside = view.champion !== null && view.champion.numbers !== null;
  if (view.numbers === null) {
    return <></>;
  }
  return (
    <section aria-labelledby="params-title">
      <h2 id="params-title">{beside ? 'Params that differ' : 'Params'} <span class="count">{lines.length === 0 ? '' : lines.length}</span></h2>
      {lines.length > 0 && (
        <table class="differing">
          <thead><tr><th scope="col">name</th><th scope="col">v{view.version}</th>{beside && <th scope="col">champion v{view.champion?.version}</th>}</tr></thead>
          <tbody>{lines.map(({ key, own, champion }) => (
            <tr key={key}><th scope="row" title={key}>{key}</th><td class="wrap">{own ?? <span class="quiet">not set</span>}</td>{beside && <td class="wrap quiet">{champion ?? 'not set'}</td>}</tr>
          ))}</tbody>
        </table>
      )}
      {lines.length === 0 && <p class="quiet">{beside && same > 0 ? `All ${same} are the champion's.` : 'Its run logged none.'}</p>}
      {lines.length > 0 && same > 0 && <p class="quiet">{same} more are the same in both.</p>}
    </section>
  );
}
