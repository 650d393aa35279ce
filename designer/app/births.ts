import type { Label, Localised } from '../../engine/definition/index.ts';
import type { Json, JsonObject } from '../draft/types.ts';
import type { Folder } from '../shell/places.ts';

/** What a new definition may have to know of the app. */
export interface Surroundings {
  roles: readonly string[];
  admin: string;
  /** The form that it is about. */
  form: string;
  /** One field of it. */
  field: string;
  timeZone: string;
}

/** What people make here. Scenarios and first data come with an app's file or are written as text. */
export const MAKEABLE: readonly Folder[] = [
  'forms',
  'flows',
  'rules',
  'tables',
  'reports',
  'messages',
  'connectors',
  'calendars',
];
/** Kinds that are about a form, so that there has to be one first. */
export const ABOUT_A_FORM: readonly Folder[] = ['flows', 'rules', 'tables', 'reports'];

const both = (zh: string, en: string): Json => ({ 'zh-CN': zh, en });

/** What the step is called that a flow is born with, until somebody names it. */
export const FIRST_STEP: Localised = { 'zh-CN': '审批', en: 'Review' };

/** The smallest definition of its kind that is right and does something. */
const BIRTHS: Record<Folder, (around: Surroundings) => object> = {
  forms: ({ roles, admin }) => ({
    // Called after its type until somebody names it: the first name of a field gives it its key.
    title: 'text',
    fields: [{ key: 'text', type: 'text', label: both('单行文本', 'Text'), required: true }],
    // What is not named is hidden: a form that nobody may see would seem to be lost.
    access: roles.map((role) => ({
      role,
      create: true,
      ...(role === admin ? { delete: true, export: true, import: true } : {}),
      rights: { '*': 'edit' },
    })),
  }),
  flows: ({ form, roles, admin }) => ({
    form,
    states: [
      { key: 'review', label: both('审批中', 'In review') },
      { key: 'approved', label: both('已通过', 'Approved'), tone: 'success' },
      { key: 'rejected', label: both('已拒绝', 'Rejected'), tone: 'danger' },
    ],
    nodes: [
      { key: 'start', type: 'start' },
      {
        key: 'review',
        type: 'approve',
        label: { ...FIRST_STEP },
        state: 'review',
        assignees: [{ role: roles.find((role) => role !== admin) ?? admin }],
      },
      { key: 'approved', type: 'end', label: both('已通过', 'Approved'), state: 'approved' },
      { key: 'rejected', type: 'end', label: both('已拒绝', 'Rejected'), state: 'rejected' },
    ],
    edges: [
      { key: 'begin', from: 'start', to: 'review' },
      { key: 'agreed', from: 'review', to: 'approved' },
      { key: 'refused', from: 'review', on: 'rejected', to: 'rejected' },
    ],
  }),
  // Runs, and changes nothing until it is said what.
  rules: ({ form }) => ({ on: { form, event: 'created' }, ['then']: [{ set: {} }] }),
  tables: ({ form, field }) => ({ form, hit: 'first', in: [`= ${field}`], out: ['result'], rows: [['-', 'normal']] }),
  reports: ({ form }) => ({
    measures: [{ key: 'records', label: both('数量', 'Records'), of: form, value: 'count()' }],
    tiles: [{ key: 'total', type: 'metric', label: both('总数', 'Total'), measure: 'records', size: [3, 2] }],
  }),
  messages: () => ({ text: both('请查看 {link}', 'Please see {link}'), link: 'record' }),
  connectors: () => ({
    baseUrl: 'https://api.example.com',
    operations: { send: { method: 'POST', path: '/messages', input: { text: 'text' }, body: { text: '= text' } } },
  }),
  calendars: ({ timeZone }) => ({ timeZone, week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] } }),
  scenarios: () => ({ clock: '2026-01-05T09:00:00+08:00', steps: [] }),
  data: () => ({}),
};

export function birthOf(folder: Folder, key: string, label: Label, around: Surroundings): JsonObject {
  return { key, label, ...BIRTHS[folder](around) } as JsonObject;
}
