import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { KernelSession } from './kernel-session.js';

const session = new KernelSession();

describe('after an error', () => {
  it('what was queued before it is aborted, what comes after the reply runs', async () => {
    const failing = session.run(
      'const end = Date.now() + 300; while (Date.now() < end); throw new Error("no")',
    );
    const queued = session.run('console.log("queued")');
    expect((await failing).reply.status).toBe('error');
    const next = session.run('console.log("next")');
    expect((await queued).reply.status).toBe('aborted');
    expect((await next).printed).toBe('next\n');
  });

  it('nothing is aborted where the request says so', async () => {
    const failing = session.run('throw new Error("no")', { stop_on_error: false });
    const queued = session.run('console.log("queued")');
    expect((await failing).reply.status).toBe('error');
    expect((await queued).printed).toBe('queued\n');
  });
});

describe('the kernel', () => {
  it('counts cells, but not silent ones, which show no value', async () => {
    const { reply } = await session.run('1');
    const silent = await session.run('2', { silent: true });
    expect(silent.messages).toEqual([]);
    const after = await session.run('3');
    expect(after.reply.execution_count).toBe(Number(reply.execution_count) + 1);
    expect(after.messages[0]).toEqual({
      type: 'execute_input',
      content: { code: '3', execution_count: after.reply.execution_count },
    });
  });

  it('evaluates user expressions', async () => {
    const { reply } = await session.run('const seven = 7', {
      user_expressions: { good: 'seven * 6', bad: 'nothing' },
    });
    expect(reply.user_expressions).toMatchObject({
      good: { status: 'ok', data: { 'text/plain': '42' } },
      bad: { status: 'error', ename: 'TypeScriptError' },
    });
  });

  it('keeps the history of the session', async () => {
    await session.run('"of the history"');
    const ask = (content: object) => session.kernel.ask('history_request', { raw: true, ...content });
    const tail = await ask({ hist_access_type: 'tail', n: 1, output: true });
    expect(tail.history).toEqual([[1, expect.any(Number), ['"of the history"', 'of the history']]]);
    const search = await ask({ hist_access_type: 'search', pattern: '*the hist?ry*', output: false });
    expect(search.history.at(-1)?.[2]).toBe('"of the history"');
    const range = await ask({ hist_access_type: 'range', session: 0, start: 1, stop: 2 });
    expect(range.history).toHaveLength(1);
  });

  it('tells whether code is complete, and how far to indent', async () => {
    const ask = (code: string) => session.kernel.ask('is_complete_request', { code });
    expect(await ask('f(1)')).toMatchObject({ status: 'complete' });
    expect(await ask('if (true) {')).toMatchObject({ status: 'incomplete', indent: '  ' });
    expect(await ask('const text = `a')).toMatchObject({ status: 'incomplete' });
    expect(await ask('const = 1')).toMatchObject({ status: 'invalid' });
  });

  it('answers what it has not got with nothing', async () => {
    expect(await session.kernel.ask('comm_info_request', {})).toEqual({ status: 'ok', comms: {} });
  });

  it('says its language and where help is', async () => {
    const info = await session.kernel.ask('kernel_info_request', {});
    expect(info).toMatchObject({
      status: 'ok',
      language_info: { name: 'typescript', file_extension: '.ts' },
    });
    expect(info.language_info.version).toMatch(/^\d+\.\d+/);
    expect(info.help_links.length).toBeGreaterThan(0);
  });
});

it('says what it is while the library is being built, and runs cells afterwards', async () => {
  const { Kernel } = createRequire(import.meta.url)('../../../tools/kernel/kernel.cjs');
  let finish = () => {};
  const ready = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const cells = { run: async () => ({ warnings: [], imported: [], hasValue: true, value: 42 }) };
  const kernel = new Kernel({
    cells,
    compiler: { typescript: { version: '5' } },
    ready,
    beforeCell: () => [],
  });
  const replies: string[] = [];
  const ask = (type: string, content: object) =>
    new Promise<void>((resolve) => {
      const reply = () => void replies.push(type);
      const framed = (work: () => Promise<void>) => work().then(resolve);
      kernel.answer({ header: { msg_type: type }, content, publish: () => {}, reply, framed });
    });
  const cell = ask('execute_request', { code: '42' });
  await ask('kernel_info_request', {});
  expect(replies).toEqual(['kernel_info_request']);
  finish();
  await cell;
  expect(replies).toEqual(['kernel_info_request', 'execute_request']);
});
