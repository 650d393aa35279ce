import type { Label } from '../definition/types.generated.ts';
import type { Person } from './session.ts';

/** POST /api/me/proxies: who does my work from when until when. PUT /api/me/proxies/:id changes one that is not over. */
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

/** POST /api/apps/:app/proxies, PUT …/proxies/:id: an administrator says it for somebody else. */
export interface ProxyOrderFor extends Omit<ProxyOrder, 'app'> {
  /** User id of whoever is away. */
  person: string;
  /** In all of their apps, where the administrator looks after all of them. */
  everywhere?: boolean;
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
  /** Their keys, for changing it. */
  app?: string;
  form?: string;
  flow?: string;
  /** Of the person's clock; left out where they never said. */
  timeZone?: string;
  /** For an administrator: it holds in apps as well that are not theirs to look after. */
  isTheirs?: true;
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

/** Records in which they stand in this field. */
export interface HandOverFieldMove {
  app: string;
  form: string;
  /** A field of people, or "table.column". */
  field: string;
  /** User ids; several take turns. */
  to: string[];
  /** Also those whose flow is over; else only what is under way, and records without a flow. */
  all?: boolean;
}

/** POST /api/handovers/preview */
export interface HandOverDraft {
  /** User id. */
  person: string;
  moves: HandOverMove[];
  /** Records in which they stand. */
  fields?: HandOverFieldMove[];
}

/** POST /api/handovers */
export interface HandOverOrder extends HandOverDraft {
  /** uuid: sent again, it is the same job. */
  command: string;
  reason: string;
  /** Whoever acts from now on for those whose proxy they were; left out, these proxies end. */
  proxyTo?: string;
}

/** POST …/records/:id/receiver: who would get what is given to somebody by hand. */
export interface ReceiverAsk {
  operation: 'transfer' | 'delegate' | 'add_signer' | 'reassign';
  task: string;
  /** User id. */
  to: string;
  position?: 'before' | 'after' | 'beside';
}

export interface ReceiverView {
  /** Left out: whoever is named is there. */
  away?: {
    person: string;
    proxy: string;
    until: string;
    /** It would be the proxy's; else it stays with whoever is named. */
    goesOver: boolean;
    /** Why, in words. */
    why: string[];
  };
}

/** What would not, or did not, go over: by record, with why and what helps. */
export interface HandOverRefusal {
  app: string;
  form: string;
  record: string;
  title: string;
  /** The step, or the field. */
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
  /** Receivers who are away: whoever stands in has it in their place. */
  away: { person: string; proxy: string; until: string }[];
}

/** Records in which they stand in a field of people. */
export interface HandOverField {
  app: string;
  appLabel: Label;
  form: string;
  formLabel: Label;
  field: string;
  fieldLabel: Label;
  records: number;
  /** Of these: under way, or of a form without a flow. */
  open: number;
  /** The asker may not change this field: each record would refuse. */
  locked?: true;
  /** Receivers who do not hold the role that the field asks. */
  lacking: { person: Person; role: Label }[];
}

/** What else is theirs, and stays so: drafts not sent, views that others use, API keys, those who act for them. */
export interface HandOverRest {
  kind: 'drafts' | 'views' | 'keys' | 'proxies';
  count: number;
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
  fields: HandOverField[];
  rest: HandOverRest[];
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
