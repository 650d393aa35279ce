import { type Component, defineAsyncComponent } from 'vue';
import type { Folder } from '../shell/places.ts';

/** What a kind of definition looks like, where it looks like something; the others are shown as their text. */
export const canvases: Partial<Record<Folder, Component>> = {
  tables: defineAsyncComponent(() => import('./TableCanvas.vue')),
  messages: defineAsyncComponent(() => import('./MessageCanvas.vue')),
  calendars: defineAsyncComponent(() => import('./CalendarCanvas.vue')),
};
