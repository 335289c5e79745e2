/**
 * What tslab cannot take in a cell, made acceptable without moving a character.
 *
 * `export` before a declaration is blanked: tslab exports all declarations itself. An await at the top level makes a cell
 * asynchronous, which tslab overlooks in a `for await` and before a parenthesis.
 */

/** Walks the nodes of a cell that run when the cell itself runs, not those within functions. */
function* ownNodes(node, typescript) {
  yield node;
  if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return;
  const children = [];
  typescript.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* ownNodes(child, typescript);
}

/** Makes what follows a module, where `await` is a keyword. */
const PREFIX = 'export {};';

/** The source as tslab shall see it, of the same length, and whether it awaits something at its top level. */
function prepareCell(source, typescript) {
  const whole = PREFIX + source;
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
  for (const node of ownNodes(file, typescript)) {
    awaits ||= typescript.isAwaitExpression(node) || node.awaitModifier !== undefined;
  }
  return { text: text.slice(PREFIX.length), awaits };
}

module.exports = { prepareCell };
