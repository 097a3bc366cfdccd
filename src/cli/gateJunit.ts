/** A gate's report as JUnit XML, which CI systems show. */
import { create } from 'xmlbuilder';
import type { GateReport } from '../protocol/gates';
import { headline } from './gateView';

/** One test suite, one test case per check: the elements and attributes that Surefire's and Jenkins' schemas (junit-10.xsd) know. A gate that could not be judged has one case in error. */
export function gateJunit(report: GateReport): string {
  const seconds = String(((report.ended_at ?? report.started_at) - report.started_at) / 1000);
  const unjudged = report.state === 'broken' || report.state === 'stopped';
  const count = (outcome: string): number => report.checks.filter((check) => check.outcome === outcome).length;
  const counts = { tests: report.checks.length + (unjudged ? 1 : 0), failures: count('failed'), errors: unjudged ? 1 : 0 };
  // Letters that XML can't hold (control characters in names of metrics) are left out.
  const document = create('testsuites', { version: '1.0', encoding: 'UTF-8' }, {}, { invalidCharReplacement: '' }).att(counts);
  // ISO 8601 without zone and fractions, as the usual schema has it.
  const suite = document.ele('testsuite', { name: `slipway gate ${report.name}/${report.version}`, timestamp: new Date(report.started_at).toISOString().slice(0, 19), time: seconds, ...counts, skipped: count('not_judged') });
  for (const { kind, name, outcome, message } of report.checks) {
    const one = suite.ele('testcase', { classname: `${report.name}.${kind}`, name, time: '0' });
    if (outcome === 'failed') {
      one.ele('failure', { message, type: kind });
    } else if (outcome === 'not_judged') {
      one.ele('skipped', { message });
    } else {
      one.ele('system-out', {}, outcome === 'warning' ? `warning: ${message}` : message);
    }
  }
  if (unjudged) {
    suite.ele('testcase', { classname: `${report.name}.gate`, name: 'could be judged', time: seconds }).ele('error', { message: headline(report), type: report.state });
  }
  return document.end({ pretty: true });
}
