/** Answers to Jupyter's requests, one function a type of request. */
const { inspect } = require('node:util');
const { completeAt } = require('./completions.cjs');
const { inspectAt, toPlainText } = require('./help.cjs');
const { History } = require('./history.cjs');
const { isComplete } = require('./is-complete.cjs');
const { PROTOCOL_VERSION } = require('./wire.cjs');

/** Jupyter counts characters, JavaScript UTF-16 units. */
const toUnits = (text, characters) => [...text].slice(0, characters).join('').length;
const toCharacters = (text, units) => [...text.slice(0, units)].length;

/** By this method a value gives its own forms by MIME type, here as on Deno's kernel. */
const OWN_FORMS = Symbol.for('Jupyter.display');

/** A value as a notebook shows it: in its own forms, text as it is, all else as Node's console prints it. */
async function show(value) {
  if (typeof value?.[OWN_FORMS] === 'function') return await value[OWN_FORMS]();
  return { 'text/plain': typeof value === 'string' ? value : inspect(value) };
}

/** The compiler keeps what it has read of the library, so it reads when the build is done. */
const READS_LIBRARY = new Set(['inspect_request', 'complete_request']);
/** A build that takes longer is told of. */
const PATIENCE_MS = 1000;

/** Filled by `display.ts`. */
const unfinished = new Set();
globalThis[Symbol.for('orbit-l2o.unfinished')] = unfinished;

class Kernel {
  #cells;
  #compiler;
  #beforeCell;
  #ready;
  #implementation;
  #history = new History();
  /** Execute requests that wait for their turn. */
  #waiting = [];
  #working = false;
  #count = 0;
  #silent = 0;
  /** The request of the cell that runs, or ran last: what is printed belongs to it. */
  #request;

  /** `beforeCell()` gives warnings to show with the next cell, which runs once `ready`; `end()` ends the process. */
  constructor({ cells, compiler, implementation, ready, beforeCell, end }) {
    this.#cells = cells;
    this.#compiler = compiler;
    this.#implementation = implementation;
    this.#ready = ready;
    this.#beforeCell = beforeCell;
    this.end = end;
  }

  /** Sends something to the front end as an output of the cell that runs, or ran last. */
  put(type, content) {
    if (!this.#request) process._rawDebug(`orbit-l2o kernel: ${JSON.stringify(content)}`);
    else if (type === 'error' || !this.#request.content.silent || type === 'stream') {
      this.#request.publish(type, content);
    }
  }

  /** An error outside any cell's own run: of a timer, or a promise that nobody awaits. */
  failInBackground(error) {
    const description = this.#cells.describe(error);
    if (this.#cells.current && this.#working) this.#cells.current.error ??= description;
    else this.put('error', description);
  }

  answer(request) {
    const type = request.header.msg_type;
    if (type === 'execute_request') {
      this.#waiting.push(request);
      if (!this.#working) void this.#work();
      return;
    }
    const handler = handlers[type];
    if (!handler) return process._rawDebug(`orbit-l2o kernel: no answer to ${type}`);
    void request.framed(async () => {
      try {
        if (READS_LIBRARY.has(type)) await this.#ready;
        const content = await handler.call(this, request.content);
        if (content) request.reply({ status: 'ok', ...content });
      } catch (error) {
        request.reply({ status: 'error', ...this.#cells.describe(error) });
      }
    });
    if (type === 'shutdown_request') this.end();
  }

  async #work() {
    this.#working = true;
    while (this.#waiting.length > 0) {
      const request = this.#waiting.shift();
      let aborted = [];
      await request.framed(async () => {
        const content = await this.#execute(request);
        if (content.status === 'error' && request.content.stop_on_error !== false) {
          // What was sent before the error has arrived by now, but may not have been read yet.
          for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
          aborted = this.#waiting.splice(0);
        }
        request.reply(content);
      });
      for (const one of aborted) {
        await one.framed(() => one.reply({ status: 'aborted', execution_count: this.#count }));
      }
    }
    this.#working = false;
  }

  async #execute(request) {
    const { code, silent = false, store_history = !silent, user_expressions = {} } = request.content;
    const kept = store_history && !silent;
    if (kept) this.#history.add(++this.#count, code);
    const name = kept ? `cell:${this.#count}` : `cell:s${++this.#silent}`;
    this.#request = request;
    if (!silent) request.publish('execute_input', { code, execution_count: this.#count });
    const say = (text) => request.publish('stream', { name: 'stderr', text: `${text}\n` });
    const patience = setTimeout(
      () => say('The library is being built; this cell runs afterwards.'),
      PATIENCE_MS,
    );
    await this.#ready;
    clearTimeout(patience);
    if (!silent) for (const text of this.#beforeCell()) say(text);
    const { error, warnings, data, imported } = await this.#run(name, code);
    for (const text of warnings) say(text);
    for (const line of imported) say(`Added to this cell: ${line}`);
    const execution_count = this.#count;
    // What a cell has begun to show and did not finish, such as a progress bar, says so where it failed.
    for (const stop of unfinished.values()) if (error) stop();
    unfinished.clear();
    if (error) {
      request.publish('error', error);
      return { status: 'error', execution_count, ...error };
    }
    if (data && !silent) {
      if (kept) this.#history.setOutput(data['text/plain'] ?? null);
      request.publish('execute_result', { execution_count, data, metadata: {} });
    }
    const expressions = {};
    for (const [key, source] of Object.entries(user_expressions)) {
      const { error: own, data: result } = await this.#run(`cell:s${++this.#silent}`, `(${source})`);
      expressions[key] = own
        ? { status: 'error', ...own }
        : { status: 'ok', data: result ?? { 'text/plain': 'undefined' }, metadata: {} };
    }
    const text = [...imported, code].join('\n');
    const payload =
      imported.length > 0 ? [{ source: 'set_next_input', text, replace: true, clear_output: false }] : [];
    return { status: 'ok', execution_count, user_expressions: expressions, payload };
  }

  /** Runs a cell; `data` are the forms of its value, where it has one. */
  async #run(name, source) {
    const { value, hasValue, ...ran } = await this.#cells.run({ name, source });
    if (!hasValue) return ran;
    try {
      return { ...ran, data: await show(value) };
    } catch (thrown) {
      return { ...ran, error: this.#cells.describe(thrown) };
    }
  }

  info() {
    const { version } = this.#compiler.typescript;
    return {
      protocol_version: PROTOCOL_VERSION,
      implementation: 'orbit-l2o (tslab)',
      implementation_version: this.#implementation,
      language_info: {
        name: 'typescript',
        version,
        mimetype: 'text/typescript',
        file_extension: '.ts',
        pygments_lexer: 'typescript',
        // JupyterLab reads the mode, the classic Notebook name and flag.
        codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      },
      banner: `TypeScript ${version} on Node ${process.versions.node}`,
      debugger: false,
      help_links: [
        { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
        { text: 'Node.js', url: 'https://nodejs.org/docs/latest/api/' },
      ],
    };
  }

  inspect({ code, cursor_pos, detail_level = 0 }) {
    const { typescript } = this.#compiler;
    const position = toUnits(code, cursor_pos);
    const helpIn = (text, at) =>
      this.#cells.ask(text, (converter, previous, source) =>
        inspectAt(converter, previous, source, at, detail_level, typescript),
      );
    // A name that is not imported yet is looked up as if it were.
    const name = /[\w$]*$/.exec(code.slice(0, position))[0] + /^[\w$]*/.exec(code.slice(position))[0];
    const line = this.#cells.imports.importOf(name);
    const found = helpIn(code, position) ?? (line && helpIn(`${line} ${code}`, position + line.length + 1));
    const data = found ? { 'text/plain': toPlainText(found), 'text/markdown': found } : {};
    return { found: found !== undefined, data, metadata: {} };
  }

  complete({ code, cursor_pos }) {
    const { typescript } = this.#compiler;
    const { imports } = this.#cells;
    const position = toUnits(code, cursor_pos);
    const { start, end, matches, experimental } = this.#cells.ask(code, (converter, previous, source) =>
      completeAt(converter, previous, source, position, { typescript, imports }),
    );
    const [cursor_start, cursor_end] = [toCharacters(code, start), toCharacters(code, end)];
    const typed = experimental.map((one) => ({ ...one, start: cursor_start, end: cursor_end }));
    return {
      cursor_start,
      cursor_end,
      matches,
      metadata: { _jupyter_types_experimental: typed },
    };
  }

  isComplete({ code }) {
    return isComplete(code, this.#compiler);
  }

  history(content) {
    return this.#history.answer(content);
  }
}

const handlers = {
  kernel_info_request: Kernel.prototype.info,
  inspect_request: Kernel.prototype.inspect,
  complete_request: Kernel.prototype.complete,
  is_complete_request: Kernel.prototype.isComplete,
  history_request: Kernel.prototype.history,
  connect_request: () => ({}),
  comm_info_request: () => ({ comms: {} }),
  // There are no widgets: an opened channel is closed at once by saying nothing.
  comm_open: () => undefined,
  comm_msg: () => undefined,
  comm_close: () => undefined,
  interrupt_request: () => void process.kill(process.pid, 'SIGINT') ?? {},
  shutdown_request: ({ restart }) => ({ restart }),
};

module.exports = { Kernel };
