#!/usr/bin/env node
/** Where `orbit-l2o` starts. */

import { makeProgram } from './program.js';
import { runProgram } from './run-program.js';

await runProgram(makeProgram(), process.argv);
