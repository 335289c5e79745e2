/** The tests on several Nodes: what cannot be had is said and left out, what does not come to its end has failed, and the last line adds up. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'orbit-nodes-test-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

/** Out of reach of npm's registry, so that there is the Node that runs this alone. */
function onEachNode(...tests: string[]) {
  const own = Object.entries(process.env).filter(([name]) => !/^VITEST|^npm_|^ORBIT/.test(name));
  const env = {
    ...Object.fromEntries(own),
    NO_COLOR: '1',
    XDG_CACHE_HOME: cache,
    npm_config_registry: 'http://127.0.0.1:9',
    npm_config_cache: join(cache, 'npm'),
  };
  const { status, stdout } = spawnSync(process.execPath, ['tools/setup/nodes.mjs', ...tests], {
    cwd: projectRoot,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

it('without the others it runs on its own Node, and says why on no other', () => {
  const { status, stdout, lastLine } = onEachNode('tests/src/display/log-ticks.test.ts');
  expect(lastLine).toBe('2 passed, 0 failed, 0 skipped');
  expect(status).toBe(0);
  const major = process.versions.node.split('.')[0];
  const others = ['20', '22', '24'].filter((one) => one !== major);
  for (const other of others) {
    expect(stdout).toContain(`Node ${other}: not tested, since npm could not install node-`);
  }
  expect(stdout).toContain(`Node ${process.versions.node}: 2 passed, 0 failed, 0 skipped`);
});

it('a run without a count has failed', () => {
  const { status, lastLine } = onEachNode('tests/no-such-test.test.ts');
  expect(lastLine).toBe('0 passed, 1 failed, 0 skipped');
  expect(status).toBe(1);
});
