/** The answer, above everything else: the best value, whose it is, what differs, and what matters most. */
import type { JSX } from 'preact';
import { formatNumber } from '../../src/wording/formatNumber';
import { shareWords } from '../charts/importance';
import { RunDot } from '../ui/runMark';
import { answerOf, differences, type Difference } from './answer';
import type { Comparison } from './comparison';
import { Arrow } from './tableColumns';
import { useMost } from './weighing';

export function AnswerHeader({ comparison, onMetric }: { readonly comparison: Comparison; readonly onMetric: (anchor: DOMRect) => void }): JSX.Element {
  const rows = comparison.data.runs.listedRows();
  const answer = answerOf(comparison, rows);
  const most = useMost(comparison, rows);
  const { told, more } = differences(comparison, answer?.row);
  const { runs } = comparison.data;
  const { baseline, headline } = comparison;
  return (
    <section class="answer" aria-label="Answer">
      {answer === undefined
        ? (
          <div class="answer-best">
            <span class="answer-value quiet">–</span>
            <div class="answer-words">
              <span class="quiet">{headline === undefined ? 'no metric yet' : comparison.direction(headline) === 'unknown' ? `${headline}: which is better is not known` : `no run has a value of ${headline}`}</span>
              <span>{headline !== undefined && <button type="button" class="link" onClick={(event) => onMetric(event.currentTarget.getBoundingClientRect())}>Choose a metric</button>}</span>
            </div>
          </div>
        )
        : (
          <div class="answer-best">
            <span class="answer-value" title={String(answer.value)}>{formatNumber(answer.value)}</span>
            <div class="answer-words">
              <button type="button" class="link quiet" title="Choose the metric that the answer is about" onClick={(event) => onMetric(event.currentTarget.getBoundingClientRect())}>best {answer.metric}</button>
              <span class="answer-run">
                <RunDot color={comparison.color(answer.row)} filled />
                <strong>{runs.names[answer.row]}</strong>
                {answer.delta !== undefined && answer.delta !== 0 && <Change comparison={comparison} metric={answer.metric} delta={answer.delta} />}
                {baseline !== undefined && (baseline === answer.row ? <span class="quiet">is the baseline</span> : <span class="answer-baseline"><span class="quiet">vs</span><span class="codicon codicon-star-full baseline-star" role="img" aria-label="baseline" />{runs.names[baseline]}</span>)}
              </span>
            </div>
          </div>
        )}
      {told.length > 0 && (
        <div class="answer-part">
          <span class="quiet">what differs</span>
          <span class="answer-differences">
            {told.map((difference) => <OneDifference key={difference.key} name={difference.key} difference={difference} />)}
            {more > 0 && <span class="quiet">{more} more</span>}
          </span>
        </div>
      )}
      {most !== undefined && (
        <div class="answer-part">
          <span class="quiet">what matters most</span>
          <span title={`Share of the spread of ${most.metric} that goes with ${most.key} alone. It says what goes together, not what causes what.`}>{most.key} {shareWords(most.share)} <span class="quiet">of the spread in {most.metric}</span></span>
        </div>
      )}
    </section>
  );
}

function Change({ comparison, metric, delta }: { readonly comparison: Comparison; readonly metric: string; readonly delta: number }): JSX.Element {
  const better = (comparison.direction(metric) === 'higher') === delta > 0;
  return <span class={better ? 'better' : 'worse'}><Arrow up={delta > 0} filled={better} />{formatNumber(Math.abs(delta))}</span>;
}

function OneDifference({ name, difference: { from, to, kind } }: { readonly name: string; readonly difference: Difference }): JSX.Element {
  return (
    <span class="answer-difference" title={`${name}: ${from} ${kind === 'change' ? '→' : '…'} ${to}`}>
      <span class="quiet">{name}</span> {from}{from !== '' && <span class="quiet">{kind === 'change' ? ' → ' : ' … '}</span>}{to}
    </span>
  );
}
