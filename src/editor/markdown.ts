/** Markdown of tooltips. Text from users and files is escaped; nothing in it becomes a link or HTML. */

const SHOWN = 10;

/** A table of cells that are Markdown already; nothing for no rows. @param alignment its second line */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], alignment: string): string[] {
  if (rows.length === 0) {
    return [];
  }
  const left = rows.length - SHOWN;
  return ['', `| ${head.join(' | ')} |`, alignment, ...rows.slice(0, SHOWN).map((cells) => `| ${cells.join(' | ')} |`), ...(left > 0 ? ['', `and ${left} more`] : [])];
}

/** Markdown's own characters, and what would break a table's row. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-!|<>~$]/g, String.raw`\$&`).replaceAll('\r', '').replaceAll('\n', ' ');
}

/** For text between back-ticks. */
export function escapeCode(text: string): string {
  return text.replaceAll('`', "'").replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
