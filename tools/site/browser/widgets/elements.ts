/** Elements of the page that the pictures are drawn in. */

/** An svg by its id. @throws where the page has none. */
export function svgOf(id: string): SVGSVGElement {
  const element = document.getElementById(id);
  if (!(element instanceof SVGSVGElement)) throw new Error(`svgOf: the page must have an svg ${id}`);
  return element;
}

/** A button by its id. @throws where the page has none. */
export function buttonOf(id: string): HTMLButtonElement {
  const element = document.getElementById(id);
  if (!(element instanceof HTMLButtonElement)) throw new Error(`buttonOf: the page must have a button ${id}`);
  return element;
}
