/** The HTML file around a report: its own style in light and dark, no script, nothing that is fetched. Pure. */
import { escapeHtml } from '../../src/wording/escapeHtml';

const STYLE = `
:root { color-scheme: light dark; --text: #1f1f1f; --page: #fff; --quiet: #616161; --line: #d5d5d5; --current: #0063d1; --worse: #c72e0f; --warning: #9a6700; --fill: #8a8a8a; }
@media (prefers-color-scheme: dark) { :root { --text: #d7d7d7; --page: #1f1f1f; --quiet: #a0a0a0; --line: #454545; --current: #5aa9ff; --worse: #ff8170; --warning: #d9a62e; --fill: #9a9a9a; } }
body { margin: 0 auto; max-width: 980px; padding: 24px; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 24px; overflow-wrap: anywhere; } h2 { margin: 28px 0 8px; font-size: 17px; } h3 { margin: 20px 0 4px; overflow-wrap: anywhere; }
.quiet, .against, .key, .tick, dt { color: var(--quiet); } a { color: var(--current); }
.headlines { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0; padding: 0; list-style: none; } .headlines li { display: flex; gap: 10px; align-items: center; }
.headlines .number { font-size: 26px; font-weight: 600; } .headlines .number.worse { color: var(--warning); } .headlines .number.lost, .warned { color: var(--worse); } .words { display: flex; flex-direction: column; }
table { width: 100%; border-collapse: collapse; } th, td { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: left; } th[scope=row], td:last-child { overflow-wrap: anywhere; } .columns td:last-child { min-width: 130px; } td.number, th.number { text-align: right; white-space: nowrap; }
.drifted th[scope=row] { color: var(--worse); } thead.unseen { display: none; } .broken th:first-child, .retrained th:first-child { width: 20%; overflow-wrap: anywhere; } .broken :is(th, td), .retrained :is(th, td) { vertical-align: top; overflow-wrap: anywhere; } .retrained td:nth-child(2) { white-space: nowrap; } .groups { margin-bottom: 14px; } .examples { display: flex; flex-wrap: wrap; gap: 0 14px; margin: 0; } .shares th[scope=row] { width: 30%; } .shares .bars { width: 45%; }
svg { display: block; max-width: 100%; } .timeline svg, .spark { height: auto; } svg text { fill: var(--quiet); font-size: 11px; } .frame { overflow-x: auto; }
.grid { stroke: var(--line); } .curve { fill: none; stroke: var(--text); stroke-width: 1.5; } .spark .curve { stroke: var(--quiet); } .spark circle { fill: var(--quiet); } .spark circle.worse { fill: var(--worse); }
line.limit { stroke: var(--quiet); stroke-dasharray: 3 3; } .level { stroke-width: 1; } line.level.limit { stroke: var(--worse); } .level.reference { stroke: var(--quiet); stroke-dasharray: 1 3; }
.band { fill: var(--current); opacity: 0.2; } .band.realised { fill: var(--text); opacity: 0.12; } .curve.estimated { stroke: var(--current); stroke-dasharray: 5 3; } .dot { fill: var(--text); } .dot.estimated { fill: var(--current); } .whisker { stroke: var(--text); }
.chosen { fill: var(--fill); opacity: 0.15; } .share.none { fill: var(--line); } .share.warning { fill: var(--warning); } .share.critical { fill: var(--worse); } .beside-mark { fill: var(--warning); stroke: var(--page); } .legend { display: flex; flex-wrap: wrap; gap: 2px 20px; } .legend .key { display: inline-block; width: 14px; height: 8px; margin-right: 6px; border-radius: 2px; background: var(--text); } .legend .key.estimated { background: var(--current); } .legend .key.beside-mark { width: 7px; height: 7px; border-radius: 50%; background: var(--warning); } .unjudged { fill: none; stroke: var(--line); } .unjudged.failed { stroke: var(--worse); }
.stripe { fill: var(--fill); opacity: 0.35; } .stripe.other { opacity: 0.15; } .flag line { stroke: var(--warning); } .flag path { fill: var(--warning); } .flag.critical line { stroke: var(--worse); } .flag.critical path { fill: var(--worse); }
.area.reference { fill: var(--fill); opacity: 0.4; } .area.current { fill: var(--current); opacity: 0.3; } .outline { fill: none; stroke-width: 1.5; } .outline.reference { stroke: var(--fill); } .outline.current { stroke: var(--current); }
figure { margin: 0; } figcaption .key { display: inline-block; width: 12px; height: 10px; margin: 0 6px 0 14px; } .key.reference { background: var(--fill); } .key.current { background: var(--current); }
dl { margin: 8px 0; } dl div { display: flex; gap: 12px; } dt { flex: none; width: 90px; } dd { margin: 0; overflow-wrap: anywhere; }
.alerts { margin: 0; padding: 0; list-style: none; } .alerts li { display: flex; padding: 6px 0; border-bottom: 1px solid var(--line); } .alerts p { margin: 0; } .codicon, .acts { display: none; }
section.detail { break-inside: avoid; }
`;

/** @param body HTML that was made of elements, so that all text in it is escaped */
export function reportPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
