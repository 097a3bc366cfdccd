/** What a report tells beside the columns of its window: answers, all columns together, the schema, groups, and what was trained again. */
import type { JSX } from 'preact';
import type { Distribution } from '../../src/protocol/drift';
import type { AnswerColumn, Monitor, MonitoredWindow } from '../../src/protocol/monitors';
import type { Retraining } from '../../src/protocol/retraining';
import { BESIDE } from '../../src/wording/monitorText';
import { besideRows, nameOf } from './besideRows';
import { ColumnFacts } from './columnFacts';
import { DistributionChart } from './distributionChart';
import { DriftRow, DriftRowsHead } from './driftRow';
import { GroupsPart } from './groupsPart';
import { MultivariateFacts } from './multivariateFacts';
import { RetrainedTable } from './retraining/retrainedTable';
import { SchemaPart } from './schemaPart';

export interface ReportBesideProps {
  /** the one that the report is about, as it is compared there */
  readonly window: MonitoredWindow;
  /** oldest first, up to it, as the monitor has judged them */
  readonly windows: readonly MonitoredWindow[];
  readonly distributions: ReadonlyMap<AnswerColumn['role'], Distribution>;
}

export function ReportBeside({ window, windows, distributions }: ReportBesideProps): JSX.Element | null {
  const { answers = [], multivariate } = window;
  const rows = besideRows({ window, windows, awaited: false, now: window.to });
  if (rows.length === 0) {
    return null;
  }
  return (
    <>
      <h2>Answers and all columns</h2>
      <table class="columns">
        <DriftRowsHead first="beside columns" />
        <tbody>{rows.map(({ what, history, method, methodTitle, ...row }) => <DriftRow key={what} {...row} method={methodTitle === '' ? method : methodTitle} points={history?.points ?? []} />)}</tbody>
      </table>
      {answers.filter(({ score }) => score !== null).map((answer) => <Answers key={answer.role} answer={answer} distribution={distributions.get(answer.role)} />)}
      {multivariate !== undefined && <section class="detail"><h3>{nameOf('multivariate')}</h3><MultivariateFacts found={multivariate} /></section>}
    </>
  );
}

function Answers({ answer, distribution }: { readonly answer: AnswerColumn; readonly distribution: Distribution | undefined }): JSX.Element {
  return (
    <section class="detail">
      <h3>{nameOf(answer.role)}</h3>
      {distribution !== undefined && <DistributionChart column={BESIDE[answer.role]} distribution={distribution} reference={answer.against} />}
      <ColumnFacts column={answer} against={answer.against} />
    </section>
  );
}

/** @param windows oldest first, up to the one that the report is about; what they say, whatever that is compared with in the report */
export function ReportRest({ monitor: { options }, windows, retrainings }: { readonly monitor: Monitor; readonly windows: readonly MonitoredWindow[]; readonly retrainings: readonly Retraining[] }): JSX.Element {
  const found = windows.at(-1);
  const groups = options.quality?.fairness;
  return (
    <>
      {found?.violations !== undefined && <SchemaPart schema={options.schema} violations={found.violations} rows={found.rows} />}
      {groups !== undefined && found?.fairness !== undefined && <><h2>By group</h2><GroupsPart windows={windows} options={groups} /></>}
      {retrainings.length > 0 && <><h2>Retraining</h2><RetrainedTable retrainings={retrainings} /></>}
    </>
  );
}
