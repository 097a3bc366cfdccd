/** What two runs are compared by, as texts: their params, and the environment that they ran in. */
import type { Run } from '../../protocol/mlflow';

/** One param to a line, whole, in the order of their keys; texts of several lines as YAML blocks. */
export function paramsText(run: Run): string {
  const params = (run.data.params ?? []).toSorted((a, b) => a.key.localeCompare(b.key));
  return params.length === 0 ? '# no params\n' : `${params.map(({ key, value }) => yamlLine(key, value)).join('\n')}\n`;
}

/** What was installed and how the script was started, one to a line, without what differs by nature (paths of the machine). */
export function environmentLines(packages: unknown, command: unknown): readonly string[] {
  const installed = recordOf(packages);
  const started = recordOf(command);
  const argv = Array.isArray(started['command']) ? started['command'].map(String).join(' ') : undefined;
  return [
    ...(argv === undefined ? [] : [yamlLine('command', argv)]),
    ...['python', 'implementation', 'platform'].flatMap((key) => typeof installed[key] === 'string' ? [yamlLine(key, installed[key])] : []),
    ...Object.entries(recordOf(installed['packages'])).map(([name, version]) => `${name}==${String(version)}`),
  ];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : {};
}

function yamlLine(key: string, value: string): string {
  return value.includes('\n') ? `${key}: |\n${value.split('\n').map((line) => `  ${line}`).join('\n')}` : `${key}: ${value}`;
}
