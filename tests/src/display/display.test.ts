import { afterEach, describe, expect, it, vi } from 'vitest';
import { latex, markdown, progress, show, table } from '../../../src/display/display.js';
import { figure } from '../../../src/display/figure-style.js';
import { formatTable, tableToHtml } from '../../../src/display/table-format.js';
import { figuresOf } from '../../../tools/notebooks/notebook-figures.js';

const WRITER = Symbol.for('orbit-l2o.display');
const PICTURE = Symbol.for('orbit-l2o.picture');
type Written = { data: Record<string, unknown>; options: Record<string, unknown> };

/** Stands in for the kernel's writer and renderer; what is written comes back. */
function kernel(): Written[] {
  const written: Written[] = [];
  (globalThis as Record<symbol, unknown>)[WRITER] = (
    data: Written['data'],
    options: Written['options'] = {},
  ) => {
    written.push({ data, options });
  };
  (globalThis as Record<symbol, unknown>)[PICTURE] = async () => ({ png: 'UE5HUE5HUE5H', preview: 'UE5H' });
  return written;
}

afterEach(() => {
  for (const offer of [WRITER, PICTURE]) delete (globalThis as Record<symbol, unknown>)[offer];
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const drawn = figure([{ x: [1], y: Float64Array.of(2) }], {
  title: { text: 'Loss f(x<sub>t</sub>) </script>' },
});

describe('in a kernel', () => {
  it('a figure is stored once, with its picture: as a page under a server, else as data', async () => {
    const written = kernel();
    vi.stubEnv('JPY_SESSION_NAME', 'notebooks/tour.ipynb');
    vi.stubEnv('ORBIT_L2O_UNATTENDED', '1');
    await show(drawn);
    vi.stubEnv('ORBIT_L2O_UNATTENDED', undefined);
    await show(drawn);
    const [file, live] = written;
    expect(Object.keys(file.data)).toEqual(['application/vnd.plotly.v1+json', 'image/png', 'text/plain']);
    expect(file.data['application/vnd.plotly.v1+json']).toMatchObject({ data: [{ x: [1], y: [2] }] });
    expect(file.data['text/plain']).toBe('Figure: Loss f(xt)  (1 trace)');
    expect(file.options.metadata).toEqual({ 'image/png': { width: 800, height: 500 } });
    expect(Object.keys(live.data)).toEqual(['text/html', 'image/png', 'text/plain']);
    const html = String(live.data['text/html']);
    // The page has a small picture, not the large one again.
    expect(html).not.toContain(String(live.data['image/png']));
    const [, preview] = /src="data:image\/png;base64,([^"]*)"/.exec(html) ?? [];
    expect(preview.length).toBeLessThan(String(live.data['image/png']).length / 2);
    expect(html.match(/<\/script>/g)).toHaveLength(1); // a title cannot end the script
  });

  it('progress is one output that is updated in place and ends full', () => {
    const written = kernel();
    const bar = progress('train', 3);
    for (let i = 1; i <= 3; i++) bar.update(i, `loss ${i}`);
    bar.finish('loss 3');
    expect(new Set(written.map(({ options }) => options.id)).size).toBe(1);
    expect(written.map(({ options }) => options.update)).toEqual([
      false,
      ...written.slice(1).map(() => true),
    ]);
    expect(written.at(-1)?.data['text/plain']).toBe(`train ${'█'.repeat(30)} 3/3 loss 3`);
  });
});

describe('progress that takes its time', () => {
  afterEach(() => {
    delete (globalThis as Record<symbol, unknown>)[Symbol.for('orbit-l2o.unfinished')];
  });

  it('tells what is left and how to stop, and where it was stopped', () => {
    const written = kernel();
    const unfinished = new Set<() => void>();
    (globalThis as Record<symbol, unknown>)[Symbol.for('orbit-l2o.unfinished')] = unfinished;
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const bar = progress('train', 4);
    clock.mockReturnValue(2000);
    bar.update(1, 'loss 3');
    const line = () => String(written.at(-1)?.data['text/plain']);
    expect(line()).toMatch(/^train █+░+ 1\/4 loss 3 \(6 s left; interrupt the kernel to stop\)$/);
    for (const stop of unfinished) stop();
    expect(line()).toMatch(/ 1\/4 stopped here; what was done is kept$/);
    expect(() => bar.update(2)).toThrow("progress: the cell of 'train' was stopped, and its loop ends here");
    bar.finish();
    expect(unfinished.size).toBe(0);
  });
});

describe('outside a kernel', () => {
  it('everything is printed as text', async () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => {});
    await show(drawn);
    table([{ method: 'GD', loss: 0.5 }]);
    markdown('**bold**');
    latex('x^2');
    const bar = progress('train', 2);
    bar.update(1);
    bar.finish();
    expect(print.mock.calls.map(([text]) => text)).toEqual([
      'Figure: Loss f(xt)  (1 trace)',
      'method  loss\n──────  ────\nGD       0.5',
      '**bold**',
      'x^2',
      `train ${'█'.repeat(30)} 2/2`,
    ]);
  });
});

describe('bad input', () => {
  it('is refused with what was asked for', async () => {
    await expect(show(undefined as never)).rejects.toThrow(
      'show: figure must have an array of traces as data, got undefined',
    );
    expect(() => progress('x', 0)).toThrow('progress: total must be positive, got 0');
    expect(() => table([])).toThrow('table: rows must be an array of at least one, got []');
    expect(() => table([{ a: 1 }], { columns: ['b'] })).toThrow(
      "table: columns must be keys of the rows, got 'b'",
    );
    expect(() => table([{ a: 1 }], { digits: 0 })).toThrow(
      'table: digits must be a whole number from 1 to 17, got 0',
    );
  });
});

describe('tables', () => {
  it('round numbers, align them, and leave gaps for what is missing', () => {
    const { text } = formatTable(
      [
        { method: 'vanilla', loss: 0.000123456, steps: 100, ok: true },
        { method: 'GD', loss: Number.NaN, steps: null, ok: false },
      ],
      { digits: 3, caption: 'Losses' },
    );
    expect(text.split('\n')).toEqual([
      'Losses',
      'method       loss  steps  ok',
      '───────  ────────  ─────  ─────',
      'vanilla  0.000123    100  true',
      'GD            NaN         false',
    ]);
  });

  it('escape what HTML would read as its own', () => {
    expect(tableToHtml(formatTable([{ 'a<b': '"&\'' }]))).toContain('&quot;&amp;&#39;');
    expect(tableToHtml(formatTable([{ 'a<b': 1 }]))).toContain('>a&lt;b</th>');
  });
});

describe('figuresOf', () => {
  it('finds the pictures of a notebook with their cells and titles', () => {
    const png = Buffer.from('picture').toString('base64');
    const display = (data: Record<string, unknown>) => ({
      output_type: 'display_data' as const,
      data,
      metadata: {},
    });
    const drawnOutput = display({ 'image/png': png, 'application/vnd.plotly.v1+json': drawn });
    const outputs = [[display({ 'text/html': '<table/>' })], [drawnOutput, display({ 'image/png': png })]];
    const cells = outputs.map((list, i) => ({
      id: `c${i}`,
      cell_type: 'code' as const,
      source: '',
      metadata: {},
      outputs: list,
    }));
    expect(figuresOf({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })).toEqual([
      { cell: 1, title: 'Loss f(xt) ', png: Buffer.from('picture') },
      { cell: 1, title: '', png: Buffer.from('picture') },
    ]);
  });
});
