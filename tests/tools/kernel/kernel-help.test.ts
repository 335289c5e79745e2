import { beforeAll, describe, expect, it } from 'vitest';
import { KernelSession } from './kernel-session.js';

const session = new KernelSession();

const FUNCTION = `/**
 * Moves a point along a circle.
 *
 * @param angle - how far, in radians
 * @param options - what else there is
 * @returns the point
 * @throws if the angle is not finite
 * @example
 * turn(1, { radius: 2 })
 */
function turn(angle: number, options: Options = {}): number[] { return [angle]; }
interface Options {
  /** The distance to the centre. */
  radius?: number;
}`;
beforeAll(async () => {
  await session.run(FUNCTION);
});

/** Help at the mark | in a source; plain text. */
async function help(marked: string, detail_level = 0): Promise<string> {
  const cursor_pos = [...marked].indexOf('|');
  const content = { code: marked.replace('|', ''), cursor_pos, detail_level };
  const { found, data } = await session.kernel.ask('inspect_request', content);
  expect(found).toBe('text/markdown' in data);
  return data['text/plain'] ?? '';
}

describe('help', () => {
  it('within a call shows the signature, the parameter under the cursor, all tags and the example', async () => {
    const text = await help('turn(|');
    expect(text).toContain('turn(angle: number, options?: Options');
    expect(text).toContain('angle: number — how far, in radians');
    expect(text).toContain('@throws if the angle is not finite');
    expect(text).toContain('@returns the point');
    expect(text).toContain('turn(1, { radius: 2 })');
    expect(await help('turn(1, |')).toMatch(/^options\?: Options.* — what else there is$/m);
  });

  it('on a name shows signature, text and tags', async () => {
    const text = await help('"𝔸"; tu|rn(1)');
    expect(text).toContain('function turn(angle: number');
    expect(text).toContain('Moves a point along a circle.');
    expect(text).toContain('@throws if the angle is not finite');
  });

  it('of detail level 1 lists the members of an options object', async () => {
    expect(await help('turn(1, |)', 1)).toContain('radius?: number — The distance to the centre.');
    expect(await help('turn(1, |)', 0)).not.toContain('radius?: number — The');
  });

  it('is not found where there is nothing to say', async () => {
    expect(await help('  |  ')).toBe('');
  });
});

describe('completions', () => {
  it('carry kind and type, and count characters as Jupyter does', async () => {
    const code = '"𝔸"; [1].toSor';
    const { matches, cursor_start, cursor_end, metadata } = await session.kernel.ask('complete_request', {
      code,
      cursor_pos: [...code].length,
    });
    expect(matches).toEqual(['toSorted']);
    expect([...code].slice(cursor_start, cursor_end).join('')).toBe('toSor');
    const [typed] = metadata._jupyter_types_experimental;
    expect(typed).toMatchObject({ text: 'toSorted', type: 'function', start: cursor_start, end: cursor_end });
    expect(typed.signature).toContain('number[]');
  });

  it('know the declarations of earlier cells', async () => {
    const { matches } = await session.kernel.ask('complete_request', { code: 'tur', cursor_pos: 3 });
    expect(matches[0]).toBe('turn');
  });

  it('offer what the project exports with its entry, and write the import of what is taken', async () => {
    const untold = await session.run('levelSets');
    expect(untold.traceback).toContain("This brings it: import { levelSets } from 'orbit-l2o/display';");
    const { matches, metadata } = await session.kernel.ask('complete_request', {
      code: 'typeof levelSe',
      cursor_pos: 14,
    });
    expect(matches).toContain('levelSets');
    const typed = metadata._jupyter_types_experimental.find(
      ({ text }: { text: string }) => text === 'levelSets',
    );
    expect(typed.type.replace(/\u2060/g, '').replace(/\u00a0/g, ' ')).toBe('import from orbit-l2o/display');
    expect(await help('  level|Sets')).toContain('function levelSets');
    const { reply, value } = await session.run('// two lines\ntypeof levelSets');
    expect(value).toBe('function');
    expect(reply.payload).toEqual([
      {
        source: 'set_next_input',
        text: "import { levelSets } from 'orbit-l2o/display';\n// two lines\ntypeof levelSets",
        replace: true,
        clear_output: false,
      },
    ]);
    expect((await session.run('levelSets.length')).reply.payload).toEqual([]); // it is known by now
    const member = await session.kernel.ask('complete_request', { code: '[1].levelSe', cursor_pos: 11 });
    expect(member.matches).toEqual([]);
  });
});
