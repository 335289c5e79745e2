/**
 * What tslab cannot take in a cell, made acceptable without moving a character.
 *
 * `export` before a declaration is blanked: tslab exports all declarations itself. An await at the top level makes a cell
 * asynchronous, which tslab overlooks in a `for await` and before a parenthesis.
 */

const { PREFIX } = require('./compiler.cjs');

/** The source as tslab shall see it, of the same length, and whether it awaits something at its top level. */
function prepareCell(source, typescript) {
  const whole = PREFIX + source; // a module, where `await` is a keyword
  const file = typescript.createSourceFile('cell.ts', whole, typescript.ScriptTarget.Latest, true);
  const { ExportKeyword, DefaultKeyword } = typescript.SyntaxKind;
  let text = whole;
  for (const statement of file.statements) {
    const modifiers = statement.modifiers ?? [];
    const word = modifiers.find(({ kind }) => kind === ExportKeyword);
    if (!word || modifiers.some(({ kind }) => kind === DefaultKeyword)) continue;
    const start = word.getStart(file);
    text = text.slice(0, start) + ' '.repeat(word.end - start) + text.slice(word.end);
  }
  let awaits = false;
  // What runs with the cell itself, not what lies within functions.
  typescript.forEachChildRecursively(file, (node) => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return 'skip';
    awaits ||= typescript.isAwaitExpression(node) || node.awaitModifier !== undefined;
  });
  return { text: text.slice(PREFIX.length), awaits };
}

module.exports = { prepareCell };
