/** The package as others have it: packed, installed into an empty project, imported, compiled against, run. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/node/project-root.js';

const MOST_MEGABYTES = 150;
const ENTRIES = ['', '/theory', '/display', '/experiments', '/node', '/lstm'].map(
  (path) => `orbit-l2o${path}`,
);

const run = promisify(execFile);
const shell = process.platform === 'win32'; // npm and npx are no programs there
const npm = (folder: string, ...args: string[]) => run('npm', args, { cwd: folder, shell });

/** Whether npm's registry answers. */
const online = await npm(projectRoot, 'ping', '--fetch-retries=0', '--fetch-timeout=10000').then(
  () => true,
  () => false,
);
if (!online) console.log('Skipped: no package can be installed, since the registry of npm does not answer.');

/** A project with nothing in it but TypeScript and the package. */
let root: string;
const at = (...parts: string[]) => join(root, ...parts);

/** Bytes of a folder's files. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

const command = (...args: string[]) =>
  run('npx', ['--no-install', 'orbit-l2o', ...args], { cwd: root, shell });

/** The first block of TypeScript in the README. */
const readmeExample = () =>
  /```ts\n([\s\S]+?)```/.exec(readFileSync(join(projectRoot, 'README.md'), 'utf8'))![1];

describe.skipIf(!online)('the package in an empty project', () => {
  let bytes: number;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'orbit-package-'));
    const packed = await npm(projectRoot, 'pack', '--ignore-scripts', '--json', '--pack-destination', root);
    const tarball = at(readdirSync(root).find((name) => name.endsWith('.tgz'))!);
    expect(packed.stdout).not.toBe('');
    writeFileSync(at('package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
    await npm(root, 'install', '--no-audit', '--no-fund', tarball);
    bytes = sizeOf(at('node_modules'));
    await npm(root, 'install', '--no-audit', '--no-fund', 'typescript@6');
  }, 300_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }), 60_000);

  it(`takes at most ${MOST_MEGABYTES} MB with all that it depends on`, () => {
    console.log(`The package takes ${(bytes / 1e6).toFixed(0)} MB.`);
    expect(bytes / 1e6).toBeLessThan(MOST_MEGABYTES);
  });

  it('leaves the project’s own tsc alone', async () => {
    expect((await run('npx', ['--no-install', 'tsc', '--version'], { cwd: root, shell })).stdout).toMatch(
      /^Version 6\./,
    );
  });

  it('runs the example of the README', async () => {
    writeFileSync(at('example.js'), `${readmeExample()}\nconsole.log(losses.length, losses[0].length);`);
    expect((await run(process.execPath, ['example.js'], { cwd: root })).stdout).toBe('200 13\n');
  });

  it('has TensorFlow.js with derivatives of derivatives', async () => {
    writeFileSync(
      at('tensors.js'),
      `import { loadTensors } from 'orbit-l2o';
      const { backend, optimizeeFromTensors } = await loadTensors();
      const cube = optimizeeFromTensors({ name: 'cube', dimension: 1, value: (x) => x.pow(3).sum() });
      console.log(backend.name, cube.hessianVector(Float64Array.of(2), Float64Array.of(1))[0]);`,
    );
    expect((await run(process.execPath, ['tensors.js'], { cwd: root })).stdout).toBe('wasm 12\n');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])(
    'compiles in strict mode under %s, declarations of packages checked too',
    async (moduleResolution, module) => {
      mkdirSync(at(moduleResolution), { recursive: true });
      const everything = ENTRIES.map((entry, i) => `export * as entry${i} from '${entry}';`).join('\n');
      writeFileSync(at(moduleResolution, 'everything.ts'), everything);
      writeFileSync(at(moduleResolution, 'example.ts'), readmeExample());
      writeFileSync(
        at(moduleResolution, 'tensors.ts'),
        `import { loadTensors } from 'orbit-l2o';
      const { tf, optimizeeFromTensors } = await loadTensors();
      export const bowl = optimizeeFromTensors({ name: 'bowl', dimension: 2, value: (x) => x.square().add(tf.scalar(1)).sum() });`,
      );
      const compilerOptions = {
        strict: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'es2023',
        module,
        moduleResolution,
      };
      writeFileSync(
        at(moduleResolution, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['*.ts'] }),
      );
      const tsc = run('npx', ['--no-install', 'tsc', '-p', moduleResolution], { cwd: root, shell });
      expect(
        await tsc.then(
          () => '',
          ({ stdout }) => stdout,
        ),
      ).toBe('');
    },
  );

  it('lists, trains, evaluates and reproduces', async () => {
    expect((await command('list')).stdout).toContain('orbit-l2o reproduce --figure 3');
    const training = [
      '--family',
      'ellipse-fixed',
      '--method',
      'vanilla',
      '--trajectories',
      '3',
      '--hidden',
      '4',
      '--out',
      'a.safetensors',
    ];
    await command('train', ...training);
    const evaluated = await command('evaluate', '--checkpoint', 'a.safetensors', '--tasks', '3');
    expect(evaluated.stdout).toContain('median');
    const quick = ['--seeds', '1', '--trajectories', '2', '--tasks', '2', '--hidden', '4', '--jobs', '1'];
    const reproduced = await command(
      'reproduce',
      '--figure',
      '3',
      ...quick,
      '--out',
      'results',
      '--no-figures',
    );
    expect(reproduced.stdout).toMatch(/\d+ runs done in/);
  });

  it.each<[string[], RegExp]>([
    [['start'], /^start: must run in a clone of the repository, .*, got 'the package'\n$/],
    [['site'], /^site: must run in a clone of the repository, .*, got 'the package'\n$/],
    [['lab'], /^lab: must run in a clone of the repository, .*, got 'the package'\n$/],
    [
      ['reproduce', '--figure', '3', '--out', 'drawn'],
      /^reproduce: its packages must be installed \(npm install @resvg\/resvg-js .*, or --no-figures\), got .*\n$/,
    ],
  ])('refuses %j in one line, which says what it wants', async (args, line) => {
    const refused = await command(...args).catch((error) => error);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(line) });
  });
});
