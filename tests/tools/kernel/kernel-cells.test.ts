import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { KernelSession } from './kernel-session.js';

const session = new KernelSession();
/** Cells import by a path from the project's root, so the modules of this test lie in it. */
const folder = mkdtempSync(join(projectRoot, 'out-cells-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a cell', () => {
  it('may take from a package that no cell has imported before', async () => {
    const { traceback } = await session.run(
      "const { tf } = await (await import('orbit-l2o')).loadTensors(); tf.version_core",
    );
    expect(traceback).toBe('');
    expect((await session.run("const node = (await import('mathjs')).parse('x'); 1")).value).toBe('1');
  });

  it('may consist of a loop that awaits', async () => {
    expect((await session.run('for await (const k of [1, 2]) console.log(k)')).printed).toBe('1\n2\n');
  });

  it('may export what it declares', async () => {
    await session.run('export const three = 3; export function four(): number { return 4 }');
    expect((await session.run('three + four()')).value).toBe('7');
  });

  it('shows null, a text as it is, and nothing for undefined', async () => {
    expect((await session.run('null')).value).toBe('null');
    expect((await session.run('"a text"')).value).toBe('a text');
    expect((await session.run('undefined')).value).toBeUndefined();
  });

  it('shows a value in the forms that it gives itself, and fails where it cannot', async () => {
    const ownForms = "[Symbol.for('Jupyter.display')]";
    const { messages } = await session.run(`({ ${ownForms}: () => ({ 'text/html': '<b>x</b>' }) })`);
    expect(messages.at(-1)).toMatchObject({
      type: 'execute_result',
      content: { data: { 'text/html': '<b>x</b>' } },
    });
    const failing = await session.run(`({ ${ownForms}() { throw new Error('no form') } })`);
    expect(failing.reply).toMatchObject({ status: 'error', evalue: 'no form' });
    expect((await session.run('1')).value).toBe('1');
  });

  it('has the library of ES2023', async () => {
    expect((await session.run('[3, 1].toSorted().with(0, 2)')).value).toBe('[ 2, 3 ]');
  });

  it('shows what its child processes print', async () => {
    const { printed } = await session.run(`import { execSync, spawn, spawnSync } from 'node:child_process';
      const stdio = 'inherit';
      spawnSync(process.execPath, ['-p', '"one"'], { stdio });
      execSync('echo two; echo three >&2', { stdio });
      await new Promise((done) => spawn(process.execPath, ['-p', '"four"'], { stdio }).on('close', done));`);
    expect(printed).toBe('one\ntwo\nthree\nfour\n');
  });

  it('cannot ask for input, and says so', async () => {
    const { reply } = await session.run('(globalThis as any).prompt("name?")');
    expect(reply.evalue).toBe('prompt: a cell cannot ask for input; write the value into the cell');
  });

  it('may use an import of an earlier one', async () => {
    await session.run("import { basename } from 'node:path'");
    expect((await session.run('basename("/a/b")')).value).toBe('b');
  });
});

describe('a module that a cell imports by its path', () => {
  const source = `import { n } from './${basename(folder)}/helper'; n`;

  it('is found once it is there, and seen anew when it is changed', async () => {
    expect((await session.run('const kept = 1')).reply.status).toBe('ok');
    expect((await session.run(source)).reply.ename).toBe('TypeScriptError');
    writeFileSync(join(folder, 'helper.ts'), 'export const n: number = 1;');
    expect((await session.run(source)).value).toBe('1');
    writeFileSync(join(folder, 'helper.ts'), 'export const n: string = "changed";');
    expect((await session.run(source)).value).toBe('changed');
    expect((await session.run('kept')).value).toBe('1');
  });

  it('is named with its own line in an error', async () => {
    writeFileSync(
      join(folder, 'thrower.ts'),
      '\nexport function thrower(): never {\n  throw new Error("no");\n}',
    );
    const { traceback } = await session.run(
      `import { thrower } from './${basename(folder)}/thrower';\nthrower();`,
    );
    expect(traceback).toContain(`at thrower (${basename(folder)}/thrower.ts:3:9)`);
    expect(traceback).toMatch(/> 2 \| thrower\(\);/);
  });
});

describe('a cell that is interrupted', () => {
  it('keeps what was done, and its progress bar says so', async () => {
    const code = `import { progress } from 'orbit-l2o/display';
      const done: number[] = [];
      const bar = progress('train', 1000);
      for (let i = 0; i < 1000; i++) {
        done.push(i);
        bar.update(i + 1);
        if (i === 9) console.log('ten');
        await new Promise((resolve) => setTimeout(resolve, i < 9 ? 0 : 1e6));
      }`;
    const shown: string[] = [];
    const reply = await session.kernel.ask('execute_request', { code }, ({ content }) => {
      if (content.text === 'ten\n') session.kernel.interrupt();
      if (content.data) shown.push(content.data['text/plain']);
    });
    expect(reply.ename).toBe('Interrupted');
    expect(shown.at(-1)).toMatch(/^train .* 10\/1000 stopped here; what was done is kept$/);
  });

  it('does not go on in the background, where it moves a bar', async () => {
    await session.run('const moved: number[] = []');
    const code = `import { progress } from 'orbit-l2o/display';
      const later = progress('later', 1000);
      for (let i = 0; i < 1000; i++) {
        later.update(i + 1);
        moved.push(i);
        if (i === 9) console.log('ten');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }`;
    const reply = await session.kernel.ask('execute_request', { code }, ({ content }) => {
      if (content.text === 'ten\n') session.kernel.interrupt();
    });
    expect(reply.ename).toBe('Interrupted');
    const count = async () =>
      (await session.run('await new Promise((resolve) => setTimeout(resolve, 100)); moved.length')).value;
    const first = await count();
    expect(await count()).toBe(first);
    expect(Number(first)).toBeLessThan(500);
  });
});
