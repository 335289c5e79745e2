#!/usr/bin/env node
/** Where `orbit-l2o` starts. */

import { heedWarnings } from './early-warning.js';

if (process.argv[2] === 'run-unit') heedWarnings();
const { makeProgram } = await import('./program.js');
const { runProgram } = await import('./run-program.js');

await runProgram(makeProgram(), process.argv);
