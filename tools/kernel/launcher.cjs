/**
 * Starts the TypeScript kernel of this project; `kernel.json` leads here.
 *
 *     node tools/kernel/launcher.cjs --config-path <connection file>
 *
 * tslab compiles and runs the cells (compiler, cells); the conversation with Jupyter is this project's own (wire, server,
 * kernel), since errors at the reader's line and help inside a call need more than tslab's says. The kernel works in
 * the project's root, wherever the notebook lies: tslab takes its working directory as the root of all imports. It answers at
 * once and runs cells when the build is done, since a front end that hears nothing for a minute gives up.
 *
 * Environment: ORBIT_L2O_BUILT=1 says that `dist` is up to date, and the build is skipped.
 */
const { execFile } = require('node:child_process');
const { createRequire } = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');
const { Cells } = require('./cells.cjs');
const { installChildOutput } = require('./child-output.cjs');
const { loadCompiler } = require('./compiler.cjs');
const { Kernel } = require('./kernel.cjs');
const { watchLibrary } = require('./library-watch.cjs');
const { installStacks } = require('./positions.cjs');
const { serve } = require('./server.cjs');

const root = resolve(__dirname, '../..');

/** Brings `dist` up to date; resolves to what went wrong, so that it can be shown in the notebook. */
function build() {
  const setup = join(root, 'tools/setup/setup.mjs');
  const explain = (printed) => `The build failed; the kernel runs the last one that succeeded.\n${printed}`;
  return new Promise((resolve) => {
    execFile(process.execPath, [setup, '--no-install'], (error, stdout, stderr) =>
      resolve(error && explain(stdout + stderr)),
    );
  });
}

/** Leads what code prints and shows to the cell that runs, or ran last. */
function redirectOutput(kernel, jupyter) {
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (chunk, encoding, done) => {
      const text =
        typeof chunk === 'string'
          ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8')
          : Buffer.from(chunk);
      kernel.put('stream', { name, text: text.toString() });
      const callback = typeof encoding === 'function' ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
  const display = (content, update) => kernel.put(update ? 'update_display_data' : 'display_data', content);
  jupyter.lastWriteDisplayData = display; // for tslab's own display functions
  // `display.ts` writes several MIME types at once, which tslab's API cannot.
  globalThis[Symbol.for('orbit-l2o.display')] = (data, { id, update = false, metadata = {} } = {}) =>
    display({ data, metadata, transient: id ? { display_id: id } : {} }, update);
}

/** Lends `display.ts` the renderer of pictures, which is loaded with the first figure. */
function offerPictures() {
  const renderer = pathToFileURL(join(root, 'dist/tools/png/render-png.js')).href;
  globalThis[Symbol.for('orbit-l2o.picture')] = async (figure) => {
    const { renderPngPair } = await import(renderer);
    const { png, preview } = await renderPngPair(figure);
    const base64 = (bytes) => Buffer.from(bytes).toString('base64');
    return { png: base64(png), preview: base64(preview) };
  };
}

/** A cell has nobody to ask: says so where a browser would open a dialog. */
function refuseInput() {
  for (const name of ['prompt', 'confirm']) {
    globalThis[name] = () => {
      throw new Error(`${name}: a cell cannot ask for input; write the value into the cell`);
    };
  }
}

async function main(argv) {
  const option = argv.indexOf('--config-path');
  const configPath = option < 0 ? undefined : argv[option + 1];
  if (!configPath) throw new Error('launcher: --config-path must name the connection file, got none');
  const connectionFile = resolve(configPath);
  process.chdir(root);
  new Worker(join(__dirname, 'parent-watch.cjs')).unref();
  const attended = process.env.ORBIT_L2O_BUILT !== '1';
  const warnings = [];
  const ready = attended ? build().then((failure) => failure && warnings.push(failure)) : Promise.resolve();

  const tslabRequire = createRequire(require.resolve('tslab/package.json'));
  offerPictures();
  const compiler = loadCompiler(tslabRequire);
  installChildOutput();
  installStacks(root);
  refuseInput();
  const cells = new Cells(root, compiler, tslabRequire('./dist/executor.js'));
  const libraryChange = attended ? watchLibrary(join(root, 'src')) : () => undefined;
  let close = async () => {};
  const kernel = new Kernel({
    cells,
    compiler,
    implementation: tslabRequire('./package.json').version,
    ready,
    beforeCell: () => [...warnings.splice(0), libraryChange()].filter(Boolean),
    end: () => void close().then(() => process.exit(0)),
  });
  redirectOutput(kernel, tslabRequire('./dist/jupyter.js'));
  process.on('SIGINT', () => cells.interrupt());
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => kernel.failInBackground(error));
  }
  close = await serve(tslabRequire('zeromq'), connectionFile, (request) => kernel.answer(request));
}

main(process.argv);
