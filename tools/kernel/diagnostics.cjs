/** What the compiler finds in a cell, in the form of a thrown error: message, the reader's line, a caret. */
const { UNKNOWN_NAMES } = require('./auto-import.cjs');
const { codeFrame } = require('./code-frame.cjs');
const { PREFIX } = require('./compiler.cjs');

/** The compiler's own diagnostics behind those that tslab lets pass (it drops that of a top-level await). */
function passed({ diagnostics, report }) {
  const key = (offset, code) => `${offset}:${code}`;
  const kept = new Set(diagnostics.map(({ start, code }) => key(start.offset, code)));
  const seen = new Set();
  return report.diagnostics.filter((diagnostic) => {
    const offset = diagnostic.start;
    const id = `${diagnostic.file?.fileName}:${key(offset, diagnostic.code)}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return kept.has(key(offset - PREFIX.length, diagnostic.code)) || kept.has(key(offset, diagnostic.code));
  });
}

/** The place of a diagnostic: its cell or file, its line and column from 1, and the source it lies in. */
function placeOf({ file, start, length }, cell, root) {
  const inCell = file.fileName.endsWith('/__tslab__.ts');
  const text = inCell ? cell.source : file.text;
  const offset = inCell ? start - PREFIX.length : start;
  const before = text.slice(0, offset).split('\n');
  const name = inCell ? `Cell [${cell.name.slice('cell:'.length)}]` : file.fileName.replace(`${root}/`, '');
  return { name, text, line: before.length, column: before.at(-1).length + 1, length };
}

function linesOf(diagnostic, { cell, root, typescript, importOf }) {
  const message = typescript.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const { name, text, line, column, length } = placeOf(diagnostic, cell, root);
  const lines = [`${message} (TS${diagnostic.code})`, '', `${name}, line ${line}:`];
  lines.push(...codeFrame(text, line, column, length));
  for (const related of diagnostic.relatedInformation ?? []) {
    const hint = typescript.flattenDiagnosticMessageText(related.messageText, '\n');
    const own = related.file?.fileName.endsWith('/__tslab__.ts');
    lines.push(own ? `${hint} (line ${placeOf(related, cell, root).line})` : hint);
  }
  const unknown =
    UNKNOWN_NAMES.has(diagnostic.code) && importOf(diagnostic.file.text.substr(diagnostic.start, length));
  if (unknown) lines.push(`This brings it: ${unknown}`);
  return lines;
}

/** The content of an `error` message for a cell that does not compile; `importOf(name)` is the import of a name, if any. */
function describeDiagnostics(converted, context) {
  const blocks = passed(converted).map((diagnostic) => linesOf(diagnostic, context));
  const messages = converted.diagnostics.map(({ messageText }) => messageText);
  return {
    ename: 'TypeScriptError',
    evalue: messages.join('\n'),
    traceback: blocks.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])),
  };
}

module.exports = { describeDiagnostics };
