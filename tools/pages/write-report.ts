/**
 * From the results in a folder to its figures, comparisons, claims and page:
 *
 *     FOLDER/index.html, claims.md, claims.json     FOLDER/figures/NAME.png, NAME.js
 *     FOLDER/statistics/EXPERIMENT.json             FOLDER/assets/
 *
 * Claims are the paper's: the page of a reader's own experiment has none.
 *
 * Everything here is a function of the results, written anew each time.
 */

import { join } from 'node:path';
import type { Claim } from '../../experiments/claims/claim.js';
import { claims, type Results } from '../../experiments/claims/claims.js';
import { configuration } from '../../experiments/configuration.js';
import type { Experiment } from '../../experiments/experiment.js';
import { experimentFigures, type NamedFigure } from '../../experiments/plots/experiment-figures.js';
import { finalLossRows } from '../../experiments/plots/loss-table.js';
import { publishedInWords } from '../../experiments/plots/published-curves.js';
import { pairStatistics } from '../../experiments/plots/statistics.js';
import { experimentById, experiments } from '../../experiments/registry.js';
import { type FinishedRuns, finishedRuns } from '../../experiments/store/finished-runs.js';
import { firstDifference } from '../../experiments/store/first-difference.js';
import { figureToJson, pictureSize } from '../../src/display/figure-json.js';
import { figureTitle } from '../../src/display/figure-style.js';
import { writableFolder, writeWhole } from '../../src/node/files.js';
import { breathe } from '../cli/interrupt.js';
import { DrawingThreads } from '../png/drawing-threads.js';
import { claimsMarkdown } from './claims-text.js';
import { type ShownFigure, writeFigureFiles } from './figure-files.js';
import { writeAssets } from './page-assets.js';
import { type ReportSection, reportPage } from './report-page.js';
import { withTimings } from './timings.js';

export interface ReportOptions {
  /** Report seeds 1 … n of these experiments alone; all seeds of a finished file unless told. */
  readonly seeds?: ReadonlyMap<string, number>;
  /** Figures that are drawn at a time, a thread each; 1 by default. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Takes what there is to say about results that are left out. */
  readonly onMessage?: (message: string) => void;
  /** An experiment of a reader's own, reported alone and without the paper's claims. */
  readonly own?: Experiment;
  readonly makeClaims?: (results: Results) => Promise<readonly Claim[]>;
}

/** The path of the page; undefined if it was interrupted. @throws on damaged results or a failed write. */
export async function writeReport(
  folder: string,
  { seeds, jobs = 1, signal, onMessage, makeClaims = claims, own }: ReportOptions = {},
): Promise<string | undefined> {
  for (const name of ['figures', 'statistics']) {
    writableFolder('writeReport', `the folder of ${name}`, join(folder, name));
  }
  await writeAssets(folder);
  const drawing = new DrawingThreads(jobs);
  try {
    const sections: ReportSection[] = [];
    const written: Promise<void>[] = [];
    let failure: Error | undefined;
    for (const experiment of own ? [own] : experiments) {
      const { id, group } = experiment;
      if (group !== undefined) continue; // one of many families: what they say together is a claim
      const results = finishedRuns(folder, experiment, { seeds: seeds?.get(id), onMessage });
      if (results === undefined) continue;
      const { section, figures } = writeSection(folder, experiment, results);
      sections.push(section);
      for (const figure of figures) {
        const one = drawFigure(drawing, folder, figure);
        one.catch((error: Error) => (failure ??= error)); // it is thrown soon, and not as one that nobody awaits
        written.push(one);
      }
      await breathe();
      if (failure) throw failure;
      if (signal?.aborted) return undefined;
    }
    const found = own ? undefined : await claimsOf(folder, makeClaims, seeds);
    if ((await unlessAborted(Promise.all(written), signal)) === undefined) return undefined;
    const page = join(folder, 'index.html');
    writeWhole(page, reportPage(found, sections));
    return page;
  } finally {
    await drawing.close();
  }
}

/** What is awaited, or undefined once the signal is aborted. */
async function unlessAborted<T>(awaited: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
  if (!signal) return awaited;
  let onAbort = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
  return Promise.race([aborted, awaited]).finally(() => signal.removeEventListener('abort', onAbort));
}

async function drawFigure(
  drawing: DrawingThreads,
  folder: string,
  { name, figure }: NamedFigure,
): Promise<void> {
  writeFigureFiles(folder, { name, png: await drawing.draw(figure), json: figureToJson(figure) });
}

async function claimsOf(
  folder: string,
  makeClaims: NonNullable<ReportOptions['makeClaims']>,
  seeds: ReportOptions['seeds'],
): Promise<readonly Claim[]> {
  const found = await makeClaims((id) => finishedRuns(folder, experimentById(id), { seeds: seeds?.get(id) }));
  writeWhole(join(folder, 'claims.json'), `${JSON.stringify(found, null, 2)}\n`);
  writeWhole(join(folder, 'claims.md'), claimsMarkdown(found));
  return found;
}

/** An experiment's part of the page, its comparisons, which are written, and its figures, which are still to be drawn. */
function writeSection(
  folder: string,
  experiment: Experiment,
  results: FinishedRuns,
): { section: ReportSection; figures: readonly NamedFigure[] } {
  const { id, title } = experiment;
  const runs = withTimings(folder, results.runs);
  const figures = experimentFigures(experiment, runs);
  const statistics = pairStatistics(id, runs);
  writeWhole(join(folder, 'statistics', `${id}.json`), `${JSON.stringify(statistics, null, 2)}\n`);
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  const notes = runs.every(({ asPublished }) => asPublished !== undefined) ? [publishedInWords(runs)] : [];
  const section = {
    id,
    title,
    seeds,
    departure: firstDifference(results.configuration, configuration(experiment)),
    figures: figures.map(shown),
    methods: finalLossRows(runs),
    notes,
    statistics,
  };
  return { section, figures };
}

function shown({ name, figure }: NamedFigure): ShownFigure {
  return { name, alt: figureTitle(figure) || name, live: true, size: pictureSize(figure) };
}
