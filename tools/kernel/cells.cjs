/**
 * Cells, compiled and run one after the other by tslab's converter and executor.
 *
 * A cell is `{ name, source }`, its name `cell:5` for the one that is shown as [5]. Running it gives
 * `{ error, warnings, value, hasValue, imported }`, the error as the content of an `error` message, and `imported` the lines
 * that the cell lacked.
 */
const { format } = require('node:util');
const { AutoImport } = require('./auto-import.cjs');
const { prepareCell } = require('./cell-source.cjs');
const { describeDiagnostics } = require('./diagnostics.cjs');
const { LocalModules } = require('./local-modules.cjs');
const { compiledPath, remember } = require('./positions.cjs');
const { describeThrown } = require('./traceback.cjs');

class Cells {
  #root;
  #compiler;
  #executor;
  #converter;
  #modules;
  #cell;
  /** Offers what the project's entries export. */
  imports;

  constructor(root, compiler, executorModule) {
    this.#root = root;
    this.#compiler = compiler;
    this.#converter = compiler.createConverter();
    this.#modules = new LocalModules(root);
    this.imports = new AutoImport(root, compiler.typescript);
    const cells = this;
    const converters = {
      get node() {
        return {
          ...cells.#converter,
          convert: (previous, source) => cells.#convert(previous, source),
          inspect: (previous, source, ask) => ask(cells.#converter, previous, source),
          complete: (previous, source, ask) => ask(cells.#converter, previous, source),
        };
      },
      get browser() {
        throw new Error('cells: mode must be node, got browser');
      },
      close: () => cells.#converter.close(),
    };
    this.#executor = executorModule.createExecutor(root, converters, {
      // A thrown value has no format string; what the compiler says of a `/** @module */` cell has one.
      error: (first, ...rest) => {
        if (rest.length === 0) this.#cell.error ??= this.describe(first);
        else this.#cell.warnings.push(format(first, ...rest));
      },
    });
  }

  /** The cell that runs now, or ran last. */
  get current() {
    return this.#cell;
  }

  async run({ name, source }) {
    const cell = { name, source, warnings: [], imported: [], error: undefined, valueName: undefined };
    this.#cell = cell;
    try {
      await this.#executor.execute(source);
    } catch (error) {
      cell.error ??= this.describe(error);
    }
    // Rejections that nothing handles are announced when the microtasks are done: wait for that.
    await new Promise((resolve) => setImmediate(resolve));
    const { locals } = this.#executor;
    const hasValue = !cell.error && cell.valueName !== undefined && locals[cell.valueName] !== undefined;
    const value = locals[cell.valueName];
    delete locals[cell.valueName];
    const { error, warnings, imported } = cell;
    return { error, warnings, value, hasValue, imported };
  }

  /** An error that some code threw, as the content of an `error` message. */
  describe(error) {
    return describeThrown(error, this.#root, this.#cell?.name);
  }

  /** Stops a cell that awaits something; one in a loop is stopped by Node itself. */
  interrupt() {
    this.#executor.interrupt();
  }

  /** Calls `ask(converter, declarations of earlier cells, source)` for what an editor wants to know. */
  ask(source, ask) {
    return this.#executor.inspect(prepareCell(source, this.#compiler.typescript).text, ask);
  }

  #convert(previous, source) {
    const { typescript } = this.#compiler;
    const cell = this.#cell;
    const { text, awaits } = prepareCell(source, typescript);
    if (this.#modules.changed(text)) {
      this.#converter.close();
      this.#converter = this.#compiler.createConverter();
    }
    const converted = this.#converter.convert(previous, text);
    this.#modules.note(this.#converter.program());
    if (converted.diagnostics.length > 0) {
      const lacking = this.imports.linesFor(converted.report.diagnostics);
      if (lacking.length > 0 && cell.imported.length === 0) {
        cell.imported = lacking;
        cell.source = `${lacking.join(' ')} ${cell.source}`; // on one line, so that all others keep their numbers
        return this.#convert(previous, cell.source);
      }
      const importOf = (name) => this.imports.importOf(name);
      cell.error = describeDiagnostics(converted, { cell, root: this.#root, typescript, importOf });
      return { diagnostics: [], output: '', declOutput: previous };
    }
    this.#rememberPositions(converted);
    // The value of the last expression is this class's to show: tslab would drop a null.
    cell.valueName = converted.lastExpressionVar;
    return {
      ...converted,
      hasToplevelAwait: converted.hasToplevelAwait || awaits,
      output: `"use strict"; ${converted.output}\n//# sourceURL=${cell.name}`,
      lastExpressionVar: undefined,
    };
  }

  /** Each output came with the map of its last step and that of its first, whose source names the file. */
  #rememberPositions({ report, output }) {
    const { name, source } = this.#cell;
    for (const [last, first] of report.emitted) {
      if (!first) continue;
      const file = first.sources[0].replace(/^(\.\.\/)+/, '');
      if (file === '__tslab__.ts') {
        remember(name, [last, first], { source, output });
      } else {
        const path = compiledPath(this.#root, file);
        remember(path, [last, { ...first, sources: [path.replace(/\.js$/, '.ts')] }]);
      }
    }
  }
}

module.exports = { Cells };
