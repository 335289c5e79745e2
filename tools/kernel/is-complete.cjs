/** Whether a console shall run what was typed or wait for more of it, and how far the next line is indented. */

/** Unterminated template literal, comment: what follows may end it. */
const OPEN = new Set([1160, 1010]);

function isComplete(code, { typescript, isCompleteCode }) {
  const { completed, indent } = isCompleteCode(code);
  const { TS } = typescript.ScriptKind;
  const file = typescript.createSourceFile('cell.ts', code, typescript.ScriptTarget.Latest, false, TS);
  const errors = file.parseDiagnostics;
  if (!completed || errors.some(({ code: number }) => OPEN.has(number))) {
    return { status: 'incomplete', indent: indent ?? '' };
  }
  return { status: errors.length > 0 ? 'invalid' : 'complete' };
}

module.exports = { isComplete };
