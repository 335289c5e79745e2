/** Completions with kind and type, in the order of TypeScript. */
const { cellFile, never, PREFIX } = require('./compiler.cjs');

/** Types are looked up for the first few: the compiler computes all completions anew for each. */
const TYPED = 10;

/** Jupyter's words for the kinds that TypeScript names otherwise. */
const KINDS = {
  const: 'instance',
  let: 'instance',
  var: 'instance',
  'local var': 'instance',
  parameter: 'param',
  alias: 'module',
  method: 'function',
  getter: 'property',
  setter: 'property',
};

/** The type of a completion, as TypeScript writes it after the name; undefined where it has none. */
function signatureOf(name, { program, source, position, typescript }) {
  const details = typescript.Completions.getCompletionEntryDetails(
    program,
    () => {},
    source,
    position,
    { name },
    {},
    {},
    {},
    never,
  );
  return details?.displayParts?.map(({ text }) => text).join('');
}

/** The content of a complete_reply but for its status; positions are in UTF-16 units. */
function completeAt(converter, previous, code, position, { typescript, imports }) {
  const { start, end, candidates, original } = converter.complete(previous, code, position);
  const kinds = new Map((original?.entries ?? []).map(({ name, kind }) => [name, kind]));
  const program = converter.program();
  const source = cellFile(program);
  const context = { program, source, position: position + PREFIX.length, typescript };
  const experimental = candidates.map((name, i) => {
    const kind = kinds.get(name) ?? 'keyword';
    return {
      start,
      end,
      text: name,
      type: KINDS[kind] ?? kind,
      ...(i < TYPED ? { signature: signatureOf(name, context) } : {}),
    };
  });
  const beginning = original && !original.isMemberCompletion ? code.slice(start, position) : '';
  const offered = beginning === '' ? [] : imports.offer(beginning, candidates);
  for (const [text, entry] of offered) {
    // JupyterLab cuts a type off where a line may break.
    const type = `import from ${entry}`.replaceAll(' ', '\u00a0').replace(/[/-]/g, '$&\u2060');
    experimental.push({ start, end, text, type, signature: imports.importOf(text) });
  }
  return { start, end, matches: experimental.map(({ text }) => text), experimental };
}

module.exports = { completeAt };
