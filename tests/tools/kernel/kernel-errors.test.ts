import { describe, expect, it } from 'vitest';
import { KernelSession } from './kernel-session.js';

const session = new KernelSession();

describe('an error points at the line that the reader wrote', () => {
  it('with types in the quoted source, in a cell that imports', async () => {
    const { traceback, reply } = await session.run(
      "import { Stream } from 'orbit-l2o';\ntype Seed = number;\nconst stream = Stream.fromSeed(-1.5 as Seed);",
    );
    const cell = `Cell [${reply.execution_count}], line 3`;
    expect(traceback).toContain(
      `${cell}:
  1 | import { Stream } from 'orbit-l2o';
  2 | type Seed = number;
> 3 | const stream = Stream.fromSeed(-1.5 as Seed);
    |                       ^`,
    );
    // The library by its source, and nothing of the kernel, of tslab or of Node.
    expect(traceback).toMatch(/at Stream\.fromSeed \(src\/\S+stream\.ts:\d+:\d+\)/);
    expect(traceback).not.toMatch(/tslab|kernel|node:|dist\/|evalmachine/);
    expect(traceback.match(new RegExp(`at ${cell.replace(/[[\]]/g, '\\$&')}`, 'g'))).toHaveLength(1);
  });

  it('in its own cell for a function of an earlier one, and at the call', async () => {
    const first = await session.run('const area = (shape: any): number =>\n  shape.size.width');
    const { traceback, reply } = await session.run('let n: number = 1;\n[n].map(() => area({}));');
    expect(traceback).toContain(
      `Cell [${first.reply.execution_count}], line 2:
  1 | const area = (shape: any): number =>
> 2 |   shape.size.width
    |              ^`,
    );
    expect(traceback).toContain(
      `Cell [${reply.execution_count}], line 2:
  1 | let n: number = 1;
> 2 | [n].map(() => area({}));
    |               ^`,
    );
  });

  it('after an await, through asynchronous functions', async () => {
    const { traceback } = await session.run(
      'async function deep(): Promise<void> {\n  await 0;\n  throw new RangeError("far");\n}\n\nawait deep();',
    );
    expect(traceback).toMatch(/> 3 \| {3}throw new RangeError\("far"\);\n {4}\| {9}\^/);
    expect(traceback).toMatch(/at async Cell \[\d+\], line 6/);
  });

  it('in a promise that nobody awaits, and in a timer', async () => {
    const rejected = await session.run('const later = 1;\nvoid Promise.reject(new Error("nobody"));');
    expect(rejected.reply).toMatchObject({ status: 'error', ename: 'Error', evalue: 'nobody' });
    expect(rejected.traceback).toMatch(/> 2 \| void Promise/);
    const timer = await session.run(
      'setTimeout(() => {\n  throw new Error("tick");\n}, 5);\nawait new Promise((r) => setTimeout(r, 50));',
    );
    expect(timer.traceback).toMatch(/> 2 \| {3}throw new Error\("tick"\)/);
  });

  it('also in the stack that a cell prints itself', async () => {
    const { printed, reply } = await session.run('\n\nconsole.log(new Error("printed"))');
    expect(printed).toBe(`Error: printed\n    at Cell [${reply.execution_count}], line 3, column 13\n`);
  });

  it('with causes, and with all errors of an AggregateError', async () => {
    const { traceback } = await session.run(
      'const both = new AggregateError([new Error("one"), new RangeError("two")], "both");\n' +
        'throw new Error("outer", { cause: both });',
    );
    expect(traceback).toMatch(
      /^Error: outer\n[\s\S]*\nCaused by:\n {2}AggregateError: both\n[\s\S]*Error 1 of 2:\n {4}Error: one\n[\s\S]*Error 2 of 2:\n {4}RangeError: two/,
    );
  });

  it('without end where errors cause each other', async () => {
    const { traceback } = await session.run(
      'const a: any = new Error("a"); const b = new Error("b", { cause: a }); a.cause = b; throw a;',
    );
    expect(traceback).toContain('Error: a (see above)');
  });
});

describe('a cell that does not compile', () => {
  it('shows each fault under its own line', async () => {
    const { traceback, reply } = await session.run('const n: number = null;\nconst m = missing + 1;');
    expect(reply).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(traceback).toBe(`Type 'null' is not assignable to type 'number'. (TS2322)

Cell [${reply.execution_count}], line 1:
> 1 | const n: number = null;
    |       ^
  2 | const m = missing + 1;

Cannot find name 'missing'. (TS2304)

Cell [${reply.execution_count}], line 2:
  1 | const n: number = null;
> 2 | const m = missing + 1;
    |           ^^^^^^^`);
  });

  it('says which argument is missing', async () => {
    const { traceback } = await session.run('function add(one: number, two: number) {}\nadd(1)');
    expect(traceback).toContain("An argument for 'two' was not provided.");
  });
});

describe('an interrupt', () => {
  it('stops a loop and an await, and is told from an error', async () => {
    const loop = session.run('console.log("begun"); while (true);');
    const stop = (result: typeof loop) => {
      const again = setInterval(() => session.kernel.interrupt(), 100);
      return result.finally(() => clearInterval(again));
    };
    expect((await stop(loop)).reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
    const waiting = session.run('await new Promise(() => {})');
    expect((await stop(waiting)).reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
    expect((await session.run('1 + 1')).value).toBe('2');
  });
});
