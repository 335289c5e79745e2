/**
 * One colour and one dash for each method, in all figures.
 *
 * Learned methods have solid lines, unless they are variants of another; baselines have broken ones. What an ablation is
 * measured against is black. Methods that never meet in a figure may look alike.
 */

import { color } from './figure-style.js';

/** How a method's line is drawn. */
export interface MethodStyle {
  /** #rrggbb. */
  readonly color: string;
  readonly dash: 'solid' | 'dash' | 'dot' | 'dashdot' | 'longdash';
  /** Whether the paper's story is about it: where many lines meet, these are drawn thick and with their bands. */
  readonly main: boolean;
}

const [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, GREY, BLACK] = Array.from({ length: 8 }, (_, i) =>
  color(i),
);

const style = (hex: string, dash: MethodStyle['dash'] = 'solid', main = false): MethodStyle => ({
  color: hex,
  dash,
  main,
});

/** Values of one question, in their order; the first is what the others are measured against. */
const scale = (...names: string[]): Record<string, MethodStyle> =>
  Object.fromEntries(
    names.map((name, i) => [
      name,
      style([BLACK, BLUE, SKY, GREEN, ORANGE, VERMILION, PURPLE, GREY][i], i === 0 ? 'dash' : 'solid'),
    ]),
  );

/** A method at four weights of the distance to the optimum in its meta-loss: a colour each, a dash a method. */
const lambdas = (name: string, dash: MethodStyle['dash'], main: boolean): Record<string, MethodStyle> =>
  Object.fromEntries(
    (
      [
        [0, BLACK],
        [0.1, SKY],
        [0.3, GREEN],
        [1, VERMILION],
      ] as const
    ).map(([lambda, hex]) => [`${name}, λ = ${lambda}`, style(hex, dash, main)]),
  );

const STYLES: Readonly<Record<string, MethodStyle>> = {
  vanilla: style(BLUE, 'solid', true),
  'tel sched': style(VERMILION, 'solid', true),
  'tel sched + theta grad': style(GREEN),
  'theta grad': style(PURPLE),
  'GD (tuned)': style(BLACK, 'dash', true),
  'GD (lr 1e-4)': style(BLACK, 'dot'),
  'momentum (tuned)': style(GREY, 'dash'),
  'Adam (lr 0.3)': style(ORANGE, 'dash'),
  'Adam (tuned)': style(ORANGE, 'dashdot'),
  'GD + ascent': style(GREEN, 'dash'),
  'GD + ascent on Z': style(GREEN, 'dashdot'),
  'GD + random on Z': style(PURPLE, 'dashdot'),

  ...scale(
    'vanilla, truncated backpropagation',
    'truncated backpropagation',
    'full backpropagation',
    'truncated ES',
    'full ES',
    'PES',
    'NRES',
  ),
  'without teleports, truncated backpropagation': style(BLACK, 'dash'),

  ...lambdas('vanilla', 'dash', false),
  ...lambdas('tel sched', 'solid', true),
  ...lambdas('theta grad', 'longdash', true),
  'theta grad, log, λ = 0': style(GREY, 'dot'),
  'theta grad, log, λ = 0.3': style(PURPLE, 'dot'),

  'LSTM(lr)': style(BLUE, 'solid', true),
  'LSTM(lr, tele)': style(VERMILION),
  'LSTM(lr, momentum)': style(GREEN),
  'LSTM(lr, tele, momentum)': style(PURPLE, 'solid', true),
  'LSTM(lr, tele), I ± T': style(VERMILION, 'longdash'),
  'LSTM(lr, tele, momentum), I ± T': style(PURPLE, 'longdash'),
  'LSTM(lr, tele), clamped': style(VERMILION, 'dot'),
  'LSTM(lr, tele, momentum), clamped': style(PURPLE, 'dot'),
  'LSTM(update)': style(SKY, 'solid', true),
  'LSTM(update, tele)': style(GREEN, 'longdash'),
  'LSTM (coordinate-wise)': style(SKY, 'longdash', true),
  'LSTM (coordinate-wise, of 20 × 20)': style(SKY, 'dashdot', true),

  ...scale('never', 'every step', 'every 5', 'every 10', 'paper’s Z'),
  'every epoch': style(BLUE, 'longdash'),
  'every 50': style(VERMILION),
  ...scale('no gate', 'hard gate (as published)', 'straight-through gate'),
  ...scale('update, then teleport', 'teleport, then update'),
  ...scale(
    'gradient',
    'gradient, flowing',
    '+ theta gradient',
    '+ theta gradient, flowing',
    '+ iterate',
    '+ last displacement',
    'all',
  ),
  '+ last displacement, detached (as published)': style(VERMILION, 'dashdot'),
  '+ last update, detached (as published)': style(VERMILION, 'dot'),
  '+ iterates': style(BLUE, 'longdash'),
  '+ last update': style(GREEN, 'longdash'),
  'all three': style(PURPLE, 'longdash'),
  ...scale('uniform', 'γ = 0.1', 'γ = 0.5', 'γ = 0.9', 'γ = 1.5'),
  '‖T‖ = 0.01 (as published)': style(BLUE),
  '‖T‖ < 0.1': style(SKY),
  '‖T‖ < 0.5': style(GREEN, 'longdash'),
  '‖T‖ < 1': style(ORANGE, 'longdash'),
  'T free': style(VERMILION, 'longdash'),
  ...scale('untrained', 'Adam 1e-4 (the paper’s)', 'Adam 1e-3', 'Adam 1e-3, 100 trajectories'),
};

/** Whether a method of that name has a style of its own. */
export function hasMethodStyle(name: string): boolean {
  return Object.hasOwn(STYLES, name);
}

/** The style of a method; one without a style of its own has the colour at its place among the methods shown. */
export function methodStyle(name: string, place = 0): MethodStyle {
  return hasMethodStyle(name) ? STYLES[name] : style(color(place));
}
