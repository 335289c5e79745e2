/** Opens the user's JupyterLab or Notebook at this project, with the project's kernel. */

import { spawn, spawnSync } from 'node:child_process';
import { basename, delimiter } from 'node:path';
import { refuse } from '../../src/checks.js';
import { UNATTENDED_VARIABLE } from '../../src/display/kernel.js';
import { projectRoot } from '../../src/node/project-root.js';
import { keepStored } from './keep-stored.js';
import { installKernelspec, notebookByName, removeKernelspec } from './kernelspec.js';
import { BUILT_VARIABLE, kernelspecRoot } from './project.js';
import { notebookPaths } from './start.js';

/** Commands that open notebooks, the first that is there is taken. */
const CANDIDATES: readonly (readonly string[])[] = [
  ['jupyter-lab'],
  ['jupyter', 'lab'],
  ['jupyter', 'notebook'],
  ['jupyter-notebook'],
];

const HOW_TO_GET_JUPYTER = `No Jupyter was found on the PATH. It needs Python; either of these two brings it:

  pipx install jupyterlab
  python3 -m pip install --user jupyterlab

Then run \`npm run lab\` again. \`npm start\` runs all notebooks without Jupyter.`;

/** Windows finds programs such as jupyter.cmd only through its shell. */
const shell = process.platform === 'win32';

function isThere([program, ...args]: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  const run = spawnSync(program, [...args, '--version'], { stdio: 'ignore', env: environment, shell });
  return run.status === 0;
}

/** What {@link openLab} may be told. */
export interface LabOptions {
  /** More arguments for Jupyter, such as a notebook or `--no-browser`. */
  readonly args?: readonly string[];
  /** The notebook to open, by its name; default: the tour. */
  readonly notebook?: string;
  /** The environment in which Jupyter is looked for and runs; default: this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Takes what there is to say to the user; default: print it. */
  readonly say?: (text: string) => void;
}

/** Registers the kernel, or removes it again, and says so; returns the exit code. */
export function registerKernel(
  { install, remove }: { readonly install?: boolean; readonly remove?: boolean },
  { environment = process.env, say = console.log }: Pick<LabOptions, 'environment' | 'say'> = {},
): number {
  if (install && remove) refuse('lab', '--install and --remove must not be given together', 'both');
  if (install) {
    say(`The kernel "TypeScript (orbit-l2o)" is registered in ${installKernelspec(environment)}`);
    return 0;
  }
  const folder = removeKernelspec(environment);
  say(folder ? `The kernel was removed from ${folder}` : 'No kernel of this project was registered.');
  return 0;
}

/** Runs Jupyter until the user ends it; resolves to the exit code, 1 where there is no Jupyter. */
export async function openLab(options: LabOptions = {}): Promise<number> {
  const { args = [], notebook = 'tour', environment = process.env, say = console.log } = options;
  const names = notebookPaths().map((path) => basename(path, '.ipynb'));
  const page = notebookByName('lab', notebook, names);
  // A kernel that a person uses builds for itself when it is restarted, and shows figures that can be zoomed.
  const { [BUILT_VARIABLE]: _built, [UNATTENDED_VARIABLE]: _unattended, ...env } = environment;
  env.JUPYTER_PATH = [kernelspecRoot, env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  const command = CANDIDATES.find((candidate) => isThere(candidate, env));
  if (!command) {
    say(HOW_TO_GET_JUPYTER);
    return 1;
  }
  say(
    `Opening ${command.join(' ')} with the kernel "TypeScript (orbit-l2o)"; after an edit of src restart the kernel.`,
  );
  const putBack = keepStored(notebookPaths());
  const [program, ...first] = command;
  const child = spawn(program, [...first, page, ...args], { cwd: projectRoot, env, stdio: 'inherit', shell });
  // Ctrl-C reaches Jupyter too, which asks whether it shall end; this process waits for the answer.
  const ignore = () => {};
  const passOn = () => void child.kill('SIGTERM'); // these reach this process alone; by SIGTERM Jupyter ends its kernels too
  process.on('SIGINT', ignore).on('SIGTERM', passOn).on('SIGHUP', passOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', passOn).off('SIGHUP', passOn);
    const kept = putBack().map((path) => basename(path));
    if (kept.length > 0) say(`Only run, not changed, and so as they were before: ${kept.join(', ')}`);
  }
}
