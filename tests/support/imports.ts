/** The imports of the three houses, read from the sources by TypeScript's own parser. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../src/node/project-root.js';

/** One file that asks for another, or for a package. */
export interface Import {
  readonly from: string;
  /** A path from the project's root, such as src/seams.ts; a package or Node module as it is written. */
  readonly to: string;
  /** Types alone are gone at run time; `import()` and `require` load when they are called. */
  readonly kind: 'static' | 'type' | 'dynamic';
}

/** The LSTM's kernels are AssemblyScript, and import among themselves alone. */
const APART = 'src/lstm/assembly/';

/** Every source file of a house, as a path from the project's root. */
export function filesOf(house: string): string[] {
  return readdirSync(join(projectRoot, house), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.([cm]?js|ts)$/.test(entry.name))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.startsWith(APART))
    .sort();
}

/** What one file imports, re-exports and requires. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const asked = specifierOf(node);
    if (asked) found.push({ from: file, to: target(file, asked.specifier), kind: asked.kind });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS));
  return found;
}

function specifierOf(node: ts.Node): { specifier: string; kind: Import['kind'] } | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const specifier = node.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return undefined;
    return { specifier: specifier.text, kind: isTypeOnly(node) ? 'type' : 'static' };
  }
  if (ts.isImportTypeNode(node)) {
    const { argument } = node;
    if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return undefined;
    return { specifier: argument.literal.text, kind: 'type' };
  }
  if (!ts.isCallExpression(node) || !ts.isStringLiteralLike(node.arguments[0] ?? node)) return undefined;
  const specifier = (node.arguments[0] as ts.StringLiteralLike).text;
  const { expression } = node;
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword
    ? { specifier, kind: 'dynamic' }
    : undefined;
}

/** `import type …`, and braces that hold types alone. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause;
    return (
      node.isTypeOnly || (!!names && ts.isNamedExports(names) && names.elements.every((n) => n.isTypeOnly))
    );
  }
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.every((n) => n.isTypeOnly);
}

/** A relative path with the source that stands for the compiled file; a package stays as it is. */
function target(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return join(dirname(file), specifier).replaceAll('\\', '/').replace(/\.js$/, '.ts');
}
