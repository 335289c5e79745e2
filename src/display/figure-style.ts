/** How every figure of the project looks: one template and one palette. */

import { refuse, requireCount, requireObject } from '../checks.js';
import type { Data, Layout, LayoutAxis } from './figure-types.js';
import { withLogTicks } from './log-ticks.js';

/** A plotly figure: traces, and how they are laid out. */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/**
 * Eight colours that stay apart under the common colour blindnesses; black last, for references.
 * Source: M. Okabe and K. Ito, Color Universal Design (2008); their yellow is left out, too faint on white.
 */
export const palette: readonly string[] = [
  '#0072b2', // blue
  '#d55e00', // vermilion
  '#009e73', // green
  '#cc79a7', // purple
  '#e69f00', // orange
  '#56b4e9', // sky blue
  '#7f7f7f', // grey
  '#000000', // black
];

/** The n-th colour of the palette, which begins again after its last. */
export function color(index: number): string {
  requireCount('color', 'index', index, 0);
  return palette[index % palette.length];
}

/** A colour of the palette (#rrggbb) with an opacity, for bands around a line of that colour. */
export function translucent(hex: string, opacity: number): string {
  const channels = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  if (!channels) refuse('translucent', 'hex must be a colour #rrggbb', hex);
  if (!(opacity >= 0 && opacity <= 1)) refuse('translucent', 'opacity must be in [0, 1]', opacity);
  const [r, g, b] = channels.slice(1).map((channel) => Number.parseInt(channel, 16));
  return `rgba(${r},${g},${b},${opacity})`;
}

/** The size of a figure that asks for none, in CSS pixels. */
export const FIGURE_WIDTH = 800;
/** The height that goes with {@link FIGURE_WIDTH}. */
export const FIGURE_HEIGHT = 500;
/** First the font that pictures are drawn with, then one of nearly the same widths for browsers. */
const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif';
const INK = '#222222';
const GRID = '#e5e5e5';

const axis = {
  automargin: true,
  gridcolor: GRID,
  gridwidth: 1,
  linecolor: INK,
  linewidth: 1,
  mirror: true,
  showline: true,
  ticks: 'outside' as const,
  tickcolor: INK,
  ticklen: 4,
  title: { standoff: 10 },
  zeroline: false,
  // Powers of ten on a logarithmic axis, plain numbers with an exponent elsewhere.
  exponentformat: 'power' as const,
};

const template = {
  layout: {
    colorway: [...palette],
    font: { family: FONT_FAMILY, size: 14, color: INK },
    title: { font: { size: 17 }, x: 0.5, xanchor: 'center' },
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    margin: { l: 70, r: 25, t: 60, b: 60 },
    hovermode: 'closest',
    modebar: { orientation: 'v', bgcolor: 'rgba(255,255,255,0)' }, // beside the figure, not over its title
    legend: { bgcolor: 'rgba(255,255,255,0.85)', bordercolor: GRID, borderwidth: 1, font: { size: 13 } },
    colorscale: { sequential: 'Viridis', sequentialminus: 'Viridis', diverging: 'RdBu' },
    xaxis: axis,
    yaxis: axis,
    annotationdefaults: { font: { size: 13 }, arrowcolor: INK, arrowwidth: 1 },
  },
  data: {
    heatmap: [{ type: 'heatmap', colorscale: 'Viridis', colorbar: { outlinewidth: 0, thickness: 16 } }],
    contour: [{ type: 'contour', colorscale: 'Viridis', colorbar: { outlinewidth: 0, thickness: 16 } }],
  },
};

/** A logarithmic axis; {@link figure} chooses its labels by the range of the data. */
export function logAxis(title: string): Partial<LayoutAxis> {
  return { type: 'log', title: { text: title } };
}

/** A figure in the project's style; what `layout` sets comes before the style. */
export function figure(data: Data[], layout: Partial<Layout> = {}): Figure {
  if (!Array.isArray(data)) refuse('figure', 'data must be an array of traces', data);
  requireObject('figure', 'layout', layout);
  return {
    data,
    layout: {
      width: FIGURE_WIDTH,
      height: FIGURE_HEIGHT,
      template: template as Layout['template'],
      ...withLogTicks(data, layout),
    },
  };
}

/** The title of a figure without its markup; empty where it has none. */
export function figureTitle({ layout }: Figure): string {
  const title = typeof layout?.title === 'string' ? layout.title : (layout?.title?.text ?? '');
  return title.replace(/<br>/g, ', ').replace(/<[^>]*>/g, '');
}
