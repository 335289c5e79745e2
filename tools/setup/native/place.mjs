/**
 * Puts the kept build where Node looks for it, and takes it away again.
 *
 * npm brings the JavaScript of @tensorflow/tfjs-node, by package-lock.json and without the script that would download the binary;
 * the package then gets the addon, and a link to the libraries. package.json and package-lock.json stay as they are. npm ci would
 * remove all of it: a note in `dist` says that it is wanted, and setup puts it back.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runNpm } from '../npm.mjs';
import { inRoot, readJson, SetupError } from '../project.mjs';
import { ADDON, isKept, keptBuild } from './kept-build.mjs';
import { LOCKED, tfjsNode } from './pins.mjs';

const packageFolder = inRoot('node_modules', '@tensorflow', 'tfjs-node');
const addonFolder = join(packageFolder, 'lib', 'napi-v8');
/** That it is wanted here, and which packages npm added for it. */
const notePath = inRoot('dist', '.native.json');
/** npm's list of what it installed. */
const installedPath = inRoot('node_modules', '.package-lock.json');

/** Whether the package has its addon and the libraries, from here or downloaded by npm. */
export const hasAddon = () =>
  existsSync(join(addonFolder, ADDON)) && existsSync(join(packageFolder, 'deps', 'lib'));

/** Whether it is wanted here and gone. */
export const isNativeLost = () => existsSync(notePath) && !hasAddon();

/** Puts the kept build in its place. @throws if npm fails or `verify` throws; then all is as it was before. */
export function place(verify = () => {}) {
  const before = installedPackages();
  try {
    const { spec } = tfjsNode();
    runNpm('native', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', spec]); // biome-ignore format: a command
    rmSync(join(packageFolder, 'deps'), { recursive: true, force: true });
    symlinkSync(keptBuild(), join(packageFolder, 'deps'));
    mkdirSync(addonFolder, { recursive: true });
    copyFileSync(join(keptBuild(), ADDON), join(addonFolder, ADDON));
    verify();
  } catch (error) {
    for (const part of [join(addonFolder, ADDON), join(packageFolder, 'deps')]) rmSync(part, { force: true });
    removePackages(addedSince(before));
    throw error;
  }
  mkdirSync(dirname(notePath), { recursive: true });
  const earlier = before.includes(LOCKED) ? (readJson(notePath)?.added ?? []) : [];
  writeFileSync(notePath, JSON.stringify({ added: [...earlier, ...addedSince(before)] }));
}

/** After npm ci. Where that fails, everything works without it. */
export function putNativeBack() {
  try {
    if (!isKept()) throw new SetupError(`native: its build must be in ${keptBuild()}, got none`);
    console.log('Putting native TensorFlow back (npm install --no-save) …');
    place();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    rmSync(notePath, { force: true }); // said once
    console.log(
      `TensorFlow.js goes on without its native backend; npm run native makes it anew. ${error.message}`,
    );
  }
}

/** Takes away what {@link place} brought. */
export function unplace() {
  removePackages(readJson(notePath)?.added ?? []);
  rmSync(notePath, { force: true });
}

/** What npm says it installed, and is there. */
const installedPackages = () =>
  Object.keys(readJson(installedPath)?.packages ?? {}).filter((path) => existsSync(inRoot(path)));

function addedSince(before) {
  const known = new Set(before);
  return installedPackages().filter((path) => !known.has(path));
}

/** Without npm, which would at once install again what tools/native asks for. What anything else needs stays. */
function removePackages(added) {
  const wanted = readJson(inRoot('package-lock.json')).packages;
  const paths = added.filter(
    (path) => path.startsWith('node_modules/') && wanted[path]?.optional !== undefined,
  );
  for (const path of paths) {
    rmSync(inRoot(path), { recursive: true, force: true });
    removeIfEmpty(dirname(inRoot(path)));
  }
  const bin = inRoot('node_modules', '.bin');
  for (const name of existsSync(bin) ? readdirSync(bin) : [])
    if (!existsSync(join(bin, name))) rmSync(join(bin, name)); // a link to nowhere
  const list = readJson(installedPath);
  if (list === undefined) return;
  for (const path of paths) delete list.packages[path];
  writeFileSync(`${installedPath}.new`, JSON.stringify(list, null, 2));
  renameSync(`${installedPath}.new`, installedPath);
}

/** The folder of a scope. */
function removeIfEmpty(folder) {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
