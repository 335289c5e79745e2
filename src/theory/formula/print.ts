/** A graph's node as a mathjs tree, for LaTeX and for error messages. */

import type { MathNode } from 'mathjs';
import { mathjs } from '../mathjs.js';
import { functionOf } from './functions.js';
import { type Graph, Op } from './graph.js';

/** A longer formula is not for reading, and mathjs prints by recursion. */
const LONGEST = 20_000;
const DEEPEST = 500;

const OPERATORS: Readonly<Record<number, readonly ['+' | '-' | '*' | '/' | '^', string]>> = {
  [Op.add]: ['+', 'add'],
  [Op.subtract]: ['-', 'subtract'],
  [Op.multiply]: ['*', 'multiply'],
  [Op.divide]: ['/', 'divide'],
  [Op.power]: ['^', 'pow'],
};

/** The tree of a node; undefined if it is too long or too deep to print. */
export function treeOf(graph: Graph, root: number): MathNode | undefined {
  const { SymbolNode } = mathjs();
  const trees = new Map<number, { tree: MathNode; size: number; depth: number }>();
  for (const node of graph.below([root])) {
    const op = graph.op[node];
    if (op <= Op.parameter) {
      const tree =
        op === Op.number
          ? numberTree(graph.numberAt(node)!)
          : new SymbolNode(op === Op.variable ? graph.variables[graph.a[node]] : graph.parameters[graph.a[node]].name); // biome-ignore format: a choice
      trees.set(node, { tree, size: 1, depth: 1 });
      continue;
    }
    const operands = graph.operands(node).map((operand) => trees.get(operand)!);
    const size = operands.reduce((sum, operand) => sum + operand.size, 1);
    const depth = Math.max(...operands.map((operand) => operand.depth)) + 1;
    if (size > LONGEST || depth > DEEPEST) return undefined;
    trees.set(node, { tree: operationTree(op, operands.map(({ tree }) => tree)), size, depth }); // biome-ignore format: one idea
  }
  return trees.get(root)!.tree;
}

/** A node as text, cut off where it gets long. */
export function nodeText(graph: Graph, node: number, longest = 60): string {
  const text = treeOf(graph, node)?.toString() ?? '…';
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function operationTree(op: number, operands: MathNode[]): MathNode {
  const { FunctionNode, OperatorNode } = mathjs();
  const [u, v, w] = operands;
  const call = (name: string, ...args: MathNode[]) => new FunctionNode(name, args);
  if (Object.hasOwn(OPERATORS, op)) {
    const [sign, name] = OPERATORS[op];
    return new OperatorNode(sign as '+', name as 'add', [u, v]);
  }
  switch (op) {
    case Op.negate:
      return new OperatorNode('-', 'unaryMinus', [u]);
    case Op.max:
      return call('max', u, v);
    case Op.min:
      return call('min', u, v);
    case Op.atan2:
      return call('atan2', u, v);
    case Op.select: {
      const { ConditionalNode, ConstantNode } = mathjs();
      const test = new OperatorNode('>', 'larger', [u, new ConstantNode(0)]);
      return new ConditionalNode(test, v, w);
    }
    case Op.absolutePower:
      return new OperatorNode('^', 'pow', [call('abs', u), v]);
    case Op.signedPower: {
      const sign = call('sign', u);
      if (v.toString() === '0') return sign;
      return new OperatorNode('*', 'multiply', [sign, new OperatorNode('^', 'pow', [call('abs', u), v])]);
    }
    default:
      return call(functionOf(op)!.name, u);
  }
}

/** A negative number is a minus before a number, so that it is put in parentheses where need be. */
function numberTree(value: number): MathNode {
  const { ConstantNode, OperatorNode, SymbolNode } = mathjs();
  if (value === Math.PI) return new SymbolNode('pi');
  if (value === Math.E) return new SymbolNode('e');
  if (value < 0) return new OperatorNode('-', 'unaryMinus', [new ConstantNode(-value)]);
  return new ConstantNode(value);
}
