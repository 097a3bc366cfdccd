/** What breaks a schema, as text for people. Pure. */
import path from 'node:path';
import type { ValidationReport, Violation } from '../protocol/dataSchema';
import { countOf } from '../wording/formatNumber';
import { textTable } from '../wording/textTable';

/** A row for each broken rule with examples, then one sentence on the whole. */
export function validationText(report: ValidationReport): string {
  const rows = report.violations.map((violation) => ['✗', violation.column ?? '', violation.rule, violation.message, examplesText(violation)]);
  const table = rows.length === 0 ? [] : [...textTable([['', 'COLUMN', 'RULE', 'WHAT', 'FIRST ROWS'], ...rows], { align: ['left', 'left', 'left', 'left', 'left'], widest: 120 }), ''];
  return [...table, validationHeadline(report)].join('\n');
}

/** `train.csv is not as "train" says: 3 rules of 2 columns are broken (1,000 rows, 14 columns checked).` */
export function validationHeadline({ path: file, schema, rows, columns_checked: checked, valid, violations }: ValidationReport): string {
  const about = `${countOf(rows, 'row')}, ${countOf(checked, 'column')} checked`;
  const columns = new Set(violations.flatMap(({ column }) => column ?? [])).size;
  const of = columns === 0 ? '' : ` of ${countOf(columns, 'column')}`;
  return valid ? `${path.basename(file)} is as "${schema}" says (${about}).` : `${path.basename(file)} is not as "${schema}" says: ${countOf(violations.length, 'rule')}${of} ${violations.length === 1 ? 'is' : 'are'} broken (${about}).`;
}

function examplesText({ examples }: Violation): string {
  return examples.map(({ row, value }) => `${row}: ${value === null ? 'missing' : JSON.stringify(value).slice(1, -1)}`).join(', ');
}
