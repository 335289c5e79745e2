/** How large a formula's graph becomes: what an evaluation costs, on any machine. */

import { parseExpression } from '../../src/theory/expression.js';
import { SymbolicFunction } from '../../src/theory/symbolic-function.js';

/** Nodes of the graph of value, gradient and Hessian together; shared subexpressions count once. */
export function nodesWithDerivatives(text: string): number {
  const expression = parseExpression('nodesWithDerivatives', text);
  const f = new SymbolicFunction('nodesWithDerivatives', expression);
  if (f.hessianEntries.length + f.gradientNodes.length === 0) throw new Error('no derivatives');
  return expression.graph.size;
}
