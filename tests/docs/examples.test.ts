/** The examples of the reference's pages run as they stand, one after the other, as a reader would type them. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../src/node/project-root.js';

const folder = join(projectRoot, 'docs');
mkdirSync(join(projectRoot, 'out'), { recursive: true });
const scratch = mkdtempSync(join(projectRoot, 'out/examples-')); // within the project, where the package's name resolves
afterAll(() => rmSync(scratch, { recursive: true }));

const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, examples: [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code) };
  })
  .filter(({ examples }) => examples.length > 0);

describe.each(pages)('$name', ({ name, examples }) => {
  const source = join(scratch, name.replace('.md', '.ts'));
  writeFileSync(source, examples.join('\n'));

  it('has examples that compile in strict mode', () => {
    const program = ts.createProgram([source], {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
    });
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(messages).toEqual([]);
  });

  it('has examples that run, and find that their laws hold', async () => {
    const tables: unknown[] = [];
    vi.spyOn(console, 'table').mockImplementation((table) => tables.push(table));
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { outputText } = ts.transpileModule(examples.join('\n'), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    const compiled = source.replace('.ts', '.mjs');
    writeFileSync(compiled, outputText);
    await import(/* @vite-ignore */ pathToFileURL(compiled).href);
    vi.restoreAllMocks();
    expect(tables.flat()).not.toEqual([]);
    for (const law of tables.flat()) expect(law).toHaveProperty('holds', true);
  });
});
