/** The five sections' widgets as HTML, by the names under which the text puts them in place. */

import { methodStyle } from '../../../src/display/method-styles.js';
import { METHODS } from '../browser/training/messages.js';
import {
  button,
  chartSvg,
  legend,
  list,
  livePlace,
  numberBox,
  planeSvg,
  slider,
  textBox,
} from './controls-html.js';

const FUNCTIONS = {
  ellipse: 'ellipse: x²/4 + 9y²',
  booth: 'Booth: (x + 2y − 7)² + (2x + y − 5)²',
  rosenbrock: 'Rosenbrock: (0.4x² − 2y)² + (x − 1)²',
  formula: 'a formula of your own',
};

const FAMILIES = {
  'ellipse-fixed': 'the fixed ellipse',
  'ellipse-varied': 'varied ellipses',
  'rosenbrock-fixed': 'the fixed Rosenbrock',
  'rosenbrock-varied': 'varied Rosenbrock',
  mixed: 'mixed',
};

const METHOD_WORDS = {
  vanilla: 'vanilla: no teleport',
  'tel sched': 'teleports on schedule',
  'theta grad': 'theta gradient, at every step',
};

const ARROWS = {
  gradient: '∇f, its direction',
  newton: 'Newton’s step v₂',
  parallel: 'v∥',
  perpendicular: 'v⊥',
};

/** A plane on the left, what belongs to it on the right; below each other on a phone. */
function widget(name: string, controls: readonly string[], plane: string, beside: readonly string[]): string {
  return `<div class="widget" id="widget-${name}">
<div class="controls">${controls.join('\n')}</div>
<div class="views"><div class="main-view">${plane}</div><div class="beside">${beside.join('\n')}</div></div>
</div>`;
}

const orbit = () =>
  widget(
    'orbit',
    [
      list('f', 'function', FUNCTIONS),
      `<div class="formula-column">${textBox('formula', 'your own f(x, y) =')}
<p class="message" id="formula-message" role="status"></p></div>`,
    ],
    planeSvg('orbit-plane', 'Level sets of f, the point x and the curve through it on which f is constant') +
      legend(ARROWS),
    [
      chartSvg('orbit-chart', '‖∇f‖ along the curve, by the angle from x'),
      `<p class="reading">At x = ${livePlace('orbit.point')}: f = ${livePlace('orbit.value')}, ‖∇f‖ = ${livePlace('orbit.gradient')}.</p>`,
    ],
  );

const teleport = () =>
  widget(
    'teleport',
    [
      slider({ field: 'angle', label: 'angle θ', low: -180, high: 180, step: 1, says: 'teleport.angle' }),
      slider({
        field: 'alpha',
        label: 'step size α',
        low: -3,
        high: 0,
        step: 0.01,
        log: true,
        says: 'teleport.alpha',
      }),
    ],
    planeSvg(
      'teleport-plane',
      'The point, the teleported point, and where a gradient step leads from each point of the curve',
    ) +
      legend({
        stayed: 'step from x',
        moved: 'teleport, then step',
        landing: 'where a step leads from the curve',
        best: 'best start',
      }),
    [
      chartSvg('teleport-chart', 'f after one step, by the angle; level: without a teleport'),
      chartSvg(
        'descent-chart',
        'f in 20 steps of gradient descent',
        legend({ stayed: 'from x', moved: 'from the teleported point' }),
      ),
    ],
  );

const proposition = () =>
  widget(
    'proposition',
    [
      slider({ field: 'l1', label: 'eigenvalue λ₁', low: -4, high: 4, step: 0.1, says: 'proposition.l1' }),
      slider({ field: 'l2', label: 'eigenvalue λ₂', low: -4, high: 4, step: 0.1, says: 'proposition.l2' }),
      button('counterexample', 'The counterexample of Appendix A'),
    ],
    planeSvg(
      'proposition-plane',
      'Level sets of the quadratic, the point x and Newton’s direction in its two parts',
    ) + legend(ARROWS),
    [
      `<p class="reading inequality"><span>${livePlace('proposition.product')}<small>(gᵀHg)(gᵀH⁻¹g)</small></span>
<b>${livePlace('proposition.sign')}</b><span>${livePlace('proposition.square')}<small>(gᵀg)²</small></span></p>
<p class="reading">H is ${livePlace('proposition.curvature')}: <strong>${livePlace('proposition.verdict')}</strong>.</p>`,
      chartSvg('proposition-chart', 'product/square − 1, by the angle between g and the first axis'),
    ],
  );

const training = () =>
  widget(
    'training',
    [
      list('family', 'family', FAMILIES),
      numberBox('seed', 'seed', 0, 999_999),
      numberBox('trajectories', 'trajectories', 10, 2000),
      numberBox('hidden', 'hidden size', 2, 200),
      `<div class="buttons">${button('train', 'Train')}${button('pause', 'Pause')}${button('reset', 'Reset')}</div>`,
    ],
    chartSvg(
      'training-chart',
      `Loss of meta-training: the median of each ${livePlace('training.block')} trajectories`,
    ),
    [
      `<p class="reading" role="status">${livePlace('training.state')}</p>`,
      methodTable('The last median', 'training'),
    ],
  );

const learned = () =>
  widget(
    'learned',
    [
      numberBox('task', 'test task', 0, 199),
      list('method', 'LSTM shown', METHOD_WORDS),
      slider({ field: 't', label: 'step t', low: 0, high: 20, step: 1, says: 'learned.t' }),
      `<div class="buttons">${button('step-back', 'Back')}${button('play', 'Play')}${button('step-on', 'On')}</div>`,
    ],
    planeSvg(
      'trajectory-plane',
      'Level sets of a test task and the trajectories of the trained optimizers from one start',
    ) + methodTable(`f after ${livePlace('learned.t')} steps`, 'learned'),
    [
      chartSvg('loss-chart', 'f by step'),
      chartSvg(
        'output-chart',
        `What the LSTM of ${livePlace('learned.method')} emits`,
        legend({ first: 'update, first', second: 'second', angle: 'angle θ in radians' }),
      ),
    ],
  );

/** A row a method, in its colour. */
function methodTable(title: string, prefix: string): string {
  const rows = METHODS.map(
    (name) =>
      `<tr><th scope="row"><i class="key learned" style="--own: ${methodStyle(name).color}"></i>${METHOD_WORDS[name]}</th><td>${livePlace(`${prefix}.${name}`)}</td></tr>`,
  );
  return `<table class="methods"><caption>${title}</caption><tbody>${rows.join('')}</tbody></table>`;
}

/** All of them. */
export const WIDGETS: Readonly<Record<string, () => string>> = {
  orbit,
  teleport,
  proposition,
  training,
  learned,
};
