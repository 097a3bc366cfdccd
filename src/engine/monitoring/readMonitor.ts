/** A monitor as slipway.yaml says it now. */
import type { DataSchema } from '../../protocol/dataSchema';
import type { MonitorOptions } from '../../protocol/monitors';
import { invalid } from '../mlflowErrors';
import { entryOf, onlyText, readProject } from '../projectSections';
import type { MonitorRecord } from './store';

export interface ReadMonitor {
  readonly options: MonitorOptions;
  /** that it names; undefined: none */
  readonly schema: DataSchema | undefined;
}

/** As the file says it, else as it was started with. @throws INVALID_PARAMETER_VALUE in a sentence */
export async function readMonitor({ name, root, options: given }: Pick<MonitorRecord, 'name' | 'root' | 'options'>): Promise<ReadMonitor> {
  const { file, project: { monitors, data } } = await readProject(root);
  const options = entryOf(monitors, name) ?? given;
  if (options === null) {
    throw invalid(`${file} has no monitor "${name}"${onlyText(monitors)}, and nothing else says what it watches. Name a deployment.`);
  }
  const schema = options.schema === undefined ? undefined : entryOf(data, options.schema);
  if (options.schema !== undefined && schema === undefined) {
    throw invalid(`${file} has no schema "${options.schema}" under data${onlyText(data)}, which the monitor ${name} names.`);
  }
  return { options, schema };
}
