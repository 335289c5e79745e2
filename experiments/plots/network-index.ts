/** The figures of the network experiments. */

export {
  coefficientCurves,
  differences,
  firstSteps,
  lossAgainstTime,
  millisecondsPerStep,
  networkCurves,
} from './network.js';
export {
  correlationChart,
  effectScatter,
  momentumOverTime,
  type NamedCorrelation,
} from './network-momentum.js';
export { type GroupSweep, groupBoxes, groupSweeps } from './symmetry-groups.js';
