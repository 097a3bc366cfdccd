/** What leaves the panel: CSV, Markdown and reports. */
import { describe, expect, it } from 'vitest';
import { htmlReport, markdownReport, type Report } from '../../../../webview/compare/report';
import { csvOf, markdownOf, type TextTable } from '../../../../webview/compare/tableText';

const table: TextTable = { titles: ['name', 'auc'], rows: [['a "fox", quick', '0.914'], ['=HYPERLINK("x")', '-1.5'], ['两行\nzwei | drei', '']], numeric: [false, true] };
const report: Report = { title: 'Comparison of <churn>', made: '2026-11-21 13:05:09', answer: { value: '0.914', words: 'best auc, by a|b' }, facts: ['12 runs'], table, left: 1200, charts: [{ title: 'auc', picture: 'data:image/png;base64,AAAA' }] };

describe('CSV', () => {
  it('quotes what needs it, disarms formulas and leaves numbers', () => {
    expect(csvOf(table)).toBe('name,auc\r\n"a ""fox"", quick",0.914\r\n"\'=HYPERLINK(""x"")",-1.5\r\n"两行\nzwei | drei",\r\n');
  });
});

describe('Markdown', () => {
  it('keeps a row on a line and bars in their place', () => {
    expect(markdownOf(table).split('\n')).toEqual(['| name | auc |', '|---|---:|', '| a "fox", quick | 0.914 |', '| =HYPERLINK("x") | -1.5 |', '| 两行 zwei \\| drei |  |', '']);
  });
  it('says what is not in a report\'s table and holds its charts', () => {
    expect(markdownReport(report)).toContain('1,200 more runs are not in this table.');
    expect(markdownReport(report)).toContain('![auc](data:image/png;base64,AAAA)');
  });
});

describe('an HTML report', () => {
  const html = htmlReport(report);
  it('holds no markup of what was logged, and nothing from elsewhere', () => {
    expect(html).toContain('<title>Comparison of &lt;churn&gt;</title>');
    expect(html).not.toMatch(/<script|https?:/);
    expect(html).toContain("default-src 'none'");
  });
});
