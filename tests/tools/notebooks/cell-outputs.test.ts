import { describe, expect, it } from 'vitest';
import { CellOutputs } from '../../../tools/notebooks/cell-outputs.js';
import type { JupyterMessage } from '../../../tools/notebooks/jupyter-protocol.js';

const message = (msg_type: string, content: object) =>
  ({ header: { msg_type }, parent: {}, metadata: {}, content }) as unknown as JupyterMessage;
const stream = (name: string, text: string) => message('stream', { name, text });
const display = (type: string, text: string, display_id?: string) =>
  message(type, { data: { 'text/plain': text }, metadata: {}, transient: { display_id } });
const textsOf = ({ outputs }: CellOutputs) =>
  outputs.map((output) =>
    output.output_type === 'display_data'
      ? output.data['text/plain']
      : output.output_type === 'stream' && output.text,
  );

describe('CellOutputs', () => {
  it('joins what one stream prints in a row', () => {
    const cell = new CellOutputs(new Map());
    for (const [name, text] of [
      ['stdout', 'a'],
      ['stdout', 'b'],
      ['stderr', 'c'],
      ['stdout', 'd'],
    ]) {
      cell.add(stream(name, text));
    }
    expect(textsOf(cell)).toEqual([['a', 'b'], ['c'], ['d']]);
    expect(cell.bytes).toBe(4);
  });

  it('updates a display where it was first shown, also from a later cell', () => {
    const displays = new Map();
    const first = new CellOutputs(displays);
    const later = new CellOutputs(displays);
    first.add(display('display_data', '0 %', 'bar'));
    first.add(stream('stdout', 'between'));
    later.add(display('update_display_data', '100 %', 'bar'));
    expect(textsOf(first)).toEqual(['100 %', ['between']]);
    expect(textsOf(later)).toEqual([]);
  });

  it('clears at once, or when the next output comes', () => {
    const cell = new CellOutputs(new Map());
    cell.add(display('display_data', 'a'));
    cell.add(message('clear_output', { wait: true }));
    expect(textsOf(cell)).toEqual(['a']);
    cell.add(display('display_data', 'b'));
    expect(textsOf(cell)).toEqual(['b']);
    cell.add(message('clear_output', { wait: false }));
    expect(textsOf(cell)).toEqual([]);
  });

  it('finds the first error and counts bytes in UTF-8', () => {
    const cell = new CellOutputs(new Map());
    cell.add(stream('stdout', '∇'));
    expect(cell.bytes).toBe(3);
    expect(cell.error).toBeUndefined();
    cell.add(message('error', { ename: 'A', evalue: 'first', traceback: [] }));
    cell.addError('B', 'second');
    expect(cell.error).toMatchObject({ ename: 'A', evalue: 'first' });
  });
});
