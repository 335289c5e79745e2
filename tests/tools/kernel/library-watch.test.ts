import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const { watchLibrary } = createRequire(import.meta.url)('../../../tools/kernel/library-watch.cjs') as {
  watchLibrary(folder: string): () => string | undefined;
};

it('an edit of the library is said once, with the file that was changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-library-'));
  try {
    const file = join(folder, 'a.ts');
    writeFileSync(file, '');
    const warning = watchLibrary(folder);
    expect(warning()).toBeUndefined();
    const later = new Date(Date.now() + 10_000);
    utimesSync(file, later, later);
    expect(warning()).toBe(
      `${basename(folder)}/a.ts was changed after this kernel started; restart the kernel to run the new code.`,
    );
    expect(warning()).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
