import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { startKernel } from '../../../tools/notebooks/kernel-process.js';
import { jupyterDataFolder } from '../../../tools/notebooks/kernelspec.js';
import { openLab, registerKernel } from '../../../tools/notebooks/lab.js';
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
    expect(said.join()).toContain('pipx install jupyterlab');
    expect(said.join()).toContain('pip install --user jupyterlab');
  });

  it('opens JupyterLab in the project with its kernel, and passes arguments and exit code on', async () => {
    const environment = { ...pathWith('jupyter-lab', 5), JUPYTER_PATH: '/mine', ORBIT_L2O_BUILT: '1' };
    const code = await openLab({ environment, args: ['--no-browser'], say: () => {} });
    expect(code).toBe(5);
    expect(JSON.parse(readFileSync(environment.RECORD, 'utf8'))).toEqual({
      args: ['notebooks/tour.ipynb', '--no-browser'],
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
    expect(args).toEqual(['notebooks/tour.ipynb', '--no-browser', '--port', '8890']);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('ends Jupyter when it is ended itself, by %s', async (signal) => {
    const environment = pathWith('jupyter-lab', 0);
    const script = readFileSync(join(environment.PATH, 'jupyter-lab'), 'utf8');
    const stays = script.replace(
      'process.exit(0);\n',
      "setInterval(() => {}, 1000);\nprocess.on('SIGTERM', () => process.exit(7));\n",
    );
    writeFileSync(join(environment.PATH, 'jupyter-lab'), stays);
    const cli = join(projectRoot, 'dist/tools/cli/main.js');
    const lab = spawn(process.execPath, [cli, 'lab'], {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    const ended = once(lab, 'exit');
    for (let i = 0; i < 600 && !existsSync(environment.RECORD); i++) await wait(100);
    await wait(500);
    lab.kill(signal);
    expect(await ended).toEqual([7, null]); // the code of a Jupyter that was asked to end
  });

  it('takes the Notebook where there is no JupyterLab', async () => {
    const environment = pathWith('jupyter', 0);
    expect(await openLab({ environment, say: () => {} })).toBe(0);
    expect(JSON.parse(readFileSync(environment.RECORD, 'utf8')).args).toEqual([
      'notebook',
      'notebooks/tour.ipynb',
    ]);
  });

  it('opens the notebook that is named, and knows all others', async () => {
    const environment = pathWith('jupyter-lab', 0);
    await openLab({ environment, notebook: 'figure-3', say: () => {} });
    expect(JSON.parse(readFileSync(environment.RECORD, 'utf8')).args).toEqual(['notebooks/figure-3.ipynb']);
    await expect(openLab({ environment, notebook: 'figure-33' })).rejects.toThrow(
      /^lab: a notebook must be one of tour, .*figure-3, .*, got 'figure-33'$/,
    );
  });
});

/** A kernel started as a kernelspec in `place` says; resolves to what a cell printed. */
async function runFrom(place: string, cwd: string): Promise<string> {
  const kernel = await startKernel({}, { kernelspec: place, cwd });
  let printed = '';
  try {
    await kernel.execute('console.log(6 * 7)', ({ content }) => {
      printed += content.text ?? '';
    });
  } finally {
    await kernel.close();
  }
  return printed;
}

describe('the kernelspec', () => {
  const original = join(kernelspecRoot, 'kernels', 'tslab');

  it('is registered for all programs of the user, from where it runs in any folder, and removed', async () => {
    const environment = { JUPYTER_DATA_DIR: join(folder, 'data') };
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    expect(registerKernel({ install: true }, { environment, say })).toBe(0);
    const place = join(folder, 'data', 'kernels', 'orbit-l2o');
    expect(said[0]).toContain(place);
    expect(await runFrom(place, folder)).toBe('42\n');
    registerKernel({ remove: true }, { environment, say });
    expect(existsSync(place)).toBe(false);
    registerKernel({ remove: true }, { environment, say });
    expect(said[2]).toBe('No kernel of this project was registered.');
  });

  it('runs where it is linked, and where it is copied with the notebook inside the project', async () => {
    const link = join(folder, 'link');
    symlinkSync(original, link, 'dir');
    expect(await runFrom(link, folder)).toBe('42\n');
    const copy = join(folder, 'copy');
    cpSync(original, copy, { recursive: true });
    expect(await runFrom(copy, join(projectRoot, 'notebooks'))).toBe('42\n');
    await expect(runFrom(copy, folder)).rejects.toThrow(/the project must lie above the notebook, got/);
  });

  it('lies where Jupyter looks on each system', () => {
    const HOME = join('/', 'home', 'me');
    expect(jupyterDataFolder({ HOME }, 'linux')).toBe(join(HOME, '.local', 'share', 'jupyter'));
    expect(jupyterDataFolder({ HOME }, 'darwin')).toBe(join(HOME, 'Library', 'Jupyter'));
    expect(jupyterDataFolder({ APPDATA: 'data' }, 'win32')).toBe(join('data', 'jupyter'));
  });
});
