/** A monitor as slipway.yaml says it now. */
import path from 'node:path';
import { problemText } from '../../projectFile/problem';
import { readProjectFile } from '../../projectFile/read';
import type { DataSchema } from '../../protocol/dataSchema';
import type { MonitorOptions } from '../../protocol/monitors';
import { PROJECT_FILE } from '../../protocol/projectFile';
import { invalid } from '../mlflowErrors';
import type { MonitorRecord } from './store';

export interface ReadMonitor {
  readonly options: MonitorOptions;
  /** that it names; undefined: none */
  readonly schema: DataSchema | undefined;
}

/** As the file says it, else as it was started with. @throws INVALID_PARAMETER_VALUE in a sentence */
export async function readMonitor({ name, root, options: given }: Pick<MonitorRecord, 'name' | 'root' | 'options'>): Promise<ReadMonitor> {
  const file = path.join(root, PROJECT_FILE);
  const read = await readProjectFile(file);
  if (read?.fault !== undefined) {
    throw invalid(problemText(file, read.fault));
  }
  const { monitors = {}, data = {} } = read?.file ?? {};
  const options = Object.hasOwn(monitors, name) ? monitors[name] : given;
  if (options === undefined || options === null) {
    throw invalid(`${file} has no monitor "${name}"${only(monitors)}, and nothing else says what it watches. Name a deployment.`);
  }
  const schema = options.schema === undefined || !Object.hasOwn(data, options.schema) ? undefined : data[options.schema];
  if (options.schema !== undefined && schema === undefined) {
    throw invalid(`${file} has no schema "${options.schema}" under data${only(data)}, which the monitor ${name} names.`);
  }
  return { options, schema };
}

function only(named: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(named);
  return names.length === 0 ? '' : `, only ${names.join(', ')}`;
}
