/**
 * How a user's file is imported, in the words of Node's module hooks: `orbit-l2o` is this very package, wherever the file lies, and a
 * `.ts` file goes through the TypeScript that is there, where Node does not strip types by itself. `import-file.ts` registers it.
 */

import { readFile } from 'node:fs/promises';
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What the hooks are told when they are registered. */
export interface HookData {
  /** The address of TypeScript; none where Node strips types itself, or where there is none. */
  readonly typescript?: string;
}

let typescript: string | undefined;

export const initialize: InitializeHook<HookData> = (data) => {
  typescript = data?.typescript;
};

/** One copy of the package alone: that which runs. */
export const resolve: ResolveHook = (specifier, context, next) =>
  /^orbit-l2o(\/|$)/.test(specifier)
    ? next(specifier, { ...context, parentURL: import.meta.url })
    : next(specifier, context);

export const load: LoadHook = async (url, context, next) => {
  if (typescript === undefined || !/^file:[^?]*\.m?ts(\?|$)/.test(url)) return next(url, context);
  const { default: ts } = (await import(typescript)) as typeof import('typescript') & {
    default: typeof import('typescript');
  };
  const fileName = fileURLToPath(url);
  const { outputText, diagnostics } = ts.transpileModule(await readFile(fileName, 'utf8'), {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const [problem] = diagnostics ?? [];
  if (problem) {
    const place = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0);
    const line = place === undefined ? '' : `line ${place.line + 1}: `;
    throw new SyntaxError(`${line}${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`);
  }
  return { format: 'module', source: outputText, shortCircuit: true };
};
