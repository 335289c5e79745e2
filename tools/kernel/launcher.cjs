/**
 * Starts the real tslab kernel for this project; `kernel.json` names this file.
 *
 *     node tools/kernel/launcher.cjs --config-path <connection file>
 *
 * It loads tslab unchanged and repairs around it what a notebook of this project needs: output without loss
 * (send-queue), errors with name and message (error-messages), strict cells (strict-cells), an end when the parent
 * ends (parent-watch), and the writer that `display.ts` uses. The kernel works in the project's root, wherever the
 * notebook lies: tslab takes its working directory as the root of all imports.
 *
 * Environment: ORBIT_L2O_BUILT=1 says that `dist` is up to date, and the build is skipped.
 */
const { spawnSync } = require('node:child_process');
const { createRequire } = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');
const { installErrorMessages } = require('./error-messages.cjs');
const { installSendQueues } = require('./send-queue.cjs');
const { installStillFiles } = require('./still-files.cjs');
const { installStrictRuntime, installStrictTypes } = require('./strict-cells.cjs');

const root = resolve(__dirname, '../..');

/** Brings `dist` up to date; what goes wrong is returned, so that it can be shown in the notebook. */
function build() {
  const setup = join(root, 'tools/setup/setup.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [setup, '--no-install'], {
    encoding: 'utf8',
  });
  return status === 0
    ? null
    : `The build failed; the kernel runs the last one that succeeded.\n${stdout}${stderr}`;
}

/** Offers `display.ts` a way to write several MIME types at once, which tslab's own API lacks. */
function offerDisplayWriter(jupyter) {
  globalThis[Symbol.for('orbit-l2o.display')] = (data, { id, update = false, metadata = {} } = {}) => {
    if (!jupyter.lastWriteDisplayData) throw new Error('display: no cell has run yet');
    jupyter.lastWriteDisplayData({ data, metadata, transient: id ? { display_id: id } : {} }, update);
  };
}

/** Lends `display.ts` the renderer of pictures, which is loaded with the first figure. */
function offerPictures() {
  const renderer = pathToFileURL(join(root, 'dist/tools/png/render-png.js')).href;
  globalThis[Symbol.for('orbit-l2o.picture')] = async (figure) => {
    const { renderPng } = await import(renderer);
    return Buffer.from(await renderPng(figure)).toString('base64');
  };
}

/** Writes `text` to the stderr of the first cell, the first place in a notebook where it can be read. */
function warnInFirstCell(jupyter, text) {
  const handler = jupyter.JupyterHandlerImpl.prototype;
  const execute = handler.handleExecuteImpl;
  handler.handleExecuteImpl = function (content, writeStream, ...rest) {
    handler.handleExecuteImpl = execute;
    writeStream('stderr', text);
    return execute.call(this, content, writeStream, ...rest);
  };
}

function main(argv) {
  const option = argv.indexOf('--config-path');
  const configPath = option < 0 ? undefined : argv[option + 1];
  if (!configPath) throw new Error('launcher: --config-path must name the connection file, got none');
  const connectionFile = resolve(configPath);
  process.chdir(root);
  new Worker(join(__dirname, 'parent-watch.cjs')).unref();
  const buildFailure = process.env.ORBIT_L2O_BUILT === '1' ? null : build();

  const tslabRequire = createRequire(require.resolve('tslab/package.json'));
  installSendQueues(tslabRequire('zeromq'));
  installStillFiles(tslabRequire);
  installStrictTypes(tslabRequire);
  installStrictRuntime(tslabRequire('./dist/converter.js'));
  const jupyter = tslabRequire('./dist/jupyter.js');
  const { watchBackground } = installErrorMessages(tslabRequire('./dist/executor.js'), jupyter);
  offerDisplayWriter(jupyter);
  offerPictures();
  if (buildFailure) warnInFirstCell(jupyter, buildFailure);

  tslabRequire('./dist/main.js').startKernel({
    configPath: connectionFile,
    enableFindLocal: false,
    jsKernel: false,
    globalVersion: '',
  });
  watchBackground();
}

main(process.argv);
