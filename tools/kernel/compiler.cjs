/**
 * tslab's compiler as this project needs it: strict, of ES2023, with source maps, and with its inner state in reach.
 *
 * tslab compiles a cell by the TypeScript bundled with it. It checks with lenient options, drops positions and what
 * a diagnostic relates to, and watches files with a timer of which it holds but one. Here a copy of the compiler's
 * exports takes their place in the cache of modules (the bundle's own are read-only getters) before tslab loads.
 */
const { join } = require('node:path');

const MAP_COMMENT = /\n?\/\/# sourceMappingURL=(?:data:application\/json;base64,([\w+/=]+)|\S+)\s*$/;

/** Splits an inline source map off; the map is undefined where there is none. */
function splitMap(code) {
  const found = MAP_COMMENT.exec(code);
  if (!found) return { code };
  const map = found[1] === undefined ? undefined : JSON.parse(Buffer.from(found[1], 'base64').toString());
  return { code: code.slice(0, found.index), map };
}

/** What tslab puts before a cell's source: one line. */
const PREFIX = 'export {};\n';

/** For the compiler's services, which nobody cancels here. */
const never = { isCancellationRequested: () => false, throwIfCancellationRequested: () => {} };

/** The file of the cell in a program. */
const cellFile = (program) =>
  program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/__tslab__.ts'));

/**
 * A cell with a top-level await is parsed twice, and the compiler keeps the first result as the original without its
 * path. It asks the original from where a package is seen when it writes the type of what that package gave.
 */
function completeReparsed(program) {
  const { original, path } = cellFile(program) ?? {};
  if (original && original.path === '') original.path = path;
}

/**
 * Installs the copy and loads tslab's converter. The result:
 *
 * - `typescript`: the compiler;
 * - `createConverter()`: a converter that also has `program()` and `report` of its last conversion, where
 *   `report.diagnostics` are the compiler's own and `report.emitted` are the pairs of source maps of each output.
 */
function loadCompiler(tslabRequire) {
  const path = tslabRequire.resolve('@tslab/typescript-for-tslab');
  const typescript = tslabRequire(path);
  let report = { diagnostics: [], emitted: [] };
  let capture = () => {};

  const noWatch = () => ({ close: () => {} });
  const sys = Object.assign(Object.create(typescript.sys), { watchFile: noWatch, watchDirectory: noWatch });

  const patches = {
    sys,
    createWatchCompilerHost: (files, options, ...rest) => {
      const strict = {
        strict: true,
        // Refused together with tslab's noImplicitUseStrict; a directive in the output stands in for it.
        alwaysStrict: false,
        inlineSourceMap: true,
        // TypeScript 5.0 lacks a part of ES2023's library; a file of this folder has it.
        lib: [...options.lib, 'lib.es2023.d.ts', join(__dirname, 'es2023.d.cts')],
      };
      return typescript.createWatchCompilerHost(files, { ...options, ...strict }, ...rest);
    },
    createWatchProgram: (host) => {
      const take = capture;
      const afterProgramCreate = host.afterProgramCreate;
      host.afterProgramCreate = (builder) => {
        const program = builder.getProgram();
        completeReparsed(program);
        take(program);
        afterProgramCreate(builder);
      };
      return typescript.createWatchProgram(host);
    },
    getPreEmitDiagnosticsOfFiles: (...rest) => {
      const diagnostics = typescript.getPreEmitDiagnosticsOfFiles(...rest);
      report.diagnostics.push(...diagnostics);
      return diagnostics;
    },
    factory: Object.assign(Object.create(typescript.factory), {
      // tslab puts `exports.` before names of earlier cells and forgets where they lie.
      createPropertyAccessExpression: (expression, name) => {
        const access = typescript.factory.createPropertyAccessExpression(expression, name);
        return name.pos >= 0 ? typescript.setSourceMapRange(access, name) : access;
      },
    }),
    // From the module's syntax to CommonJS: the second of the two steps that move lines.
    transpileModule: (source, options) => {
      const first = splitMap(source);
      const compilerOptions = { ...options.compilerOptions, sourceMap: true };
      const output = typescript.transpileModule(first.code, { ...options, compilerOptions });
      report.emitted.push([JSON.parse(output.sourceMapText), first.map]);
      return { ...output, outputText: splitMap(output.outputText).code };
    },
  };
  tslabRequire.cache[path].exports = { ...typescript, ...patches };

  const converterModule = tslabRequire('./dist/converter.js');
  function createConverter(options = { isJS: false, isBrowser: false }) {
    let program;
    capture = (made) => {
      program = made;
    };
    const converter = converterModule.createConverter(options);
    const convert = converter.convert;
    return Object.assign(converter, {
      program: () => program,
      convert: (previous, source) => {
        report = { diagnostics: [], emitted: [] };
        const converted = convert(previous, source);
        return Object.assign(converted, { report });
      },
    });
  }
  return { typescript, createConverter, isCompleteCode: converterModule.isCompleteCode };
}

module.exports = { cellFile, loadCompiler, never, PREFIX };
