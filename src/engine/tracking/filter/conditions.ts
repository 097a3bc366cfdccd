/** Comparisons as SQL with parameters: nothing that a user wrote stands in the text of a statement. */
import type { Operator } from './parse';

/** A piece of SQL with the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** `expression operator value` for texts and numbers. LIKE is case-sensitive in our databases (`case_sensitive_like`). */
export function compare(expression: string, { operator, value }: { readonly operator: Operator; readonly value: unknown }): Condition {
  switch (operator) {
    case 'ILIKE': return { sql: `lower(${expression}) LIKE lower(?)`, parameters: [value] };
    case 'IN':
    case 'NOT IN': {
      const values = value as readonly unknown[];
      return { sql: `${expression} ${operator} (${values.map(() => '?').join(', ')})`, parameters: values };
    }
    case 'IS NULL':
    case 'IS NOT NULL': return { sql: `${expression} ${operator}`, parameters: [] };
    default: return { sql: `${expression} ${operator} ?`, parameters: [value] };
  }
}

/** Joins conditions that must all hold. */
export function all(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? '1' : conditions.map((condition) => condition.sql).join(' AND '),
    parameters: conditions.flatMap((condition) => condition.parameters),
  };
}
