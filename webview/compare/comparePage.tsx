/** The compare panel. */
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { CompareMethods, ComparePanelState } from '../../src/protocol/panels/comparePanel';
import type { TableRuns } from '../../src/protocol/table';
import type { PageProps } from '../ui/page';

export function ComparePage({ host }: PageProps<CompareMethods, ComparePanelState>): JSX.Element {
  const [runs, setRuns] = useState<TableRuns>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const read = async (): Promise<void> => {
      try {
        setRuns(await host.ask('runs', { experiment_ids: [...host.state.experiment_ids] }));
        setProblem(undefined);
        host.keep(host.state);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    };
    void read();
    const ends = [host.on('runs', () => { void read(); }), host.on('reset', () => { void read(); })];
    return () => ends.forEach((end) => end());
  }, [host]);
  return (
    <main>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {runs !== undefined && <ul>{runs.runs.name.map((name, index) => <li key={runs.runs.run_id[index]}>{name}</li>)}</ul>}
    </main>
  );
}
