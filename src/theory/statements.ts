/**
 * What this project proves by machine, as identities for {@link proveIdentity}. In all of them H = [[a, b], [b, c]]
 * is a symmetric matrix of the plane, g = (g1, g2) a gradient, A = [[a11, a12], [a21, a22]] the matrix of an
 * ellipse, y = A x + b a point in the coordinates in which the ellipse is a circle, and
 * (1 − t²)/(1 + t²), 2t/(1 + t²) the cosine and sine of every angle but π (t = tan(θ/2)); π itself follows because
 * both sides are continuous in θ.
 */

import { type Identity, type Proof, proveIdentity } from './identity.js';

/** gᵀHg, gᵀH⁻¹g and the parts of Newton's direction, over det H = ac − b². */
const PLANE = {
  detH: 'a*c - b^2',
  gg: 'g1^2 + g2^2',
  Hg1: 'a*g1 + b*g2',
  Hg2: 'b*g1 + c*g2',
  gHg: 'g1*Hg1 + g2*Hg2',
  inverse1: '(c*g1 - b*g2)/detH', // H⁻¹g
  inverse2: '(a*g2 - b*g1)/detH',
  gHinverseg: 'g1*inverse1 + g2*inverse2',
  across: 'g1*Hg2 - g2*Hg1', // g⊥ᵀHg
};

/** v⊥ = −H⁻¹g − share · g. */
const PERPENDICULAR = {
  share: '-gHinverseg/gg', // ⟨v₂, g⟩/‖g‖²
  perpendicular1: '-inverse1 - share*g1',
  perpendicular2: '-inverse2 - share*g2',
};

/** Section 5: the derivative of ‖∇L‖² along v⊥, from its definition 2gᵀHv⊥. */
const planarDerivativeStatement: Identity = {
  statement: '2 gᵀHv⊥ = 2[(gᵀHg)(gᵀH⁻¹g)/(gᵀg) − gᵀg] = 2(g⊥ᵀHg)²/(det H ‖g‖²) in the plane',
  variables: ['a', 'b', 'c', 'g1', 'g2'],
  definitions: {
    ...PLANE,
    ...PERPENDICULAR,
    derivative: '2*(Hg1*perpendicular1 + Hg2*perpendicular2)',
  },
  sides: [
    ['derivative', '2*(gHg*gHinverseg/gg - gg)'],
    ['derivative', '2*across^2/(detH*gg)'],
  ],
};

/**
 * C3: with d(0) = −αg and d′(0) = v⊥ − αHv⊥, half the derivative of ‖d(ε) − v₂‖² at ε = 0 along v⊥, and the rate at
 * which d turns toward v⊥ (see `small-teleport.ts`), for *any* v₂ = −(n1, n2), k = ⟨n, g⟩/‖g‖² and any vector
 * (h1, h2) in place of Hv⊥. If n = H⁻¹g, H is positive definite and α ≤ 1/λ_max, both brackets are ≥ 0, since
 * v⊥ᵀHv⊥ ≤ λ_max ‖v⊥‖², k ≥ 1/λ_max and gᵀHv⊥ ≥ 0 (Proposition 4.1).
 */
const newtonStatement: Identity = {
  statement:
    '⟨d(0) − v₂, d′(0)⟩ = −[‖v⊥‖² − α v⊥ᵀHv⊥ + α(k − α) gᵀHv⊥] and ⟨v⊥, d′(0)⟩ = ‖v⊥‖² − α v⊥ᵀHv⊥ (C3)',
  variables: ['g1', 'g2', 'n1', 'n2', 'h1', 'h2', 'alpha'],
  definitions: {
    gg: 'g1^2 + g2^2',
    k: '(n1*g1 + n2*g2)/gg',
    p1: 'k*g1 - n1', // v⊥ = v₂ + k g
    p2: 'k*g2 - n2',
    turn1: 'p1 - alpha*h1', // d′(0)
    turn2: 'p2 - alpha*h2',
    pp: 'p1^2 + p2^2',
    pHp: 'p1*h1 + p2*h2',
    gHp: 'g1*h1 + g2*h2',
  },
  sides: [
    ['(n1 - alpha*g1)*turn1 + (n2 - alpha*g2)*turn2', '-(pp - alpha*pHp + alpha*(k - alpha)*gHp)'],
    ['p1*turn1 + p2*turn2', 'pp - alpha*pHp'],
  ],
};

/** Lemma A.1 in two dimensions: its gap is a square over det H, so ≥ 0 where det H > 0, ≤ 0 where det H < 0. */
const lemmaStatement: Identity = {
  statement: '(gᵀHg)(gᵀH⁻¹g) − (gᵀg)² = (g⊥ᵀHg)²/det H in the plane (Lemma A.1)',
  variables: ['a', 'b', 'c', 'g1', 'g2'],
  definitions: PLANE,
  sides: [['gHg*gHinverseg - gg^2', 'across^2/detH']],
};

/**
 * The gap of Lemma A.1 in n dimensions, in the axes of H, with wᵢ = gᵢ². Proved for n = 3. That is enough for every
 * n: both sides are quadratic forms in w, the coefficient of wᵢwⱼ involves λᵢ and λⱼ alone, and with the other
 * weights set to zero it is the coefficient for n = 2.
 */
const pairStatement: Identity = {
  statement: '(Σ λᵢwᵢ)(Σ wᵢ/λᵢ) − (Σ wᵢ)² = Σ_{i<j} wᵢwⱼ(λᵢ − λⱼ)²/(λᵢλⱼ)',
  variables: ['l1', 'l2', 'l3', 'w1', 'w2', 'w3'],
  sides: [
    [
      '(l1*w1 + l2*w2 + l3*w3)*(w1/l1 + w2/l2 + w3/l3) - (w1 + w2 + w3)^2',
      'w1*w2*(l1 - l2)^2/(l1*l2) + w1*w3*(l1 - l3)^2/(l1*l3) + w2*w3*(l2 - l3)^2/(l2*l3)',
    ],
  ],
};

/**
 * Kantorovich's inequality. With m ≤ λᵢ ≤ M, E = Σ pᵢλᵢ, F = Σ pᵢ/λᵢ and Σ pᵢ = 1, the first identity (a term i,
 * summed with weights pᵢ) gives m + M − E − mMF ≥ 0, and the second then shows EF ≤ (m + M)²/(4mM).
 */
const kantorovichStatement: Identity = {
  statement: 'm + M − λ − mM/λ = (M − λ)(λ − m)/λ, and (m + M)²/(4mM) − EF is a sum of what is ≥ 0',
  variables: ['m', 'M', 'l', 'E', 'F'],
  sides: [
    ['m + M - l - m*M/l', '(M - l)*(l - m)/l'],
    ['(m + M)^2/(4*m*M) - E*F', '((m + M - E - m*M*F)*(m + M + E + m*M*F) + (E - m*M*F)^2)/(4*m*M)'],
  ],
};

/** Rotations keep norms: with h(h⁻¹(u)) = u this gives f(g·x) = ‖R h(x)‖² = ‖h(x)‖² = f(x) for every f = ‖h‖². */
const rotationStatement: Identity = {
  statement: '‖R(θ)u‖² = ‖u‖²',
  variables: ['t', 'u1', 'u2'],
  definitions: { cos: '(1 - t^2)/(1 + t^2)', sin: '2*t/(1 + t^2)' },
  sides: [['(cos*u1 - sin*u2)^2 + (sin*u1 + cos*u2)^2', 'u1^2 + u2^2']],
};

/** The ellipse family: h(x) = A x + b and the h⁻¹ of the action, for every A and b. */
const affineStatement: Identity = {
  statement: 'h(h⁻¹(u)) = u for h(x) = A x + b, so rotations through h keep every ‖A x + b‖²',
  variables: ['a11', 'a12', 'a21', 'a22', 'b1', 'b2', 'u1', 'u2'],
  definitions: {
    detA: 'a11*a22 - a12*a21',
    x1: '(a22*(u1 - b1) - a12*(u2 - b2))/detA',
    x2: '(a11*(u2 - b2) - a21*(u1 - b1))/detA',
  },
  sides: [
    ['a11*x1 + a12*x2 + b1', 'u1'],
    ['a21*x1 + a22*x2 + b2', 'u2'],
  ],
};

/** The Rosenbrock family: the quadratic shear and its inverse, for all coefficients. */
const shearStatement: Identity = {
  statement: 'h(h⁻¹(u)) = u for h(x) = (c x₂ + d₂x₁² + d₁x₁ + d₀, a x₁ + b)',
  variables: ['a', 'b', 'c', 'd0', 'd1', 'd2', 'u1', 'u2'],
  definitions: {
    x1: '(u2 - b)/a',
    x2: '(u1 - d2*x1^2 - d1*x1 - d0)/c',
  },
  sides: [
    ['c*x2 + d2*x1^2 + d1*x1 + d0', 'u1'],
    ['a*x1 + b', 'u2'],
  ],
};

/** The whole chain f(g·x) = f(x) at once, for Rosenbrock's own function. */
const rosenbrockStatement: Identity = {
  statement: 'f(g_θ·x) = f(x) for f = 100(x₁² − x₂)² + (x₁ − 1)² and every θ',
  variables: ['x1', 'x2', 't'],
  definitions: {
    cos: '(1 - t^2)/(1 + t^2)',
    sin: '2*t/(1 + t^2)',
    u1: '10*(x1^2 - x2)',
    u2: 'x1 - 1',
    z1: '(sin*u1 + cos*u2) + 1',
    z2: 'z1^2 - (cos*u1 - sin*u2)/10',
  },
  sides: [['100*(z1^2 - z2)^2 + (z1 - 1)^2', '100*(x1^2 - x2)^2 + (x1 - 1)^2']],
};

/** ‖∇f‖², ‖x − x*‖² and the loss after a gradient step on f = ‖y‖², y = A(x − x*). */
const ELLIPSE = {
  detA: 'a11*a22 - a12*a21',
  frobenius: 'a11^2 + a12^2 + a21^2 + a22^2', // ‖A‖² = s₁² + s₂² = tr H/2
  f: 'y1^2 + y2^2',
  grad1: '2*(a11*y1 + a21*y2)', // ∇f = 2Aᵀy
  grad2: '2*(a12*y1 + a22*y2)',
  gradientNorm2: 'grad1^2 + grad2^2',
};

/** C5: on an orbit of an ellipse the gradient grows exactly as the distance to the minimum shrinks. */
const ellipseStatement: Identity = {
  statement: '‖∇f‖² + 4 (det A)² ‖x − x*‖² = 4‖A‖² f on every ellipse of the plane',
  variables: ['a11', 'a12', 'a21', 'a22', 'y1', 'y2'],
  definitions: {
    ...ELLIPSE,
    x1: '(a22*y1 - a12*y2)/detA',
    x2: '(a11*y2 - a21*y1)/detA',
  },
  sides: [['gradientNorm2 + 4*detA^2*(x1^2 + x2^2)', '4*frobenius*f']],
};

/** C4: the loss after a step is, along an orbit, a falling function of ‖∇f‖² exactly if α < 1/‖A‖² = 2/tr H. */
const stepStatement: Identity = {
  statement: 'f(x − α∇f) = f − α(1 − α‖A‖²)‖∇f‖² − 4α²(det A)² f on every ellipse of the plane',
  variables: ['a11', 'a12', 'a21', 'a22', 'y1', 'y2', 'alpha'],
  definitions: {
    ...ELLIPSE,
    after1: 'y1 - alpha*(a11*grad1 + a12*grad2)', // A(x − α∇f − x*)
    after2: 'y2 - alpha*(a21*grad1 + a22*grad2)',
  },
  sides: [['after1^2 + after2^2', 'f - alpha*(1 - alpha*frobenius)*gradientNorm2 - 4*alpha^2*detA^2*f']],
};

/** Every statement by a short name. */
export const STATEMENTS: Readonly<Record<string, Identity>> = {
  'planar derivative': planarDerivativeStatement,
  'lemma A.1': lemmaStatement,
  'closer to newton': newtonStatement,
  'sum over pairs': pairStatement,
  kantorovich: kantorovichStatement,
  'rotation keeps norms': rotationStatement,
  'ellipse action': affineStatement,
  'rosenbrock action': shearStatement,
  'rosenbrock invariance': rosenbrockStatement,
  'ellipse trade-off': ellipseStatement,
  'loss after a step': stepStatement,
};

/** Proves all of them. */
export function proveStatements(): Readonly<Record<string, Proof>> {
  return Object.fromEntries(
    Object.entries(STATEMENTS).map(([name, identity]) => [name, proveIdentity(identity)]),
  );
}
