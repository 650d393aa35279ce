import type { Component } from 'vue';
import * as signs from './railSigns.ts';

/** By the name that an app's definition gives. */
export const railIcons: Readonly<Record<string, Component>> = { ...signs };

interface Item {
  icon?: string;
  form?: string;
  board?: string;
}

/** The sign of its own, else that of what it opens. */
export function railIcon({ icon, form, board }: Item): Component {
  const own = icon !== undefined && Object.hasOwn(railIcons, icon) ? railIcons[icon] : undefined;
  return own ?? (form !== undefined ? signs.Document : board !== undefined ? signs.DataLine : signs.Box);
}
