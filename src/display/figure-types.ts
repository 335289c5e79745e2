/**
 * What a figure is made of, in plotly's own terms: traces over a layout. The attributes that the project's figures use are
 * typed here; any other of plotly's is taken as it is (https://plotly.com/javascript/reference).
 */

/** What may stand along an axis; null is a gap. */
export type Datum = number | string | null;

/** A colour, or what stands for a scale of them. */
type ColorScale = string | readonly (readonly [at: number, color: string])[];

/** A line of a trace, an outline or a contour. */
export interface Line {
  readonly color?: string;
  readonly width?: number;
  readonly dash?: string;
  readonly [attribute: string]: unknown;
}

/** A trace: points, lines, bars or a field, by its `type`. */
export interface Data {
  /** 'scatter' unless told; 'contour', 'heatmap', 'bar', … */
  readonly type?: string;
  readonly name?: string;
  /** Of a scatter: 'lines', 'markers', 'text', and their sums such as 'lines+markers'. */
  readonly mode?: string;
  readonly x?: readonly Datum[] | Float64Array;
  readonly y?: readonly Datum[] | Float64Array;
  /** Of a field: rows from below. */
  readonly z?: readonly (readonly Datum[])[];
  readonly text?: string | readonly string[];
  readonly line?: Line;
  readonly marker?: Readonly<Record<string, unknown>>;
  readonly fill?: string;
  readonly fillcolor?: string;
  readonly opacity?: number;
  readonly showlegend?: boolean;
  readonly legendgroup?: string;
  readonly hoverinfo?: string;
  readonly colorscale?: ColorScale;
  readonly showscale?: boolean;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly [attribute: string]: unknown;
}

/** A text with its place and looks; `<br>` breaks a line. */
export interface Title {
  readonly text?: string;
  readonly [attribute: string]: unknown;
}

/** An axis. */
export interface LayoutAxis {
  /** 'linear' unless told, or by the data; 'log', 'category'. */
  readonly type?: string;
  readonly title?: string | Title;
  /** From where to where; exponents of ten on a logarithmic axis. */
  readonly range?: readonly unknown[];
  readonly dtick?: number | string;
  readonly tickmode?: string;
  readonly tickvals?: readonly Datum[];
  readonly ticktext?: readonly string[];
  readonly [attribute: string]: unknown;
}

/** A text or an arrow over the figure. */
export interface Annotations {
  readonly text?: string;
  readonly x?: Datum;
  readonly y?: Datum;
  readonly showarrow?: boolean;
  readonly [attribute: string]: unknown;
}

/** How the traces are laid out; further axes are `xaxis2`, `yaxis2`, … */
export interface Layout {
  readonly title?: string | Title;
  /** In CSS pixels. */
  readonly width?: number;
  /** In CSS pixels. */
  readonly height?: number;
  readonly xaxis?: LayoutAxis;
  readonly yaxis?: LayoutAxis;
  readonly [further: `${'x' | 'y'}axis${number}`]: LayoutAxis | undefined;
  readonly annotations?: readonly Annotations[];
  readonly showlegend?: boolean;
  readonly [attribute: string]: unknown;
}
