/**
 * A training, looked at, as one figure of four parts:
 *
 *     meta-loss         as it trains, with what doing nothing and tuned gradient descent have on new tasks
 *     meta-gradient     at what each head emits, and updates against the gradient
 *     what is read      at every inner step: how far an update depends on it, and the share of saturated gates
 *     divergence        trajectories by inner step
 */

import { color, type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import type { Diagnosis } from '../../src/metaoptimizer/diagnosis/diagnosis.js';
import { findingLines } from '../../src/metaoptimizer/diagnosis/report.js';

const [BLUE, VERMILION, GREEN, PURPLE, , , GREY, BLACK] = Array.from({ length: 8 }, (_, i) => color(i));
const HEADS = [BLUE, VERMILION, GREEN, PURPLE];
/** Characters of a line below the title. */
const LINE = 130;
/** Pixels from one to the next. */
const LINE_HEIGHT = 23;

/** The figure of a diagnosis; its findings stand under the title. */
export function diagnosisFigure(diagnosis: Diagnosis, layout: Partial<Layout> = {}): Figure {
  const { method, family, findings } = diagnosis;
  const said =
    findings.length === 0 ? ['nothing wrong was found'] : findingLines({ findings: findings.slice(0, 3) });
  const lines = said.flatMap((line) => wrapped(line));
  return figure(
    [...metaLoss(diagnosis), ...metaGradient(diagnosis), ...reading(diagnosis), ...divergence(diagnosis)],
    {
      title: {
        text: `${method} on ${family}<br>${lines.map((line) => `<span style="font-size:12px">${line}</span>`).join('<br>')}`,
        y: 1 - 30 / (620 + LINE_HEIGHT * lines.length),
        yanchor: 'top',
        yref: 'container',
      },
      width: 960,
      height: 620 + LINE_HEIGHT * lines.length,
      margin: { t: 80 + LINE_HEIGHT * lines.length },
      xaxis: { title: { text: 'trajectory' }, domain: [0, 0.42] },
      yaxis: { ...logAxis('meta-loss'), domain: [0.58, 1] },
      xaxis2: { title: { text: 'trajectory' }, domain: [0.58, 1], anchor: 'y2' },
      yaxis2: { ...logAxis('size'), domain: [0.58, 1], anchor: 'x2' },
      xaxis3: { title: { text: 'inner step t' }, domain: [0, 0.42], anchor: 'y3' },
      yaxis3: { title: { text: 'share' }, range: [0, 1.2], domain: [0, 0.4], anchor: 'x3' },
      xaxis4: { title: { text: 'inner step t' }, domain: [0.58, 1], anchor: 'y4' },
      yaxis4: {
        title: { text: 'diverged trajectories' },
        rangemode: 'tozero',
        domain: [0, 0.4],
        anchor: 'x4',
      },
      ...layout,
    },
  );
}

const line = (name: string, hex: string, more: Data): Data => ({
  type: 'scatter',
  mode: 'lines',
  name,
  line: { color: hex },
  ...more,
});

function metaLoss({ curve, reference }: Diagnosis): Data[] {
  const x = curve.map(({ trajectory }) => trajectory);
  const ends = [x[0], x.at(-1)!];
  const level = (value: number) => [value, value].map(positive);
  return [
    line('meta-loss', BLUE, { x, y: curve.map(({ loss }) => positive(loss)) }),
    line('doing nothing', GREY, { x: ends, y: level(reference.nothing), line: { color: GREY, dash: 'dot' } }),
    line('gradient descent', BLACK, {
      x: ends,
      y: level(reference.gradientDescent),
      line: { color: BLACK, dash: 'dash' },
    }),
  ];
}

function metaGradient({ curve, heads }: Diagnosis): Data[] {
  const x = curve.map(({ trajectory }) => trajectory);
  const axes = { xaxis: 'x2', yaxis: 'y2' };
  return [
    ...heads.map((head, h) =>
      line(`meta-gradient: ${head}`, HEADS[h], {
        x,
        y: curve.map(({ emitted }) => positive(emitted[h])),
        ...axes,
      }),
    ),
    line('update / gradient', BLACK, {
      x,
      y: curve.map(({ updateRatio }) => positive(updateRatio)),
      line: { color: BLACK, dash: 'dash' },
      ...axes,
    }),
  ];
}

function reading({ steps }: Diagnosis): Data[] {
  const axes = { xaxis: 'x3', yaxis: 'y3' };
  const gates = steps.filter(({ saturated }) => Number.isFinite(saturated) && saturated !== null);
  return [
    line('dependence on inputs', GREEN, {
      x: steps.map(({ step }) => step),
      y: steps.map(({ dependence }) => finite(dependence)),
      ...axes,
    }),
    line('saturated gates', VERMILION, {
      x: gates.map(({ step }) => step),
      y: gates.map(({ saturated }) => saturated),
      mode: 'lines+markers',
      ...axes,
    }),
  ];
}

function divergence({ divergedAt }: Diagnosis): Data[] {
  const axes = { xaxis: 'x4', yaxis: 'y4' };
  return [
    {
      type: 'bar',
      name: 'diverged',
      x: divergedAt.map((_, t) => t),
      y: [...divergedAt],
      marker: { color: PURPLE },
      ...axes,
    },
  ];
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
/** A logarithmic axis has no place for others. */
const positive = (value: number | null) => (value !== null && value > 0 ? finite(value) : null);

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (`${lines.at(-1)} ${word}`.length > LINE) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
}
