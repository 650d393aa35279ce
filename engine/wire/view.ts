import type { Condition } from '../definition/types.generated.ts';

/** How a list looks: which columns in which order and how wide, sorted and filtered by what. */
export interface ListLook {
  columns?: { key: string; width?: number }[];
  /** Field keys, - in front for descending. */
  sort?: string[];
  search?: string;
  filter?: Condition;
}

/** GET …/views: one's own and those that an administrator shares. */
export interface SavedView {
  id: string;
  label: string;
  look: ListLook;
  isShared: boolean;
  /** This person may change and remove it. */
  isMine: boolean;
  /** This person's list begins with it. */
  isDefault: boolean;
}
