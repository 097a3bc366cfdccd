/** What came back: the answer large, probabilities as bars, how long it took and which version it was. */
import type { JSX } from 'preact';
import type { InvokeAnswer } from '../../../src/protocol/panels/deploymentPanel';
import { formatMs } from '../../../src/wording/formatTraffic';
import type { Answer } from './answer';

/** More classes than these only fill the page. */
const MOST_BARS = 10;

export interface AnswerViewProps {
  readonly answer: Answer | undefined;
  readonly sent: InvokeAnswer | undefined;
  /** why nothing came back */
  readonly problem: string | undefined;
  /** the field beside which a refusal is shown too */
  readonly beside: string | undefined;
}

export function AnswerView({ answer, sent, problem, beside }: AnswerViewProps): JSX.Element {
  if (problem !== undefined) {
    return <p class="warned" role="alert"><span class="codicon codicon-error" aria-hidden="true" /><span class="wrap">{problem}</span></p>;
  }
  if (answer === undefined || sent === undefined) {
    return <div class="answer none quiet">Send asks the deployment as any client would; the request is part of its traffic.</div>;
  }
  return (
    <div class="answer">
      <Said answer={answer} beside={beside} />
      <p class="quiet facts-line">
        <span title="As the editor saw it, with the way there and back">{formatMs(sent.latency)}</span>
        {sent.version !== null && <span>{sent.version.replace(/\/([^/]*)$/, ' v$1')}</span>}
        <span>status {sent.status}</span>
        {sent.id !== null && <span class="mono" title="Id of the request: ground truth is sent for it">{sent.id}</span>}
      </p>
      <details><summary>As JSON</summary><pre class="source mono" tabIndex={0} aria-label="Answer as JSON">{sent.text}{sent.cut ? '\n…' : ''}</pre></details>
    </div>
  );
}

function Said({ answer, beside }: { readonly answer: Answer; readonly beside: string | undefined }): JSX.Element {
  switch (answer.kind) {
    case 'refused': return <p class="warned" role="alert"><span class="codicon codicon-error" aria-hidden="true" /><span class="wrap">{beside === undefined ? answer.message : `Refused: see ${beside}.`}</span></p>;
    case 'json': return <pre class="source mono" tabIndex={0} aria-label="Answer">{answer.text}</pre>;
    case 'values': return <dl>{answer.values.map(({ name, text }) => <><dt>{name}</dt><dd class="wrap">{text}</dd></>)}</dl>;
    case 'value': return (
      <>
        <p class="said" title={answer.full}>{answer.text}</p>
        {answer.bars.length > 0 && (
          <table class="bars" aria-label="Probabilities"><tbody>
            {answer.bars.slice(0, MOST_BARS).map(({ label, share }) => (
              <tr key={label}><th scope="row" title={label}>{label}</th><td class="track"><span style={{ width: `${Math.max(0.5, share * 100)}%` }} /></td><td class="number" title={String(share)}>{(share * 100).toFixed(1)} %</td></tr>
            ))}
          </tbody></table>
        )}
        {answer.bars.length > MOST_BARS && <p class="quiet">{answer.bars.length - MOST_BARS} more are less likely.</p>}
      </>
    );
  }
}
