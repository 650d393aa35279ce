import fc from 'fast-check';

export type Policy = 'any' | 'all' | 'ratio' | 'weighted' | 'sequence';

/** Parts that branch, with those of which they are made. */
export type Many =
  | { kind: 'parallel'; of: Block[]; conditional: boolean }
  | { kind: 'inclusive'; of: Block[] }
  | { kind: 'race'; of: Block[] }
  | { kind: 'some'; of: Block[]; n: number; rest: 'wait' | 'cancel' }
  | { kind: 'web'; of: Block[] }
  | { kind: 'choice'; of: Block[] };

/** A block: what flows are built of. */
export type Block =
  | {
      kind: 'work';
      policy: Policy;
      people: number;
      reject: 'end' | 'back';
      back: 'rerun' | 'resume' | 'choose';
      /** ratio, weighted: in quarters. */
      share?: number;
      weights?: number[];
      veto?: boolean;
    }
  | { kind: 'handle'; role: boolean; mutex?: boolean; milestone?: boolean; pauses?: boolean }
  | { kind: 'wait' }
  | { kind: 'call' }
  | { kind: 'timer' }
  | { kind: 'subflow'; waits: boolean }
  | { kind: 'cc' }
  | { kind: 'rows'; of: Block; n: number | undefined; rest: 'wait' | 'cancel' }
  /** For each row of a sub-table, while rows come and go. */
  | { kind: 'lines'; of: Block; n: number | undefined; rest: 'wait' | 'cancel' }
  /** Two branches, of which each goes through what follows by itself, before they meet. */
  | { kind: 'each'; of: Block[] }
  /** Past it by a jump, or through it. */
  | { kind: 'past'; of: Block }
  | { kind: 'sequence'; of: Block[] }
  | Many;

const constant = <K extends string>(kind: K) => fc.constant(kind);
const rest = fc.constantFrom('wait' as const, 'cancel' as const);

function work(policies: readonly Policy[]) {
  return fc.record({
    kind: constant('work'),
    policy: fc.constantFrom(...policies),
    people: fc.integer({ min: 1, max: 3 }),
    reject: fc.constantFrom('end' as const, 'back' as const),
    back: fc.constantFrom('rerun' as const, 'resume' as const, 'choose' as const),
    share: fc.integer({ min: 1, max: 4 }),
    weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
    veto: fc.boolean(),
  });
}

const depth = { depthSize: 'small', withCrossShrink: true, maxDepth: 4 } as const;

/** What needs no more than splits, joins and choices. */
export const plain = fc.letrec<{ block: Block }>((tie) => {
  const several = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
  return {
    block: fc.oneof(
      depth,
      work(['any', 'all']),
      fc.record({ kind: constant('handle'), role: fc.boolean() }),
      fc.record({ kind: constant('wait') }),
      fc.record({ kind: constant('call') }),
      fc.record({ kind: constant('sequence'), of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: constant('parallel'), of: several, conditional: fc.boolean() }),
      fc.record({ kind: constant('choice'), of: several }),
    ),
  };
}).block;

/** Every kind of node, join, policy and gate. */
export const rich = fc.letrec<{ block: Block }>((tie) => {
  const several = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
  const n = fc.integer({ min: 1, max: 3 });
  return {
    block: fc.oneof(
      depth,
      work(['any', 'all', 'ratio', 'weighted', 'sequence']),
      fc.record({
        kind: constant('handle'),
        role: fc.boolean(),
        mutex: fc.boolean(),
        milestone: fc.boolean(),
        pauses: fc.boolean(),
      }),
      fc.record({ kind: constant('wait') }),
      fc.record({ kind: constant('call') }),
      fc.record({ kind: constant('timer') }),
      fc.record({ kind: constant('subflow'), waits: fc.boolean() }),
      fc.record({ kind: constant('cc') }),
      fc.record({ kind: constant('rows'), of: tie('block'), n: fc.option(n, { nil: undefined }), rest }),
      fc.record({ kind: constant('lines'), of: tie('block'), n: fc.option(n, { nil: undefined }), rest }),
      fc.record({ kind: constant('each'), of: fc.array(tie('block'), { minLength: 3, maxLength: 3 }) }),
      fc.record({ kind: constant('past'), of: tie('block') }),
      fc.record({ kind: constant('sequence'), of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: constant('parallel'), of: several, conditional: fc.boolean() }),
      fc.record({ kind: constant('inclusive'), of: several }),
      fc.record({ kind: constant('race'), of: several }),
      fc.record({ kind: constant('some'), of: several, n, rest }),
      fc.record({ kind: constant('web'), of: fc.array(tie('block'), { minLength: 4, maxLength: 4 }) }),
      fc.record({ kind: constant('choice'), of: several }),
    ),
  };
}).block;
