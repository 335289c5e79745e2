/** The order in which README's table names the notebooks, which is the order in which they are read. */

/**
 * Sorts names by README's table whose first column is `notebook`. A row may name several, and `first` … `last` stands for
 * those between them by name as well. What the table does not name comes last.
 */
export function inReadmeOrder(names: readonly string[], readme: string): string[] {
  const sorted = [...names].sort();
  const order = new Set<string>();
  for (const cell of firstColumn(readme)) {
    for (const [, first, last] of cell.matchAll(/`([\w-]+)`(?:\s*…\s*`([\w-]+)`)?/g)) {
      const between = sorted.filter((name) => name >= first && name <= (last ?? first));
      for (const name of between) order.add(name);
    }
  }
  for (const name of sorted) order.add(name);
  return [...order];
}

/** The first cells of the rows of the table. */
function firstColumn(readme: string): string[] {
  const lines = readme.split('\n');
  const head = lines.findIndex((line) => /^\|\s*notebook\s*\|/i.test(line));
  if (head < 0) return [];
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end < 0 ? rows.length : end).map((row) => row.split('|')[1]);
}
