/** The figures of theory. */

export { decompositionFigure, growthFigure, levelSetThrough, signMapsFigure } from './theory-geometry.js';
export {
  axisFigure,
  closerFigure,
  learningFigure,
  orbitTrace,
  pathsFigure,
  pathTrace,
} from './theory-learning.js';
export {
  gapFigure,
  harmFigure,
  inertiaFigure,
  simplexFigure,
  trainingFigure,
} from './theory-statistics.js';
