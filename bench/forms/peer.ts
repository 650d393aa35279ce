/** One library, doing the three jobs. Each returns how to take it down again. */
export interface Peer {
  fields(root: HTMLElement, count: number): (() => void) | Promise<() => void>;
  linked(root: HTMLElement, rules: number): (() => void) | Promise<() => void>;
  table(root: HTMLElement, rows: number): (() => void) | Promise<() => void>;
  /** Selectors that are counted to see that it has drawn. */
  drawn: { fields: string; table: string };
}

export type Job = 'fields' | 'linked' | 'table';

declare global {
  interface Window {
    subject: {
      /** Resolves when it is painted, with how many fields or rows it has drawn. */
      mount(job: Job, count: number): Promise<number>;
      clear(): Promise<void>;
      /** Resolves when so many fields are shown and painted. */
      shows(count: number): Promise<void>;
    };
  }
}
