/** Compiles examples in one go and runs them, each with the lines of the file that it stands in. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';
import { vi } from 'vitest';
import { projectRoot } from '../../src/node/project-root.js';
import type { Example } from './examples.js';

/** Under the project, so that 'orbit-l2o' is the build of it; each run of the tests has a folder of its own. */
const FOLDER = join(projectRoot, 'dist', `examples-${process.pid}`);

/** Where an example is compiled: its name says the file and line it is from. */
const pathOf = ({ file, line }: Example) => join(FOLDER, `${file.replaceAll(/[/\\.]/g, '_')}_${line}.ts`);

/** Writes each example on the lines on which it stands in its file: then every message has the right line. */
export function writeExamples(examples: readonly Example[]): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const example of examples) {
    writeFileSync(pathOf(example), `${'\n'.repeat(example.line - 1)}${example.code}\nexport {};\n`);
  }
}

export function removeExamples(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** What the project's TypeScript says of the examples, as `file:line: message`. */
export function compileErrors(examples: readonly Example[]): string[] {
  const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
  const program = ts.createProgram(examples.map(pathOf), {
    ...options,
    rootDir: undefined,
    outDir: undefined,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: false,
    noUnusedLocals: false,
    noEmit: true,
  });
  const fileAt = new Map(examples.map((example) => [pathOf(example), example.file]));
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (!file) return message;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${fileAt.get(file.fileName) ?? file.fileName}:${line + 1}: ${message}`;
  });
}

/** Runs an example; its printed lines and its seconds of computing. @throws what it throws, with file and line in front. */
export async function runExample(example: Example): Promise<{ printed: string[]; seconds: number }> {
  const printed: string[] = [];
  const spy = vi.spyOn(console, 'log').mockImplementation((...said) => void printed.push(format(...said)));
  const path = pathOf(example);
  const began = process.cpuUsage();
  try {
    await import(/* @vite-ignore */ path);
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const [, line = example.line] = new RegExp(`${path.replaceAll(/[\\/.]/g, '.')}:(\\d+)`).exec(stack) ?? [];
    throw new Error(`${example.file}:${line}: ${message}`, { cause: error });
  } finally {
    spy.mockRestore();
  }
  const { user, system } = process.cpuUsage(began);
  return { printed, seconds: (user + system) / 1e6 };
}
