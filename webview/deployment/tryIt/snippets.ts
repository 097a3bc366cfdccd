/** The request of the form as a line of a shell, as Python and as JavaScript: each runs as it stands. */
import type { SnippetLanguage } from '../../../src/protocol/panels/deploymentPanel';

/** @param body JSON, as `requestBody.ts` makes it */
export function snippetOf(language: SnippetLanguage, url: string, body: string): string {
  const target = `${url}/invocations`;
  switch (language) {
    case 'curl': return `curl ${target} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body.replaceAll("'", String.raw`'\''`)}'\n`;
    case 'python': return `import requests\n\nanswer = requests.post(\n    "${target}",\n    json=${pythonOf(body)},\n    timeout=60,\n)\nanswer.raise_for_status()\nprint(answer.json())\n`;
    case 'javascript': return `const answer = await fetch("${target}", {\n  method: "POST",\n  headers: { "Content-Type": "application/json" },\n  body: ${scriptOf(body)},\n});\nconsole.log(await answer.json());\n`;
  }
}

/** JSON as Python writes it: only three words differ, where they stand outside of texts. */
function pythonOf(json: string): string {
  const words: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/gs, (token) => words[token] ?? token);
}

/** Numbers that JavaScript would round are sent as the text that they are. */
function scriptOf(json: string): string {
  const outside = json.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""');
  return /\d{16,}/.test(outside) ? JSON.stringify(json) : `JSON.stringify(${json})`;
}
