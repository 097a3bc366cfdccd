/** Which run a person means: its id, the beginning of its id, or its name. */
import type { EngineClient } from '../connection/engineClient';
import type { Run } from '../protocol/mlflow';
import { CommandFailure } from './session';

const WHOLE_ID = /^[0-9a-f]{32}$/;
const PART_OF_ID = /^[0-9a-f]{3,31}$/;

/**
 * @param text run id, unique beginning of one, or run name
 * @throws CommandFailure when there is none, or more than one
 */
export async function findRun(client: EngineClient, text: string): Promise<Run> {
  if (WHOLE_ID.test(text)) {
    return client.run(text);
  }
  const experiments = (await client.experiments()).map(({ experiment_id: id }) => id);
  const search = async (filter: string): Promise<Run[]> => (await client.searchRuns({ experiment_ids: experiments, filter, max_results: 6, order_by: ['attributes.start_time DESC'] })).runs;
  const named = await search(`attributes.run_name = ${quoted(text)}`);
  const found = named.length > 0 || !PART_OF_ID.test(text) ? named : await search(`attributes.run_id LIKE '${text}%'`);
  const [first, ...others] = found;
  if (first === undefined) {
    throw new CommandFailure(`No run is called "${text}" and no run id begins so. "slipway runs" lists them.`);
  }
  if (others.length > 0) {
    const list = found.slice(0, 5).map(({ info }) => `  ${info.run_id}  ${info.run_name}`).join('\n');
    throw new CommandFailure(`"${text}" names more than one run. Say which by its id:\n${list}${found.length > 5 ? '\n  …' : ''}`);
  }
  return first;
}

/** A string of MLflow's filter language, which knows no escapes: the quotes that the text does not have. */
function quoted(text: string): string {
  if (text.includes("'") && text.includes('"')) {
    throw new CommandFailure(`A name with both kinds of quotes can't be searched for: use the run's id instead of ${text}.`);
  }
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
