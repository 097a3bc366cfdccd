/** The page at /: what this port is, and how it is asked. */
import type { TensorSpec } from '../rows';
import type { Arm } from '../arms/arm';

/** @returns a whole HTML page without scripts */
export function frontPage(title: string, arm: Arm, host: string): string {
  const { model, version, scored: { inputs, outputs } } = arm;
  const row = Object.fromEntries(inputs.map(({ name, type }) => [name, type === 'string' ? 'text' : type === 'bool' ? true : 1]));
  const curl = `curl http://${host}/invocations -H 'content-type: application/json' \\\n  -d '${JSON.stringify({ dataframe_records: [row] })}'`;
  const name = encodeURIComponent(model);
  const routes: readonly (readonly [string, string])[] = [
    ['POST /invocations', 'MLflow scoring: JSON or CSV'],
    [`POST /v2/models/${name}/infer`, 'Open Inference v2: JSON or binary tensors'],
    [`POST /v1/models/${name}:predict`, 'TensorFlow Serving, KServe v1'],
    [`POST /predictions/${name}`, 'TorchServe'],
    ['POST /slipway/v1/feedback', 'ground truth: {"id": …, "truth": …}'],
    ['GET /metrics', 'Prometheus'],
    ['GET /openapi.json', 'all routes, for tools'],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 2.5rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1rem; margin: 1.8rem 0 .4rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: top }
th { font-weight: 600 } code, pre { font: 13px/1.5 ui-monospace, monospace } pre { padding: .8rem; overflow: auto; border-radius: 4px; background: color-mix(in srgb, currentColor 7%, transparent) }
</style>
<h1>${text(title)}</h1>
<p>${text(model)}, version ${text(version)}, served by Slipway.</p>
<h2>Ask it</h2>
<pre>${text(curl)}</pre>
<h2>Inputs</h2>${table(inputs)}
<h2>Outputs</h2>${table(outputs)}
<h2>Routes</h2>
<table>${routes.map(([route, meaning]) => `<tr><td><code>${route.startsWith('GET ') ? `<a href="${text(route.slice(4))}">${text(route)}</a>` : text(route)}</code></td><td>${text(meaning)}</td></tr>`).join('')}</table>
</html>
`;
}

function table(specs: readonly TensorSpec[]): string {
  return `<table><tr><th>Name</th><th>Type</th><th>Shape</th></tr>${specs.map(({ name, type, shape }) => `<tr><td><code>${text(name)}</code></td><td>${type}</td><td>${['rows', ...shape.map((length) => (length < 0 ? 'any' : length))].join(' × ')}</td></tr>`).join('')}</table>`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
