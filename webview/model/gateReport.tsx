/** One report of a gate: every check with its number and its limit, failed ones first. */
import type { JSX } from 'preact';
import type { GateCheck, GateReport } from '../../src/protocol/gates';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { useNow } from '../ui/now';
import { numberText, outcomeMark, sortedChecks, stateMark, summaryOf, tookText } from './gateWords';

export function Report({ report }: { readonly report: GateReport }): JSX.Element {
  const now = useNow(30_000);
  const { icon, look } = stateMark(report.state);
  const { evaluation, champion } = report;
  const took = tookText(report);
  return (
    <section aria-labelledby="report-title">
      <h2 id="report-title"><span class={`codicon codicon-${icon} ${look}`} aria-hidden="true" />{summaryOf(report)} <span class="count" title={formatExact(report.started_at)}>{formatAge(report.started_at, now)}{took === '' ? '' : `, took ${took}`}</span></h2>
      {report.problem !== null && <p class="warned"><span class="codicon codicon-warning" aria-hidden="true" /><span>{report.problem}</span></p>}
      {report.checks.length > 0 && (
        <table class="checks">
          <thead><tr><th scope="col" class="outcome"><span class="unseen">outcome</span></th><th scope="col">check</th><th scope="col" class="number">value</th><th scope="col" class="limit">limit</th></tr></thead>
          {sortedChecks(report.checks).map((check) => <Check key={check.name} check={check} />)}
        </table>
      )}
      <dl>
        {champion !== null && <><dt>compared with</dt><dd>v{champion.version}, {champion.alias}</dd></>}
        {evaluation !== null && <><dt>judged on</dt><dd class="wrap">{evaluation.data}, {countOf(evaluation.rows, 'row')} <span class="quiet mono" title={`sha256 ${evaluation.digest}`}>{evaluation.digest.slice(0, 8)}</span></dd></>}
      </dl>
    </section>
  );
}

function Check({ check }: { readonly check: GateCheck }): JSX.Element {
  const { icon, look, word } = outcomeMark(check.outcome);
  const { value, limit } = numberText(check);
  const facts = (check.facts ?? []).map(({ name, value: fact }) => `${name} ${typeof fact === 'number' ? formatNumber(fact) : fact}`).join(' · ');
  return (
    <tbody>
      <tr class={check.outcome}>
        <td class="outcome"><span class={`codicon codicon-${icon} ${look}`} role="img" aria-label={word} title={word} /></td>
        <th scope="row">{check.name}</th>
        <td class="number latest">{value}</td>
        <td class="limit mono">{limit}</td>
      </tr>
      <tr class="said">
        <td class="outcome" />
        <td colSpan={3} class="quiet">{check.message}{facts !== '' && <span class="facts">{facts}</span>}</td>
      </tr>
    </tbody>
  );
}
