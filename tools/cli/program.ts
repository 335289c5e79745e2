/**
 * The command line, `orbit-l2o COMMAND`: one file a command in `cli/`. What a command needs beyond its options is
 * loaded when it runs, so that `--help` and bad input answer at once.
 *
 * Exit codes: 0 done; 1 failed; 2 bad input, found before any work; 75 warned and stopped,
 * to be run again; 130 interrupted, what is finished is kept.
 */

import { Command } from 'commander';
import { addCheck } from './check.js';
import { addEvaluate } from './evaluate.js';
import { addLab } from './lab.js';
import { addList } from './list.js';
import { addNew } from './new.js';
import { addNotebooks } from './notebooks.js';
import { addReproduce } from './reproduce.js';
import { addResults } from './results.js';
import { addRun } from './run.js';
import { addRunUnit } from './run-unit.js';
import { addSite } from './site.js';
import { addStart } from './start.js';
import { addTrain } from './train.js';
import { addUnits } from './units.js';
import { addVerify } from './verify.js';

/** The program with all its commands; a new one each time, since a commander keeps what it has parsed. */
export function makeProgram(): Command {
  const program = new Command('orbit-l2o')
    .description('Learning to optimize with parameter-space symmetries: the experiments of arXiv 2504.15399')
    .showHelpAfterError(false);
  const commands = [
    addStart,
    addNotebooks,
    addSite,
    addLab,
    addList,
    addReproduce,
    addUnits,
    addRunUnit,
    addResults,
    addVerify,
    addNew,
    addRun,
    addTrain,
    addEvaluate,
    addCheck,
  ];
  for (const add of commands) add(program);
  return program;
}
