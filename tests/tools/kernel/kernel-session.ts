import { afterAll, beforeAll } from 'vitest';
import {
  type ExecuteReply,
  type KernelProcess,
  startKernel,
} from '../../../tools/notebooks/kernel-process.js';

/** On a machine busy with other work a kernel takes long to start. */
const START_MS = 60_000;

/** What one cell gave. */
export interface CellResult {
  readonly reply: ExecuteReply & Record<string, unknown>;
  /** All that it printed, of both streams. */
  readonly printed: string;
  /** The text of its last expression's value. */
  readonly value: string | undefined;
  /** The traceback of its error as one text, empty where it had none. */
  readonly traceback: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of message has a content of its own.
  readonly messages: { type: string; content: any }[];
}

/** One kernel for the tests of a file. */
export class KernelSession {
  kernel!: KernelProcess;

  constructor() {
    beforeAll(async () => {
      this.kernel = await startKernel();
    }, START_MS);
    afterAll(() => this.kernel?.close());
  }

  /** Runs a cell; `options` are further fields of the request. */
  async run(code: string, options: Record<string, unknown> = {}): Promise<CellResult> {
    const messages: CellResult['messages'] = [];
    const reply = await this.kernel.ask('execute_request', { code, ...options }, ({ header, content }) =>
      messages.push({ type: header.msg_type, content }),
    );
    const of = (type: string) => messages.filter((message) => message.type === type);
    return {
      reply,
      printed: of('stream')
        .map(({ content }) => content.text)
        .join(''),
      value: of('execute_result')[0]?.content.data['text/plain'],
      traceback: of('error')
        .flatMap(({ content }) => content.traceback)
        .join('\n'),
      messages,
    };
  }
}
