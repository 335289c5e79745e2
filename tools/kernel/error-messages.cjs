/**
 * Sends a cell's errors as the Jupyter protocol has it: an `error` message with name, message and traceback.
 *
 * tslab prints them to stderr and replies a bare 'error', and it reports a cell with an unhandled rejection as ok. It
 * also never announces a cell's execution count. Here the executor's console, the handler of a cell and the server's
 * reply are replaced; an error outside any cell is sent as an error of the cell that ran last.
 */
const { format, inspect } = require('node:util');

/** Frames below the cell, of this folder, tslab and Node itself: they say nothing about the cell. */
const INNER_FRAME = /^\s+at .*(tools[\\/]kernel[\\/]|node_modules[\\/]tslab[\\/]|node:vm:|node:internal)/;

/** The content of an `error` message for a thrown value. */
function describeError(error) {
  const text = inspect(error);
  const traceback = text.split('\n').filter((line) => !INNER_FRAME.test(line));
  if (!(error instanceof Error)) {
    return { ename: 'Thrown', evalue: text, traceback };
  }
  const interrupted =
    error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || error.message === 'Interrupted asynchronously';
  if (interrupted) {
    return { ename: 'Interrupted', evalue: 'the cell was interrupted', traceback: ['Interrupted'] };
  }
  return { ename: String(error.name), evalue: String(error.message), traceback };
}

/** The content of an `error` message for a cell that does not compile. */
function describeDiagnostics(diagnostics) {
  return { ename: 'TypeScriptError', evalue: diagnostics.join('\n'), traceback: diagnostics };
}

/** Patches tslab's executor and Jupyter modules; call it after they are loaded and before `startKernel`. */
function installErrorMessages(executorModule, jupyterModule) {
  /** Request content → { send, error, diagnostics }: how to send a message of that cell, and what went wrong in it. */
  const cells = new WeakMap();
  /** The cell that runs now, or ran last. */
  let cell = null;

  function fail(description) {
    if (cell === null) {
      process._rawDebug(`orbit-l2o kernel: ${description.traceback.join('\n')}`);
      return;
    }
    cell.error ??= description;
    cell.send('error', description);
  }

  // 1. What tslab would print: a thrown value has no format string, a compiler's diagnostic has one.
  const createExecutor = executorModule.createExecutor;
  executorModule.createExecutor = (root, converters, console) =>
    createExecutor(root, converters, {
      ...console,
      error: (first, ...rest) => {
        if (rest.length > 0) cell.diagnostics.push(format(first, ...rest));
        else fail(describeError(first));
      },
    });

  // 2. One cell, in its turn.
  const { JupyterHandlerImpl, ZmqServer } = jupyterModule;
  const execute = JupyterHandlerImpl.prototype.handleExecuteImpl;
  JupyterHandlerImpl.prototype.handleExecuteImpl = async function (content, ...writers) {
    const current = cells.get(content);
    cell = current;
    current.send('execute_input', { code: content.code, execution_count: this.execCount + 1 });
    try {
      const count = await execute.call(this, content, ...writers);
      // Rejections that nothing handles are announced when the microtasks are done: wait for that.
      await new Promise((resolve) => setImmediate(resolve));
      if (current.error) throw count;
      // A `/** @module */` cell is kept whatever the compiler says of it.
      for (const line of current.diagnostics) current.send('stream', { name: 'stderr', text: `${line}\n` });
      return count;
    } catch (failure) {
      if (!current.error && current.diagnostics.length > 0) fail(describeDiagnostics(current.diagnostics));
      throw failure;
    }
  };

  // 3. The reply to the client.
  ZmqServer.prototype.handleExecute = async function (socket, request) {
    const send = (type, content, target = this.iopub) => {
      const message = request.createReply();
      message.header.msg_type = type;
      message.content = content;
      message.signAndSend(this.connInfo.key, target);
    };
    const current = { send, error: null, diagnostics: [] };
    cells.set(request.content, current);
    const outcome = await this.handler.handleExecute(
      request.content,
      (name, text) => send('stream', { name, text }),
      (display, update) => send(update ? 'update_display_data' : 'display_data', display),
    );
    if (outcome.status === 'abort') outcome.status = 'aborted'; // the protocol's word
    send('execute_reply', { ...outcome, ...(current.error ?? { user_expressions: {} }) }, socket);
  };

  return {
    /** Takes errors outside a cell's own run over from tslab, which prints them and calls the cell ok. */
    watchBackground() {
      for (const event of ['uncaughtException', 'unhandledRejection']) {
        process.removeAllListeners(event);
        process.on(event, (error) => fail(describeError(error)));
      }
    },
  };
}

module.exports = { installErrorMessages };
