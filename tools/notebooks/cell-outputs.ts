/** Collects what a running cell puts out into the outputs of a notebook file. */

import type { JupyterMessage } from './jupyter-protocol.js';
import type { CellOutput, MimeBundle } from './notebook-format.js';

type Display = Extract<CellOutput, { output_type: 'display_data' }>;

/** The bytes that a message adds to the notebook, nearly: text is counted as it is, all else as JSON. */
function sizeOf(content: Record<string, unknown>): number {
  return Buffer.byteLength(
    typeof content.text === 'string' ? content.text : JSON.stringify(content.data ?? content),
  );
}

/** The outputs of one cell, in the order of their arrival. */
export class CellOutputs {
  /** What has arrived; adjacent texts of one stream are one output. */
  readonly outputs: CellOutput[] = [];
  /** Bytes that arrived, also those that an update or `clear_output` has replaced since. */
  bytes = 0;

  private clearBeforeNext = false;

  /** `displays` are those of the whole notebook by id: a later cell may update an earlier one's. */
  constructor(private readonly displays: Map<string, Display>) {}

  /** The first error the cell raised. */
  get error(): Extract<CellOutput, { output_type: 'error' }> | undefined {
    return this.outputs.find((output) => output.output_type === 'error');
  }

  /** Takes a message of iopub; those that are no output change nothing. */
  add({ header, content }: JupyterMessage): void {
    switch (header.msg_type) {
      case 'stream':
        this.append({ output_type: 'stream', name: content.name, text: content.text });
        break;
      case 'display_data':
        this.display(content.data, content.metadata ?? {}, content.transient?.display_id);
        break;
      case 'update_display_data':
        this.update(content.data, content.metadata ?? {}, content.transient?.display_id);
        break;
      case 'execute_result':
        this.append({
          output_type: 'execute_result',
          data: content.data,
          metadata: content.metadata ?? {},
          execution_count: content.execution_count ?? null,
        });
        break;
      case 'error':
        this.append({
          output_type: 'error',
          ename: content.ename,
          evalue: content.evalue,
          traceback: content.traceback,
        });
        break;
      case 'clear_output':
        if (content.wait) this.clearBeforeNext = true;
        else this.outputs.length = 0;
        return;
      default:
        return;
    }
    this.bytes += sizeOf(content);
  }

  /** Adds an error that the kernel could not report itself. */
  addError(ename: string, evalue: string): void {
    this.append({ output_type: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] });
  }

  private append(output: CellOutput): void {
    if (this.clearBeforeNext) this.outputs.length = 0;
    this.clearBeforeNext = false;
    const last = this.outputs.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      // Lines come one by one and may be 100,000: a list grows in constant time, where joined text would not.
      (last.text as string[]).push(output.text as string);
    } else if (output.output_type === 'stream') {
      this.outputs.push({ ...output, text: [output.text as string] });
    } else {
      this.outputs.push(output);
    }
  }

  private display(data: MimeBundle, metadata: Record<string, unknown>, id?: string): void {
    const output: Display = { output_type: 'display_data', data, metadata };
    if (id !== undefined) this.displays.set(id, output);
    this.append(output);
  }

  private update(data: MimeBundle, metadata: Record<string, unknown>, id = ''): void {
    const shown = this.displays.get(id);
    if (shown) Object.assign(shown, { data, metadata });
  }
}
