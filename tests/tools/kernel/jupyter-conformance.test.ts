import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { BUILT_VARIABLE, kernelspecRoot } from '../../../tools/notebooks/project.js';

/** The Python to use; one with `jupyter_kernel_test` may be named by PYTHON. */
const python = process.env.PYTHON ?? 'python3';
const found = spawnSync(python, ['-c', 'import jupyter_kernel_test'], { encoding: 'utf8' }).status === 0;
if (!found) {
  console.log(
    `jupyter-conformance: skipped, since ${python} has no jupyter_kernel_test (pip install jupyter_kernel_test)`,
  );
}

describe('the kernel', () => {
  it.skipIf(!found)(
    "passes Jupyter's conformance suite",
    () => {
      const folder = join(projectRoot, 'tests/tools/kernel/jupyter');
      const { status, stderr } = spawnSync(python, ['-B', '-m', 'unittest', '-v', 'conformance'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, JUPYTER_PATH: kernelspecRoot, [BUILT_VARIABLE]: '1' },
      });
      expect(stderr).toMatch(/Ran 1[0-9] tests/);
      expect(stderr).toContain('OK (skipped=2)');
      expect(status).toBe(0);
    },
    180_000,
  );
});
