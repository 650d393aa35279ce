import type { Label } from '../definition/types.generated.ts';
import type { Person } from './session.ts';

/** POST /api/me/proxies: who does my work from when until when. */
export interface ProxyOrder {
  /** uuid: sent again, it is the same one. */
  command: string;
  /** User id. */
  proxy: string;
  /** Instants. */
  from: string;
  until: string;
  /** Only in this app; left out: wherever both work. */
  app?: string;
  /** Only there; both with `app`. */
  form?: string;
  flow?: string;
  reason?: string;
  /** What lies on the desk when it begins goes over too. */
  handOver?: boolean;
}

/** What stays with whoever is away, because the proxy may not do it. */
export interface ProxyGap {
  app: string;
  label: Label;
  /** Roles that the proxy does not hold; without it they do not work in this app at all. */
  roles?: Label[];
}

export interface ProxyView {
  id: string;
  person: Person;
  proxy: Person;
  from: string;
  until: string;
  status: 'to_come' | 'holds' | 'over';
  /** App, form or flow it is limited to. */
  scope?: { app: Label; part?: Label };
  reason?: string;
  handOver: boolean;
  /** Of what lay on the desk: handed over, and kept because the proxy may not do it. */
  handed?: number;
  kept?: number;
  gaps: ProxyGap[];
  /** Open tasks that the proxy has in the person's place now. */
  open: number;
}

/** GET /api/me/proxies */
export interface MyProxies {
  mine: ProxyView[];
  forOthers: ProxyView[];
}

/** Where work of somebody who leaves lies: a step of a flow. */
export interface HandOverMove {
  app: string;
  flow: string;
  node: string;
  /** User ids; several take turns. */
  to: string[];
}

/** POST /api/handovers/preview */
export interface HandOverDraft {
  /** User id. */
  person: string;
  moves: HandOverMove[];
}

/** POST /api/handovers */
export interface HandOverOrder extends HandOverDraft {
  /** uuid: sent again, it is the same job. */
  command: string;
  reason: string;
  /** Whoever acts from now on for those whose proxy they were; left out, these proxies end. */
  proxyTo?: string;
}

/** What would not, or did not, go over: by record, with why and what helps. */
export interface HandOverRefusal {
  app: string;
  form: string;
  record: string;
  title: string;
  nodeLabel: Label;
  code: string;
  message: string;
  cure?: string;
}

export interface HandOverGroup {
  app: string;
  appLabel: Label;
  flow: string;
  form: string;
  formLabel: Label;
  node: string;
  nodeLabel: Label;
  /** Open tasks. */
  tasks: number;
  /** Turns in a row, choices, and answers to what they have delegated. */
  others: number;
  clashes: HandOverRefusal[];
  /** Receivers who do not hold the role by which the work came. */
  lacking: { person: Person; role: Label }[];
}

/** A definition or a setting that names them. */
export interface HandOverMention {
  app: string;
  appLabel: Label;
  /** Of the file in the draft; left out: a setting or a department. */
  file?: string;
  /** JSON pointer in the file, or the setting's or department's key. */
  at: string;
  kind: 'definition' | 'setting' | 'department';
}

export interface HandOverPreview {
  person: Person & { disabled: boolean };
  groups: HandOverGroup[];
  /** For whom they act. */
  proxies: ProxyView[];
  mentions: HandOverMention[];
  /** Open tasks in apps that the asker does not look after. */
  elsewhere: number;
  /** Begun and not ended. */
  running?: HandOverView;
}

export interface HandOverView {
  id: string;
  person: Person;
  reason: string;
  status: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  total: number;
  moved: number;
  /** Done by somebody, or over, before it came to it. */
  gone: number;
  refused: number;
  createdAt: string;
  createdBy: Person;
  endedAt?: string;
  error?: string;
  refusals: HandOverRefusal[];
}
