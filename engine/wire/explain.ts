import type { Right } from '../definition/types.generated.ts';

/** GET …/records/:id/explain?path=: why this person may do with a field what they may. */
export interface ExplainView {
  path: string;
  label: string;
  right: Right;
  /** The right in words. */
  now: string;
  lines: { depth: number; text: string; holds?: boolean }[];
}
