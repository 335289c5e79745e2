/**
 * Question Q3, judged. Written before the ten-seed runs:
 *
 * Hypothesis: properties measured before training (`predictors.ts`) predict the gain (`gain.ts`) of teleports on families that the model
 * has not seen: more gain where the orbit spreads the gradient's length widely, where the condition number is large and the Hessian
 * definite, and less with noise and with negative curvature.
 *
 * Half of the families, drawn by {@link SPLIT_SEED}, train a ridge regression and a regression tree for each of the two gains; of the two the one
 * with the least error on the training half, each family left out in turn, decides, and is scored on the other half:
 *
 *     R²         1 − Σ(y − ŷ)²/Σ(y − ȳ)², ȳ the mean of the training half; below 0 it is worse than that mean
 *     ρ          Spearman's rank correlation of y and ŷ, with the 2.5 and 97.5 % quantiles of resampled held-out families
 *     baseline   the same, models fitted anew, with the gains of all families shuffled {@link SHUFFLES} times;
 *                p = (1 + shuffles with ρ* ≥ ρ)/(1 + shuffles)
 *
 * A gain is *predicted* if ρ's whole interval is above 0 and p < 0.05. Verdict: reproduced if both gains are predicted, partly if one is, not
 * if neither; without a verdict while a family or seeds are missing. A model whose ŷ are all equal has ρ = 0.
 */

import { quantileSorted } from 'simple-statistics';
import { FEWEST_SEEDS } from '../../src/evaluation/bootstrap.js';
import { ranks } from '../../src/evaluation/correlation.js';
import { Stream } from '../../src/random/stream.js';
import type { Gain } from './gain.js';
import { type Measured, PREDICTORS } from './predictors.js';
import { fitTree, type RegressionTree } from './regression-tree.js';
import { type Model, type Ridge, ridgeOn } from './ridge.js';
import { fitRule, type Rule, type RuleScore, scoreRule } from './rule-of-thumb.js';

/** The seed of the split, the bootstrap and the shuffles. */
export const SPLIT_SEED = 333; // any number would do

export const SHUFFLES = 500;
const RESAMPLES = 2000;

/** A family with what was measured of it and its gain. */
export interface FamilyRow {
  readonly id: string;
  readonly measured: Measured;
  readonly gain: Gain;
}

/** How a model does on families that it was not fitted on. */
export interface Scores {
  readonly r2: number;
  readonly rank: number;
  readonly interval: readonly [low: number, high: number];
  /** Of shuffled gains: mean and 95 % quantile of ρ*, and p. */
  readonly shuffled: { readonly mean: number; readonly high: number };
  readonly p: number;
}

export type ModelName = 'ridge' | 'tree';

/** One gain, predicted. */
export interface Prediction {
  readonly name: string;
  readonly training: readonly FamilyRow[];
  readonly heldOut: readonly FamilyRow[];
  readonly ridge: Ridge;
  readonly tree: RegressionTree;
  readonly scores: Readonly<Record<ModelName, Scores>>;
  /** The model that decides. */
  readonly decides: ModelName;
  readonly predicted: boolean;
  readonly rule?: Rule;
  readonly ruleScore?: RuleScore;
}

export type StudyVerdict = 'reproduced' | 'partly' | 'not' | 'not yet checked';

/** The rule of the verdict. @param seeds the fewest that a gain has. @param missing families without a gain. */
export function verdictOf(predicted: readonly boolean[], seeds: number, missing: number): StudyVerdict {
  if (missing > 0 || seeds < FEWEST_SEEDS) return 'not yet checked';
  const count = predicted.filter(Boolean).length;
  return count === predicted.length ? 'reproduced' : count > 0 ? 'partly' : 'not';
}

/** Whether a gain is predicted by these scores. */
export function isPredicted({ interval, p }: Pick<Scores, 'interval' | 'p'>): boolean {
  return interval[0] > 0 && p < 0.05;
}

/** Indices of the training half and of the held-out half, each ascending. */
export function halves(count: number, stream: Stream): readonly [number[], number[]] {
  const order = Array.from(stream.permutation(count));
  const half = Math.floor(count / 2);
  const ascending = (own: number[]) => own.sort((a, b) => a - b);
  return [ascending(order.slice(0, half)), ascending(order.slice(half))];
}

/** The prediction of one gain from all families. */
export function predictGain(name: string, families: readonly FamilyRow[], shuffles = SHUFFLES): Prediction {
  const stream = Stream.fromSeed(SPLIT_SEED).split('question-3');
  const [training, heldOut] = halves(families.length, stream.split('halves'));
  const rows = families.map(({ measured }) => PREDICTORS.map((predictor) => measured[predictor]));
  const y = families.map(({ gain }) => gain.gain.value!);
  const at = <T>(values: readonly T[], indices: readonly number[]) => indices.map((i) => values[i]);
  const trainingRows = at(rows, training);
  const ridge = ridgeOn(trainingRows);
  const fits = {
    ridge: (gains: readonly number[]) => ridge(at(gains, training)),
    tree: (gains: readonly number[]) => fitTree(trainingRows, at(gains, training)),
  };
  const draws = stream.split(name);
  const scores = (model: ModelName): Scores => {
    const score = (gains: readonly number[]) => {
      const predict = fits[model](gains).predict;
      return scoresOf(at(rows, heldOut).map(predict), at(gains, heldOut), at(gains, training));
    };
    const { r2, rank, pairs } = score(y);
    const ofShuffles = Array.from({ length: shuffles }, (_, s) => {
      const order = draws.split('shuffles').split(s).permutation(y.length);
      return score(Array.from(order, (i) => y[i])).rank;
    }).sort((a, b) => a - b);
    return {
      r2,
      rank,
      interval: resampledRank(pairs, draws.split('bootstrap').split(model)),
      shuffled: {
        mean: ofShuffles.reduce((a, b) => a + b, 0) / shuffles,
        high: quantileSorted(ofShuffles, 0.95),
      },
      p: (1 + ofShuffles.filter((r) => r >= rank).length) / (1 + shuffles),
    };
  };
  const models = { ridge: fits.ridge(y), tree: fits.tree(y) };
  const both = { ridge: scores('ridge'), tree: scores('tree') };
  const decides: ModelName = models.ridge.leftOutError <= models.tree.leftOutError ? 'ridge' : 'tree';
  const helped = families.map(({ gain }) => gain.outcome === 'helps');
  const rule = fitRule(trainingRows, at(helped, training));
  return {
    name,
    training: at(families, training),
    heldOut: at(families, heldOut),
    ...models,
    scores: both,
    decides,
    predicted: isPredicted(both[decides]),
    ...(rule && {
      rule,
      ruleScore: scoreRule(rule, at(rows, heldOut), at(helped, heldOut), at(helped, training)),
    }),
  };
}

/** Predictions of a model for a family, by the order of {@link PREDICTORS}. */
export function predictedGain({ predict }: Pick<Model, 'predict'>, { measured }: FamilyRow): number {
  return predict(PREDICTORS.map((predictor) => measured[predictor]));
}

function scoresOf(predictions: readonly number[], y: readonly number[], trained: readonly number[]) {
  const level = trained.reduce((a, b) => a + b, 0) / trained.length;
  const squares = (of: (i: number) => number) => y.reduce((total, _, i) => total + of(i) ** 2, 0);
  const r2 = 1 - squares((i) => y[i] - predictions[i]) / squares((i) => y[i] - level);
  const pairs = predictions.map((prediction, i) => [prediction, y[i]] as const);
  return { r2, rank: rankCorrelation(pairs), pairs };
}

/** Spearman's ρ; 0 where one side is constant. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const [a, b] = [0, 1].map((side) => ranks(pairs.map((pair) => pair[side])));
  const centre = (pairs.length + 1) / 2;
  const product = (x: readonly number[], z: readonly number[]) =>
    x.reduce((total, v, i) => total + (v - centre) * (z[i] - centre), 0);
  const length = Math.sqrt(product(a, a) * product(b, b));
  return length === 0 ? 0 : product(a, b) / length;
}

function resampledRank(
  pairs: readonly (readonly [number, number])[],
  stream: Stream,
): readonly [number, number] {
  const found = Array.from({ length: RESAMPLES }, () =>
    rankCorrelation(pairs.map(() => pairs[stream.integer(pairs.length)])),
  ).sort((a, b) => a - b);
  return [quantileSorted(found, 0.025), quantileSorted(found, 0.975)];
}
