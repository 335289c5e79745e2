/** What `npm run native` needs of the machine, and what of that is missing. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { root, SetupError } from '../project.mjs';

/** The C++ compiler and the Python that are taken, or what CXX and PYTHON name. */
export const compiler = () => process.env.CXX || 'g++';
export const python = () => process.env.PYTHON || 'python3';

const GIGABYTE = 2 ** 30;
/** At most: the wheel (0.2 GB) beside what is unpacked of it (0.6 GB), and the packages of npm. */
const BUILD_GIGABYTES = 1;
const PACKAGE_GIGABYTES = 0.3;

const runs = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

function freeGigabytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / GIGABYTE;
}

/** @throws on another platform than the one that the wheel is for: there is nothing to be done about that. */
export function requirePlatform() {
  const isGlibc = process.platform !== 'linux' || process.report.getReport().header.glibcVersionRuntime;
  const own = `${process.platform}-${process.arch}${isGlibc ? '' : ' without glibc'}`;
  if (own !== 'linux-x64')
    throw new SetupError(`native: the platform must be linux-x64 with glibc, got ${own}`);
}

/** @throws with everything that is missing, in one line. `folder` is where the build goes, if there is none yet. */
export function requireNeeds(folder) {
  const missing = [];
  const space = (where, gigabytes) => {
    const free = freeGigabytes(where);
    if (free < gigabytes) missing.push(`${free.toFixed(1)} of ${gigabytes} GB of disk space in ${where}`);
  };
  space(root, PACKAGE_GIGABYTES);
  if (folder !== undefined) {
    if (!runs(compiler(), ['--version']))
      missing.push(`no C++ compiler '${compiler()}' (g++, or what CXX names)`);
    if (!runs(python(), ['-m', 'pip', '--version']))
      missing.push(`no Python with pip '${python()}' (python3, or what PYTHON names)`);
    mkdirSync(folder, { recursive: true });
    space(folder, BUILD_GIGABYTES);
  }
  if (missing.length > 0)
    throw new SetupError(`native: what it needs must be there, got ${missing.join('; ')}`);
}
