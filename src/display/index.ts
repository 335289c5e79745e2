/** orbit-l2o/display: what a notebook cell shows. */

export { latex, markdown, type ProgressBar, progress, show, table } from './display.js';
export { color, type Figure, figure, logAxis, palette, translucent } from './figure-style.js';
export type { Annotations, Data, Datum, Layout, LayoutAxis, Line, Title } from './figure-types.js';
export { levelSets, type Window2D } from './level-sets.js';
export { slide } from './slide.js';
export type { TableOptions, TableRow } from './table-format.js';
