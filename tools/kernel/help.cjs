/**
 * What Shift-Tab shows: on a name its signature, text and tags; within a call the signature with the parameter under
 * the cursor, its documentation, all tags and the example.
 */
const { cellFile, never, PREFIX } = require('./compiler.cjs');

/** Members of an options object that detail level 1 lists. */
const MAXIMUM_MEMBERS = 40;

const plain = (parts) =>
  (parts ?? [])
    .map(({ text }) => text)
    .join('')
    .replace(/\{@link(?:code|plain)?\s+([^}|]+?)(?:\s*\|\s*([^}]*))?\}/g, (_, name, label) => label ?? name);

/** `@param x — text`, `@throws text`, an example as code. */
function tagLines(tags = []) {
  return tags.flatMap(({ name, text }) => {
    const words = plain(text).trim();
    if (name === 'example')
      return ['', '**Example**', '```ts', words.replace(/^```\w*\n|\n```$/g, ''), '```'];
    if (words === '') return [`- *@${name}*`];
    const [, subject, rest] = /^(\S+)\s+(?:[-—]\s*)?([\s\S]*)$/.exec(words) ?? [];
    return name === 'param' && rest ? [`- \`${subject}\` — ${rest}`] : [`- *@${name}* ${words}`];
  });
}

function fenced(code) {
  return ['```ts', code, '```'];
}

/** The lines for the name at the cursor. */
function nameHelp(info) {
  return [...fenced(plain(info.displayParts)), plain(info.documentation), ...tagLines(info.tags)];
}

/** The documented members of a parameter's type, for detail level 1. */
function memberLines(program, source, help, typescript) {
  const checker = program.getTypeChecker();
  const call = help.call;
  if (!call) return [];
  const signature = checker.getResolvedSignature(call);
  const parameter = signature?.parameters[help.argumentIndex];
  if (!parameter) return [];
  const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, source));
  const own = checker
    .getPropertiesOfType(type)
    .filter(({ declarations = [] }) =>
      declarations.some((one) => !program.isSourceFileDefaultLibrary(one.getSourceFile())),
    );
  if (own.length === 0) return [];
  return [
    `Members of ${parameter.name}:`,
    ...own.slice(0, MAXIMUM_MEMBERS).map((member) => {
      const optional = member.flags & typescript.SymbolFlags.Optional ? '?' : '';
      const text = plain(member.getDocumentationComment(checker)).replaceAll('\n', ' ');
      const whole = checker.getTypeOfSymbolAtLocation(member, source);
      const kind = checker.typeToString(optional ? checker.getNonNullableType(whole) : whole);
      return `- \`${member.name}${optional}: ${kind}\`${text ? ` — ${text}` : ''}`;
    }),
  ];
}

/** The innermost call that holds a position between its parentheses. */
function callAt(source, position, typescript) {
  const holds = (node) => typescript.isCallOrNewExpression(node) && position >= node.arguments?.pos;
  return typescript.findAncestor(typescript.findPrecedingToken(position, source), holds);
}

/** The lines for the call around the cursor. */
function callHelp(help, members) {
  const item = help.items[help.selectedItemIndex];
  const parameters = item.parameters.map(({ displayParts }) => plain(displayParts));
  const signature =
    plain(item.prefixDisplayParts) +
    parameters.join(plain(item.separatorDisplayParts)) +
    plain(item.suffixDisplayParts);
  const current = item.parameters[Math.min(help.argumentIndex, item.parameters.length - 1)];
  const overloads = help.items.length > 1 ? ` (${help.selectedItemIndex + 1} of ${help.items.length})` : '';
  const lines = [...fenced(signature)];
  if (current) {
    const text = plain(current.documentation).replace(/^[-—]\s*/, '');
    lines.push(`**${plain(current.displayParts)}**${overloads}${text ? ` — ${text}` : ''}`, '');
  }
  lines.push(...members, plain(item.documentation));
  return [...lines, ...tagLines(item.tags)];
}

/** What to show at a position of a cell (in UTF-16 units), as Markdown; undefined where there is nothing. */
function inspectAt(converter, previous, code, position, level, typescript) {
  const info = converter.inspect(previous, code, position);
  const program = converter.program();
  const source = cellFile(program);
  const at = position + PREFIX.length;
  const help = typescript.SignatureHelp.getSignatureHelpItems(
    program,
    source,
    at,
    { kind: 'invoked' },
    never,
  );
  const blocks = [];
  const onName = info && /[\p{ID_Continue}$]/u.test(code.slice(Math.max(0, position - 1), position + 1));
  if (onName && plain(info.displayParts) !== 'any') blocks.push(nameHelp(info));
  if (help) {
    const call = callAt(source, at, typescript);
    const members =
      level > 0 ? memberLines(program, source, { call, argumentIndex: help.argumentIndex }, typescript) : [];
    blocks.push(callHelp(help, members));
  }
  if (blocks.length === 0) return undefined;
  return blocks
    .map((lines) => lines.filter((line, i) => line !== '' || i > 0).join('\n'))
    .join('\n\n---\n\n');
}

/** Markdown without its marks, for front ends that show plain text. */
function toPlainText(markdown) {
  return markdown
    .replace(/^```\w*\n?/gm, '')
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/^- \*(@\w+)\*/gm, '$1')
    .replace(/^- `(.+?)`/gm, '  $1')
    .replace(/\n{3,}/g, '\n\n');
}

module.exports = { inspectAt, toPlainText };
