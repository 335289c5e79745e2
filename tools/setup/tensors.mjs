/**
 * TensorFlow.js as the library takes it, made from `@tensorflow/tfjs-core`.
 *
 * Its gradients and the methods of its tensors (`x.square()`) lie beside its core as ES modules for bundlers, which Node
 * cannot load: esbuild makes one file of them. Its declarations contradict those of the browser in TypeScript 6, since they
 * ask for an older WebGPU than `lib.dom` has: a copy of them leaves WebGPU's types to `lib.dom`, and TypeScript then accepts
 * them with `skipLibCheck` off.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './project.mjs';

const CHAINED = 'public/chained_ops/register_all_chained_ops';
const TYPES = ['src', 'tensors', 'tfjs-types'];
const coreFolder = inRoot('node_modules', '@tensorflow', 'tfjs-core', 'dist');
/** What bundlers take as it is, and this step makes Node's form of. */
export const tensorsSource = inRoot('src', 'tensors', 'tfjs.ts');

/** What Node loads in place of `src/tensors/tfjs.ts`, and the declarations beside sources and build. */
const nodeFile = inRoot('dist', 'src', 'tensors', 'tfjs-node.js');
const typeFolders = [inRoot(...TYPES), inRoot('dist', ...TYPES)];

/** One file of what lies in the core's `dist`; the packages themselves stay imports. */
function bundleForNode() {
  const { buildSync } = createRequire(inRoot('package.json'))('esbuild');
  buildSync({
    stdin: {
      contents: readFileSync(tensorsSource, 'utf8').replaceAll('@tensorflow/tfjs-core/dist/', './'),
      resolveDir: coreFolder,
    },
    outfile: nodeFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['@tensorflow/*'],
    legalComments: 'eof',
    logLevel: 'error',
  });
}

/** The declarations that the core's own needs, as { path within the package's dist: text }. */
function declarations() {
  const texts = new Map();
  const todo = ['index', CHAINED];
  for (const file of todo) {
    if (texts.has(file)) continue;
    const text = readFileSync(join(coreFolder, `${file}.d.ts`), 'utf8');
    const relativeTo = (specifier) => {
      const path = specifier.replace(/^@tensorflow\/tfjs-core\/dist\//, '');
      const target = path === specifier ? posix.join(posix.dirname(file), path) : path;
      todo.push(target);
      const way = posix.relative(posix.dirname(file), target);
      return `${way.startsWith('.') ? way : `./${way}`}.js`;
    };
    texts.set(file, patched(text, relativeTo));
  }
  const index = texts.get('index');
  return texts.set('index', `${index}import './${CHAINED}.js';\n`);
}

const SPECIFIER =
  /\b(from |import |module |import\()(['"])(\.[^'"]*|@tensorflow\/tfjs-core\/dist\/[^'"]+)\2/g;

/** Extensions as ES modules want them, WebGPU from `lib.dom`, and 64-bit hashes, which nobody here asks for, unknown. */
function patched(text, relativeTo) {
  return text
    .replace(/^\/\/\/ <(reference types="@webgpu|amd-module).*\n/gm, '')
    .replace(/: Long;/g, ': unknown;')
    .replace(SPECIFIER, (_, keyword, quote, path) => `${keyword}${quote}${relativeTo(path)}${quote}`);
}

function copyTypes() {
  const texts = declarations();
  for (const folder of typeFolders) {
    rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of texts) {
      const path = join(folder, `${file}.d.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `// Changed from the original: see tools/setup/tensors.mjs of orbit-l2o.\n${text}`);
    }
  }
}

/** The step of the build. */
export const tensorsStep = () => ({
  name: 'tensors',
  inputs: [inRoot('package-lock.json'), fileURLToPath(import.meta.url), tensorsSource],
  outputs: [nodeFile, ...typeFolders.map((folder) => join(folder, 'index.d.ts'))],
  run() {
    console.log('Preparing TensorFlow.js (esbuild) …');
    copyTypes();
    bundleForNode();
  },
});
