/** Where two pieces of plain data differ first, for an error that says what is other about a configuration. */

/** A value that is there on one side alone is shown up to this many characters. */
const LONGEST = 60;

/** Such as 'methods[0].description.hidden: 3, not 7', a's value first; undefined if they are the same as JSON. */
export function firstDifference(a: unknown, b: unknown, path = ''): string | undefined {
  if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const below = Array.isArray(a) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      const difference = firstDifference(a[key], b[key], below);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return JSON.stringify(a) === JSON.stringify(b) ? undefined : `${path}: ${shown(a)}, not ${shown(b)}`;
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
