import {
  AlarmClock,
  Bell,
  Box,
  CircleCheck,
  Connection,
  CopyDocument,
  Cpu,
  Files,
  Finished,
  Grid,
  Link,
  Operation,
  Promotion,
  Rank,
  Share,
  Stamp,
  VideoPlay,
} from '@element-plus/icons-vue';
import type { Component } from 'vue';

/** A kind that is new to the format has the plain sign until it has its own. */
const SIGNS: Readonly<Record<string, Component>> = {
  start: VideoPlay,
  approve: Stamp,
  handle: Finished,
  cc: CopyDocument,
  exclusive: Share,
  parallel: Operation,
  inclusive: Connection,
  foreach: Grid,
  join: Rank,
  route: Promotion,
  action: Cpu,
  rule: Files,
  wait: Bell,
  timer: AlarmClock,
  subflow: Link,
  end: CircleCheck,
};
export const signOf = (kind: string): Component => SIGNS[kind] ?? Box;
