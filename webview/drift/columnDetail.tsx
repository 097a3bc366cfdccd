/** A column that is opened: both distributions, what its method is, and what else is different. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { Distribution, DriftColumn } from '../../src/protocol/drift';
import type { AnswerColumn, MonitoredWindow } from '../../src/protocol/monitors';
import { BESIDE } from '../../src/wording/monitorText';
import { Failed } from '../ui/empty';
import { useLive } from '../ui/live';
import { ColumnFacts } from './columnFacts';
import type { DriftHost } from './driftHost';
import { DistributionChart } from './distributionChart';

interface Opened {
  readonly host: DriftHost;
  readonly window: MonitoredWindow;
  /** instead of the monitor's own */
  readonly reference: string | undefined;
  readonly method: string | undefined;
}

export function ColumnDetail({ column, ...opened }: Opened & { readonly column: DriftColumn }): JSX.Element {
  const { name } = column;
  const drawn = ({ columns }: MonitoredWindow): Distribution | undefined => columns.find((one) => one.name === name)?.distribution;
  const { reference } = opened.window;
  return (
    <div class="detail">
      <Distributions {...opened} name={name} column={column} asked={name} drawn={drawn} called={reference?.kind === 'baseline' ? 'baseline' : reference?.name ?? 'reference'} />
      <ColumnFacts host={opened.host} column={column} />
    </div>
  );
}

/** Predictions or truths, as a column is. */
export function AnswerDetail({ answer, ...opened }: Opened & { readonly answer: AnswerColumn }): JSX.Element {
  const { role, against } = answer;
  const drawn = ({ answers = [] }: MonitoredWindow): Distribution | undefined => answers.find((one) => one.role === role)?.distribution;
  return (
    <div class="detail">
      <Distributions {...opened} name={BESIDE[role]} column={answer} asked={opened.window.columns[0]?.name} drawn={drawn} called={against === '' ? 'reference' : against} />
      <ColumnFacts host={opened.host} column={answer} against={against} />
    </div>
  );
}

interface DistributionsProps extends Opened {
  readonly name: string;
  readonly column: DriftColumn;
  /** the only column that is compared for it: answers come with any; undefined: all are */
  readonly asked: string | undefined;
  /** what is drawn, in what was compared */
  readonly drawn: (compared: MonitoredWindow) => Distribution | undefined;
  /** the reference's name above the chart */
  readonly called: string;
}

function Distributions({ host, window: { from, to }, reference, method, name, column, asked, drawn, called }: DistributionsProps): JSX.Element {
  const compared = useLive<MonitoredWindow>(host, useCallback(async (signal) => host.ask('compare', {
    from, to, distributions: true, ...(asked === undefined ? {} : { columns: [asked] }), ...(reference === undefined ? {} : { reference }), ...(method === undefined ? {} : { method }),
  }, signal), [host, from, to, asked, reference, method]), false);
  if (compared.value === undefined) {
    return compared.problem === undefined ? <div class="distribution waits" role="status" aria-label={`Loading distributions of ${name}`} /> : <Failed message={compared.problem.message} onRetry={compared.refresh} />;
  }
  const distribution = drawn(compared.value);
  return distribution === undefined ? <p class="quiet">{compared.value.reason ?? column.reason ?? 'Its distributions can\'t be drawn: one side has no value of it.'}</p>
    : <DistributionChart column={name} distribution={distribution} reference={called} />;
}
