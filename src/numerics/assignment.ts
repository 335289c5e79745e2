/**
 * The assignment problem: the permutation matrix P that maximises ⟨P, S⟩ = Σ_i S[i, p(i)].
 *
 * By the Hungarian method in its shortest-augmenting-path form, O(k³) (Kuhn 1955; Jonker & Volgenant 1987): rows
 * are assigned one by one; potentials u, v with cost_ij − u_i − v_j ≥ 0, zero where assigned, prove the optimum.
 */

import type { Vector } from '../seams.js';

/** p with Σ_i S[i, p(i)] largest; among equals, the one found first. S [k, k], finite. */
export function bestAssignment(S: Vector, k: number): Int32Array {
  const rowPotential = new Float64Array(k + 1);
  const columnPotential = new Float64Array(k + 1);
  const rowOf = new Int32Array(k + 1); // row assigned to a column, from 1; 0 for none. Column 0 starts a path
  const previous = new Int32Array(k + 1);
  for (let row = 1; row <= k; row++) {
    const slack = new Float64Array(k + 1).fill(Number.POSITIVE_INFINITY);
    const visited = new Uint8Array(k + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      visited[column] = 1;
      const from = rowOf[column];
      let least = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= k; j++) {
        if (visited[j]) continue;
        const reduced = -S[(from - 1) * k + j - 1] - rowPotential[from] - columnPotential[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if (slack[j] < least) {
          least = slack[j];
          next = j;
        }
      }
      for (let j = 0; j <= k; j++) {
        if (visited[j]) {
          rowPotential[rowOf[j]] += least;
          columnPotential[j] -= least;
        } else {
          slack[j] -= least;
        }
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[previous[column]];
      column = previous[column];
    }
  }
  const assignment = new Int32Array(k);
  for (let j = 1; j <= k; j++) assignment[rowOf[j] - 1] = j - 1;
  return assignment;
}
