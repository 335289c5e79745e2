/** Numbers in the text that follow the pictures: `<span data-live="NAME">`, wherever they stand. */

let places: Map<string, HTMLElement[]> | undefined;

/** All places of the page by their names. */
function findPlaces(): Map<string, HTMLElement[]> {
  const found = new Map<string, HTMLElement[]>();
  for (const element of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const name = element.dataset.live!;
    found.set(name, [...(found.get(name) ?? []), element]);
  }
  return found;
}

/** Writes into the text. @throws on a name that the text does not have. */
export function tell(words: Readonly<Record<string, string>>): void {
  places ??= findPlaces();
  for (const [name, text] of Object.entries(words)) {
    const elements = places.get(name);
    if (!elements) throw new Error(`tell: the text must have a place for ${name}`);
    for (const element of elements) if (element.textContent !== text) element.textContent = text;
  }
}

/** A number to three digits: 0.0123, 12.3, 1.23·10⁵. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'undefined' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const plain = size >= 1e-3 && size < 1e5;
  if (plain) return String(Number(value.toPrecision(digits))).replace('-', '−');
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  return `${mantissa.replace('-', '−')}·10${raised(Number(exponent))}`;
}

/** A whole number as a superscript. */
export function raised(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** A point in words. */
export function pointText([x, y]: ArrayLike<number> & Iterable<number>): string {
  return `(${short(x)}, ${short(y)})`;
}

/** An angle in whole degrees. */
export function degrees(radians: number): string {
  return `${Math.round((radians * 180) / Math.PI)}°`.replace('-', '−');
}
