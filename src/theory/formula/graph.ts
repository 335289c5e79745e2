/**
 * Formulas as a graph in which equal subexpressions are one node.
 *
 * A node is a whole number; its operation and operands are entries of columns. Operands are older than what uses them,
 * so ascending numbers are an order in which everything can be computed. A node is looked up before it is made (hash
 * consing): the derivatives of a formula share their parts with the formula and with one another, which keeps n²
 * second derivatives small.
 */

/** What a node is. From {@link FIRST_FUNCTION} on: a function of one argument, see `functions.ts`. */
export const Op = {
  /** A number. */
  number: 0,
  /** The a-th variable. */
  variable: 1,
  /** The a-th parameter, a number with a name. */
  parameter: 2,
  add: 3,
  subtract: 4,
  multiply: 5,
  divide: 6,
  negate: 7,
  power: 8,
  max: 9,
  min: 10,
  /** atan2(a, b), the angle of the point (b, a). */
  atan2: 11,
  /** b where a > 0, c where a < 0, and nothing where a = 0: the derivative of a maximum. */
  select: 12,
  /** |a|^b, b of numbers. Only in derivatives. */
  absolutePower: 13,
  /** sign(a) |a|^b, b of numbers; nothing at a = 0 unless b > 0. Only in derivatives. */
  signedPower: 14,
} as const;

export const FIRST_FUNCTION = 16;

/** The most nodes of a graph: some 200 MB. */
export const MOST_NODES = 4_000_000;

/** What a graph throws when it is full; its user names the formula. */
export class GraphFull extends Error {
  override readonly name = 'GraphFull';
}

const NONE = -1;

/** A growing set of nodes over named variables and parameters. */
export class Graph {
  readonly op: number[] = [];
  readonly a: number[] = [];
  readonly b: number[] = [];
  readonly c: number[] = [];
  /** Whether a variable is below the node. */
  readonly varies: boolean[] = [];
  readonly variables: readonly string[];
  readonly parameters: { readonly name: string; readonly value: number }[] = [];
  readonly #numbers: number[] = [];
  readonly #numberNodes = new Map<number, number>();
  readonly #parameterNodes = new Map<string, number>();
  /** The walk in which a node was last seen. */
  #seen = new Int32Array(0);
  #marks = 0;
  #table = new Int32Array(1024).fill(NONE);

  constructor(variables: readonly string[]) {
    this.variables = variables;
  }

  get size(): number {
    return this.op.length;
  }

  /** A number; −0 counts as 0. */
  number(value: number): number {
    const known = this.#numberNodes.get(value);
    if (known !== undefined) return known;
    const node = this.#append(Op.number, this.#numbers.length, NONE, NONE, false);
    this.#numbers.push(value + 0);
    this.#numberNodes.set(value, node);
    return node;
  }

  /** The number that a node is, if it is one. */
  numberAt(node: number): number | undefined {
    return this.op[node] === Op.number ? this.#numbers[this.a[node]] : undefined;
  }

  variable(index: number): number {
    return this.node(Op.variable, index);
  }

  parameter(name: string, value: number): number {
    const known = this.#parameterNodes.get(name);
    if (known !== undefined) return known;
    this.parameters.push({ name, value });
    const node = this.#append(Op.parameter, this.parameters.length - 1, NONE, NONE, false);
    this.#parameterNodes.set(name, node);
    return node;
  }

  /** The node of an operation on nodes, as it is: nothing is simplified. */
  node(op: number, a: number, b: number = NONE, c: number = NONE): number {
    const mask = this.#table.length - 1;
    let slot = hash(op, a, b, c) & mask;
    for (let at = this.#table[slot]; at !== NONE; slot = (slot + 1) & mask, at = this.#table[slot]) {
      if (this.op[at] === op && this.a[at] === a && this.b[at] === b && this.c[at] === c) return at;
    }
    const varies =
      op === Op.variable ||
      this.varies[a] ||
      (b !== NONE && this.varies[b]) ||
      (c !== NONE && this.varies[c]);
    const node = this.#append(op, a, b, c, varies);
    this.#table[slot] = node;
    if (2 * this.size > this.#table.length) this.#grow();
    return node;
  }

  /** The nodes that an operation works on. */
  operands(node: number): number[] {
    const op = this.op[node];
    if (op <= Op.parameter) return [];
    const { a, b, c } = this;
    return [a[node], b[node], c[node]].filter((operand) => operand !== NONE);
  }

  /** Everything below the roots, ascending; with `varying`, only what depends on a variable. */
  below(roots: readonly number[], varying = false): number[] {
    if (this.#seen.length < this.size) this.#seen = new Int32Array(2 * this.size);
    const seen = this.#seen;
    const mark = ++this.#marks;
    const open = roots.filter((node) => !varying || this.varies[node]);
    const found: number[] = [];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen[node] === mark) continue;
      seen[node] = mark;
      found.push(node);
      if (this.op[node] <= Op.parameter) continue;
      for (let k = 0, operand = this.a[node]; k < 3; operand = ++k === 1 ? this.b[node] : this.c[node]) {
        if (operand !== NONE && !(varying && !this.varies[operand])) open.push(operand);
      }
    }
    return Array.from(Int32Array.from(found).sort());
  }

  #append(op: number, a: number, b: number, c: number, varies: boolean): number {
    if (this.size >= MOST_NODES) throw new GraphFull(`more than ${MOST_NODES} operations`);
    this.op.push(op);
    this.a.push(a);
    this.b.push(b);
    this.c.push(c);
    this.varies.push(varies);
    return this.size - 1;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 4).fill(NONE);
    const mask = table.length - 1;
    for (const node of this.#table) {
      if (node === NONE) continue;
      let slot = hash(this.op[node], this.a[node], this.b[node], this.c[node]) & mask;
      while (table[slot] !== NONE) slot = (slot + 1) & mask;
      table[slot] = node;
    }
    this.#table = table;
  }
}

/** Multiplies by large odd numbers and folds the upper bits down. */
function hash(op: number, a: number, b: number, c: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 7, 0x85ebca6b) ^ Math.imul(c + 13, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15) ^ op, 0x27d4eb2f);
  return h ^ (h >>> 13);
}
