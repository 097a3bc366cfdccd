/** `.env` files as the Python extension reads them: `KEY=value`, `export KEY=value`, quotes, comments. */

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;

/** @returns the variables, later lines over earlier ones; lines that are none are passed over. */
export function parseEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = LINE.exec(line);
    if (match?.[1] !== undefined && !line.trimStart().startsWith('#')) {
      variables[match[1]] = valueOf(match[2] ?? '');
    }
  }
  return variables;
}

function valueOf(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/.exec(text);
  if (quoted?.[1] !== undefined) {
    return quoted[1].replaceAll('\\n', '\n').replaceAll(/\\(.)/g, '$1');
  }
  return quoted?.[2] ?? text.replace(/\s+#.*$/, '');
}
