/** The pictures in an executed notebook, for a page or a folder of them. */

import { type Figure, figureTitle } from '../../src/display/figure-style.js';
import type { Notebook } from './notebook-format.js';

/** A picture that a cell showed. */
export interface NotebookFigure {
  /** Index of the cell among all cells, from 0. */
  readonly cell: number;
  /** The figure's title in plain text; empty where it has none. */
  readonly title: string;
  readonly png: Uint8Array;
}

/** All PNG outputs of a notebook in the order in which they are shown. */
export function figuresOf({ cells }: Notebook): NotebookFigure[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs.flatMap((output) => {
      if (output.output_type !== 'display_data') return [];
      const { 'image/png': png, 'application/vnd.plotly.v1+json': figure } = output.data;
      if (typeof png !== 'string') return [];
      return [{ cell, title: figure ? figureTitle(figure as Figure) : '', png: Buffer.from(png, 'base64') }];
    }),
  );
}
