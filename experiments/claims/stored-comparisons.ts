/** The comparisons of claim C7 that stored results hold: those after the last epoch of an experiment. */

import { type PairStatistics, pairBetween } from '../plots/statistics.js';
import { experimentById } from '../registry.js';
import { type NetworkComparison, plannedComparisons } from './network-claim.js';

/** As {@link networkComparisons}, of stored statistics; what they do not hold is left out. */
export function storedNetworkComparisons(
  statisticsOf: (experiment: string) => PairStatistics | undefined,
): NetworkComparison[] {
  return plannedComparisons().flatMap(({ experiment, a, b, epoch }) => {
    if (epoch !== experimentById(experiment).evaluation.steps) return [];
    const pair = pairBetween(statisticsOf(experiment)?.atTheEnd ?? [], a, b);
    return pair ? [{ ...pair, experiment, epoch }] : [];
  });
}
