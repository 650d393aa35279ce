import * as icons from '@element-plus/icons-vue';
import type { Component } from 'vue';

const named: Record<string, Component> = icons;

/** The sign of a field type or part, as the types themselves name it. */
export const iconOf = (name: string): Component => named[name] ?? icons.Tickets;
