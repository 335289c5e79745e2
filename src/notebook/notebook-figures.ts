/** The pictures in an executed notebook, for a page or a folder of them. */

import type { Notebook } from './notebook-format.js';

/** A picture that a cell showed. */
export interface NotebookFigure {
  /** Index of the cell among all cells, from 0. */
  readonly cell: number;
  /** The text form of the figure, which names its title. */
  readonly text: string;
  readonly png: Uint8Array;
}

/** All PNG outputs of a notebook in the order in which they are shown. */
export function figuresOf({ cells }: Notebook): NotebookFigure[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs.flatMap((output) => {
      if (output.output_type !== 'display_data') return [];
      const png = output.data['image/png'];
      if (typeof png !== 'string') return [];
      return [{ cell, text: String(output.data['text/plain'] ?? ''), png: Buffer.from(png, 'base64') }];
    }),
  );
}
