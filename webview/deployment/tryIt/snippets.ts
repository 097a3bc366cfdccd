/** The request of the form as a line of a shell, as Python and as JavaScript: each runs as it stands. */
import type { SnippetLanguage } from '../../../src/protocol/panels/deploymentPanel';

/** Characters: longer ones are read from a file, since nobody reads them and no shell takes them. */
const LONGEST = 20_000;
export const REQUEST_FILE = 'request.json';

/** Whether code with this request reads it from `REQUEST_FILE`. */
export function isLong(body: string): boolean {
  return body.length > LONGEST;
}

/** @param body JSON, as `requestBody.ts` makes it */
export function snippetOf(language: SnippetLanguage, url: string, body: string): string {
  const target = `${url}/invocations`;
  if (isLong(body)) {
    return fileSnippet(language, target);
  }
  switch (language) {
    case 'curl': return `curl ${target} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body.replaceAll("'", String.raw`'\''`)}'\n`;
    case 'python': return `import requests\n\nanswer = requests.post(\n    "${target}",\n    json=${pythonOf(body)},\n    timeout=60,\n)\nanswer.raise_for_status()\nprint(answer.json())\n`;
    case 'javascript': return `const answer = await fetch("${target}", {\n  method: "POST",\n  headers: { "Content-Type": "application/json" },\n  body: ${scriptOf(body)},\n});\nconsole.log(await answer.json());\n`;
  }
}

function fileSnippet(language: SnippetLanguage, target: string): string {
  switch (language) {
    case 'curl': return `curl ${target} \\\n  -H 'Content-Type: application/json' \\\n  --data-binary @${REQUEST_FILE}\n`;
    case 'python': return `import requests\n\nwith open("${REQUEST_FILE}", "rb") as body:\n    answer = requests.post(\n        "${target}",\n        data=body,\n        headers={"Content-Type": "application/json"},\n        timeout=60,\n    )\nanswer.raise_for_status()\nprint(answer.json())\n`;
    case 'javascript': return `import { readFile } from "node:fs/promises";\n\nconst answer = await fetch("${target}", {\n  method: "POST",\n  headers: { "Content-Type": "application/json" },\n  body: await readFile("${REQUEST_FILE}"),\n});\nconsole.log(await answer.json());\n`;
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
