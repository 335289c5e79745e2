/** The protocol between the benchmark and a contestant: a line in, a line out. */

import { describe, expect, it } from 'vitest';
import { startContestant } from '../../benchmarks/contestant.js';
import { plainWorkload, WORKLOADS } from '../../benchmarks/workloads.js';

const [W1] = WORKLOADS.map(plainWorkload);

/** A contestant whose answer to a request is an expression of it. */
function start(answer: string) {
  const program = `
    console.log(JSON.stringify({ name: 'a stand-in' }));
    require('readline').createInterface({ input: process.stdin })
      .on('line', (line) => { const request = JSON.parse(line); console.log(JSON.stringify(${answer})); });`;
  return startContestant(process.execPath, ['-e', program]);
}

describe('startContestant', () => {
  it('hears the name, and gets the answers in order', async () => {
    const contestant = await start('request.do === "time" ? request.outerSteps : [request.workload.hidden]');
    expect(contestant.name).toBe('a stand-in');
    await contestant.prepare(W1, 3);
    expect(await contestant.time(W1, 7)).toBe(7);
    expect(await contestant.losses(W1, 'nowhere')).toEqual([100]);
    contestant.close();
  });

  it('names what went wrong in a contestant', async () => {
    const contestant = await start('({ error: "out of paper" })');
    await expect(contestant.time(W1, 1)).rejects.toThrow('failed: out of paper');
    contestant.close();
  });

  it('says so when one ends early, or is not there', async () => {
    await expect(startContestant(process.execPath, ['-e', '0'])).rejects.toThrow('ended before it answered');
    await expect(startContestant('/no/such/program', [])).rejects.toThrow('ENOENT');
    const contestant = await start('process.exit()');
    await expect(contestant.time(W1, 1)).rejects.toThrow('ended before it answered');
  });
});
