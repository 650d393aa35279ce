import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExampleSearch } from './example.ts';
import { anchorsOf, type PageSpec, writePage } from './page.ts';
import { readSchemas, type Schemas } from './schema.ts';

/** Which examples the pages show: a choice of the documentation, kept beside it. */
interface Examples {
  /** Where examples of single parts are looked for, in this order. */
  apps: string[];
  /** Kind → the file shown as a whole, and how many items of its lists. */
  whole: Record<string, { file: string; items: number }>;
}

function specs(schemas: Schemas, examples: Examples): PageSpec[] {
  const kind = (name: string, heading: string, location: string): PageSpec => {
    const example = examples.whole[name];
    return { name, heading, files: [`${name}.schema.json`], location, ...(example === undefined ? {} : { example }) };
  };
  const fields = [...schemas.keys()].filter((file) => file.startsWith('fields/') && file !== 'fields/base.schema.json');
  return [
    kind('app', 'App', 'app.json'),
    kind('form', 'Form', 'forms/<key>.json'),
    { name: 'field', heading: 'Field', files: ['field.schema.json', 'fields/base.schema.json', ...fields] },
    kind('flow', 'Flow', 'flows/<key>.json'),
    kind('rule', 'Rule', 'rules/<key>.json'),
    kind('table', 'Decision table', 'tables/<key>.json'),
    kind('message', 'Message', 'messages/<key>.json'),
    kind('connector', 'Connector', 'connectors/<key>.json'),
    kind('calendar', 'Calendar', 'calendars/<key>.json'),
    kind('report', 'Report', 'reports/<key>.json'),
    kind('scenario', 'Scenario', 'scenarios/<key>.json'),
    kind('data', 'Data', 'data/<key>.json'),
    { name: 'action', heading: 'Action', files: ['action.schema.json'] },
    { name: 'condition', heading: 'Condition', files: ['condition.schema.json'] },
    { name: 'common', heading: 'Common parts', files: ['common.schema.json'] },
  ];
}

const FOLDERS: Readonly<Record<string, string>> = {
  forms: 'form',
  flows: 'flow',
  rules: 'rule',
  tables: 'table',
  messages: 'message',
  connectors: 'connector',
  calendars: 'calendar',
  reports: 'report',
  scenarios: 'scenario',
  data: 'data',
};

function searchExamples(root: string, schemas: Schemas, apps: readonly string[]): ExampleSearch {
  const search = new ExampleSearch(schemas);
  for (const app of apps) {
    const ofApp = new ExampleSearch(schemas);
    for (const path of readdirSync(join(root, app), { recursive: true, encoding: 'utf8' }).sort()) {
      const [folder = '', name] = path.split('/');
      const of = path === 'app.json' ? 'app' : name === undefined ? undefined : FOLDERS[folder];
      const schema = of === undefined ? undefined : schemas.get(`${of}.schema.json`);
      if (!schema || !path.endsWith('.json')) continue;
      const value: unknown = JSON.parse(readFileSync(join(root, app, path), 'utf8'));
      ofApp.walk({ schema, file: `${of}.schema.json` }, value, `${app}/${path}`);
    }
    for (const [schema, example] of ofApp.found) if (!search.found.has(schema)) search.found.set(schema, example);
  }
  return search;
}

/** The pages of docs/definitions by file name. */
export function pagesOf(root: string): Map<string, string> {
  const schemas = readSchemas(join(root, 'schemas'));
  const chosen = JSON.parse(readFileSync(join(root, 'docs/examples.json'), 'utf8')) as Examples;
  const all = specs(schemas, chosen);
  const anchors = anchorsOf(schemas, all);
  const examples = searchExamples(root, schemas, chosen.apps).found;
  const pages = all.map((spec): [string, string] => {
    const whole: unknown = spec.example && JSON.parse(readFileSync(join(root, spec.example.file), 'utf8'));
    return [`${spec.name}.md`, writePage(schemas, spec, anchors, examples, whole)];
  });
  return new Map([['README.md', contents(schemas, all)], ...pages]);
}

function contents(schemas: Schemas, all: readonly PageSpec[]): string {
  const line = ({ name, heading, location, files: [file = ''] }: PageSpec): string =>
    `| [${heading}](${name}.md) | ${location === undefined ? 'a part of others' : `\`${location}\``} | ${firstSentence(schemas.get(file)?.description ?? '')} |`;
  return `${[
    '<!-- Made from schemas/ and apps/ by `npm run docs`. Not edited by hand. -->',
    '# Definitions',
    'An app is a folder of JSON files; each file is one definition, and its name is its key. This is every property of every kind, as the schemas in [schemas/](../../schemas) have it. `npm run check -- <folder>` holds an app against them and checks every reference.',
    ['| Kind | File | What it is |', '| --- | --- | --- |', ...all.map(line)].join('\n'),
    'Everywhere the same: a **key** is fixed at birth and is what everything refers to; a **label** is one text, or one for each language. A string that begins with `=` is a [formula](../expressions.md). Durations and times are ISO 8601; money is a decimal string. There are no `null`s and no empty lists: what is not said is left out.',
  ].join('\n\n')}\n`;
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.]) /)[0] ?? '';
}
