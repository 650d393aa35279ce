/** One library, doing the three jobs. Each returns how to take it down again. */
export interface Peer {
  fields(root: HTMLElement, count: number): (() => void) | Promise<() => void>;
  linked(root: HTMLElement, rules: number): (() => void) | Promise<() => void>;
  table(root: HTMLElement, rows: number): (() => void) | Promise<() => void>;
  /** Selectors that are counted to see that it has drawn. */
  drawn: { fields: string; table: string };
}
