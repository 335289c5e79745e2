import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { openLab } from '../../../tools/notebooks/lab.js';
import { kernelspecRoot } from '../../../tools/notebooks/project.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-lab-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A PATH on which there is only a program of this name, which records how it was called and ends with `code`. */
function pathWith(program: string, code: number): { PATH: string; RECORD: string } {
  const place = mkdtempSync(join(folder, 'path-'));
  const record = join(place, 'record.json');
  const script = `#!${process.execPath}
if (process.argv.at(-1) === '--version') process.exit(process.argv[2] === 'lab' ? 1 : 0);
const { JUPYTER_PATH, ORBIT_L2O_BUILT } = process.env;
const call = { args: process.argv.slice(2), cwd: process.cwd(), JUPYTER_PATH, ORBIT_L2O_BUILT };
require('node:fs').writeFileSync(process.env.RECORD, JSON.stringify(call));
process.exit(${code});
`;
  writeFileSync(join(place, program), script);
  chmodSync(join(place, program), 0o755);
  return { PATH: place, RECORD: record };
}

describe('openLab', () => {
  it('says how to get Jupyter where there is none', async () => {
    const said: string[] = [];
    const code = await openLab({ environment: { PATH: folder }, say: (text) => said.push(text) });
    expect(code).toBe(1);
    for (const way of ['pipx', 'uv', 'pip', 'conda']) expect(said.join()).toContain(`${way} `);
  });

  it('opens JupyterLab in the project with its kernel, and passes arguments and exit code on', async () => {
    const environment = { ...pathWith('jupyter-lab', 5), JUPYTER_PATH: '/mine', ORBIT_L2O_BUILT: '1' };
    const code = await openLab({ environment, args: ['--no-browser'], say: () => {} });
    expect(code).toBe(5);
    expect(JSON.parse(readFileSync(environment.RECORD, 'utf8'))).toEqual({
      args: ['--no-browser'],
      cwd: projectRoot,
      JUPYTER_PATH: `${kernelspecRoot}${delimiter}/mine`,
    });
  });

  it('passes options of the command line on without a separator, which npm takes for itself', () => {
    const environment = pathWith('jupyter-lab', 0);
    const cli = join(projectRoot, 'dist/tools/cli/main.js');
    const { status } = spawnSync(process.execPath, [cli, 'lab', '--no-browser', '--port', '8890'], {
      env: { ...process.env, ...environment },
    });
    expect(status).toBe(0);
    const { args } = JSON.parse(readFileSync(environment.RECORD, 'utf8'));
    expect(args).toEqual(['--no-browser', '--port', '8890']);
  });

  it('takes the Notebook where there is no JupyterLab', async () => {
    const environment = pathWith('jupyter', 0);
    expect(await openLab({ environment, say: () => {} })).toBe(0);
    expect(JSON.parse(readFileSync(environment.RECORD, 'utf8')).args).toEqual(['notebook']);
  });
});
