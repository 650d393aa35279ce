import fc from 'fast-check';
import { type FlowDefinition, loadApp } from '../../definition/index.ts';
import { rich } from '../../flow/testing/blocks.ts';
import { build, logins } from '../../flow/testing/layout.ts';

const APP = 'wander';

const label = (key: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': key, en: key });

const app = {
  key: APP,
  label: label(APP),
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: ['agent', 'lead', 'boss', 'admin'].map((key) => ({ key, label: label(key) })),
  admin: 'admin',
};

const roles: Record<string, string[]> = {
  ann: ['agent'],
  bob: ['agent'],
  cat: ['agent', 'lead'],
  dan: ['lead'],
  eve: ['boss'],
  root: ['admin'],
};

const people = {
  key: 'people',
  users: [...logins, 'root'].map((login) => ({ login, name: login, roles: roles[login] ?? [] })),
};

const access = app.roles.map(({ key }) => ({ role: key, create: true, rights: { '*': 'edit' } }));

const formOf = (key: string): object => ({
  key,
  label: label(key),
  fields: [
    { key: 'what', type: 'text', label: 'what' },
    { key: 'size', type: 'integer', label: 'size' },
    { key: 'result', type: 'text', label: 'result' },
    { key: 'lines', type: 'table', label: 'lines', fields: [{ key: 'name', type: 'text', label: 'name' }] },
  ],
  access,
});

const bank = {
  key: 'bank',
  label: 'bank',
  baseUrl: 'https://bank.example',
  secrets: ['token'],
  operations: {
    pay: {
      method: 'POST',
      path: '/payments',
      input: { no: 'text' },
      headers: { authorization: '= "Bearer " + secret.token' },
      body: { no: '= no' },
      idempotency: 'Idempotency-Key',
      answer: { payment: '= body.payment' },
      retry: { attempts: 3, backoff: 'PT10S' },
    },
  },
};

const other: FlowDefinition = {
  key: 'other_flow',
  label: 'other',
  form: 'other',
  states: [{ key: 'over', label: 'over' }],
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'handle', key: 'look', label: 'look', assignees: [{ user: 'bob' }] },
    { type: 'end', key: 'over', state: 'over' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'look' },
    { key: 'e2', from: 'look', to: 'over' },
  ],
};

interface TextFile {
  path: string;
  text: string;
}

const file = (path: string, json: unknown): TextFile => ({ path, text: JSON.stringify(json) });

/** What is the flow's own where it stands in an app: its form, its words, and a call with what the bank asks for. */
function flowOf(flow: FlowDefinition, key: string): FlowDefinition {
  const text = JSON.stringify({ ...flow, key: `${key}_flow`, label: key, form: key })
    .replaceAll('{"role":"visitor"}', '{"role":"agent"}')
    .replaceAll('{"call":"bank.pay"}', '{"call":"bank.pay","data":{"no":"= id"}}');
  return JSON.parse(text) as FlowDefinition;
}

const base = [
  file('app.json', app),
  file('data/people.json', people),
  file('connectors/bank.json', bank),
  file('forms/other.json', formOf('other')),
  file('flows/other_flow.json', other),
];

export interface FlowApp {
  app: string;
  files: TextFile[];
  /** Forms, each with a random flow. */
  forms: string[];
}

/** An app of so many random flows of each seed. Those whose check finds a fault are left out: they could not be published. */
export function flowApp(count: number, ...seeds: number[]): FlowApp {
  const files = [...base];
  const forms: string[] = [];
  for (const [at, seed] of seeds.entries()) {
    for (const block of fc.sample(rich, { seed, numRuns: count * 10 })) {
      if (forms.length === count * (at + 1)) break;
      const key = `f${forms.length}`;
      const mine = [file(`forms/${key}.json`, formOf(key)), file(`flows/${key}_flow.json`, flowOf(build(block), key))];
      // The shortest say nothing that the tests of the core do not.
      if (build(block).nodes.length < 7 || !loadApp([...base, ...mine]).ok) continue;
      files.push(...mine);
      forms.push(key);
    }
  }
  return { app: APP, files, forms };
}
