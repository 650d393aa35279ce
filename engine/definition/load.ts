import { canonical } from './canonical.ts';
import { checkReferences } from './check/index.ts';
import type { AppFile, AppModel, Kind, LoadResult, Localised, Problem } from './model.ts';
import { sha256 } from './sha256.ts';
import { checkStructure } from './structure/check.ts';
import { readFile } from './structure/read.ts';
import { both, suggestion } from './texts.ts';
import type {
  AppDefinition,
  CalendarDefinition,
  ConnectorDefinition,
  DataDefinition,
  DecisionTable,
  FlowDefinition,
  FormDefinition,
  MessageDefinition,
  ReportDefinition,
  RuleDefinition,
  ScenarioDefinition,
} from './types.generated.ts';

/** An app of more files than this is no app but a mistake. */
const MOST_FILES = 2000;

const FOLDERS: Readonly<Record<string, Exclude<Kind, 'app'>>> = {
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

const folderOf = (kind: Kind): string => Object.entries(FOLDERS).find(([, item]) => item === kind)?.[0] ?? '';

interface Definition {
  kind: Kind;
  key: string;
  path: string;
  json: object;
}

function problem(code: string, file: string, path: string, message: Localised, cure: Localised): Problem {
  return { code, file, path, message, cure, severity: 'error' };
}

function kindOf(path: string): Kind | Problem {
  if (path === 'app.json') return 'app';
  const [folder = '', name, ...rest] = path.split('/');
  const kind = Object.hasOwn(FOLDERS, folder) ? FOLDERS[folder] : undefined;
  if (kind !== undefined && name !== undefined && rest.length === 0) return kind;
  return problem(
    'misplaced_file',
    path,
    '',
    both('这个文件不在任何一类定义的文件夹里。', 'This file lies in no folder of definitions.'),
    rest.length > 0
      ? both('文件夹里不能再有文件夹，请移到上一层。', 'Folders of definitions have no folders in them: move it up.')
      : suggestion(folder, Object.keys(FOLDERS)),
  );
}

/** The key is the file's name, so that a thing is found where it is looked for. */
function checkName(kind: Kind, path: string, key: unknown): Problem | undefined {
  const name = (path.split('/').at(-1) ?? '').replace(/\.json$/, '');
  if (kind === 'app' || typeof key !== 'string' || key === name) return undefined;
  return problem(
    'key_is_not_file_name',
    path,
    '/key',
    both(`键“${key}”与文件名“${name}.json”不一致。`, `The key “${key}” is not the file’s name “${name}.json”.`),
    both(
      `把文件改名为“${key}.json”，或把键改成“${name}”。`,
      `Rename the file to “${key}.json”, or make the key “${name}”.`,
    ),
  );
}

function readDefinition(file: AppFile): Definition | Problem[] {
  const kind = kindOf(file.path);
  if (typeof kind === 'object') return [kind];
  const read = readFile(file);
  if ('problem' in read) return [read.problem];
  const problems = checkStructure(kind, file.path, read.json);
  if (typeof read.json !== 'object' || read.json === null || problems.length > 0) return problems;
  const key = 'key' in read.json ? read.json.key : undefined;
  const named = checkName(kind, file.path, key);
  if (named) return [named];
  return { kind, key: String(key), path: file.path, json: read.json };
}

/** One kind's definitions by key. The schema of the kind has vouched for the type. */
function ofKind<T>(definitions: readonly Definition[], kind: Kind): ReadonlyMap<string, T> {
  return new Map(definitions.filter((item) => item.kind === kind).map((item) => [item.key, item.json as T]));
}

function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
}

function modelOf(definitions: readonly Definition[], app: AppDefinition): AppModel {
  for (const { json } of definitions) frozen(json);
  const named = [...definitions].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    app,
    forms: ofKind<FormDefinition>(named, 'form'),
    flows: ofKind<FlowDefinition>(named, 'flow'),
    rules: ofKind<RuleDefinition>(named, 'rule'),
    tables: ofKind<DecisionTable>(named, 'table'),
    messages: ofKind<MessageDefinition>(named, 'message'),
    connectors: ofKind<ConnectorDefinition>(named, 'connector'),
    calendars: ofKind<CalendarDefinition>(named, 'calendar'),
    reports: ofKind<ReportDefinition>(named, 'report'),
    scenarios: ofKind<ScenarioDefinition>(named, 'scenario'),
    data: ofKind<DataDefinition>(named, 'data'),
    files: new Map(named.map((item) => [`${item.kind}/${item.key}`, item.path])),
    hash: sha256(canonical(Object.fromEntries(named.map((item) => [item.path, item.json])))),
  };
}

function checkSet(files: readonly AppFile[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const { path } of files) {
    // Two files that differ only in case are one file on other machines.
    const other = seen.get(path.toLowerCase());
    if (other !== undefined) {
      problems.push(
        problem(
          'duplicate_file',
          path,
          '',
          both(`与“${other}”只有大小写不同，或重复。`, `It is “${other}” again, or differs only in case.`),
          both('请给其中一个改名。', 'Rename one of them.'),
        ),
      );
    }
    seen.set(path.toLowerCase(), path);
  }
  if (files.length <= MOST_FILES) return problems;
  const [first] = files;
  return [
    problem(
      'too_many_files',
      first?.path ?? '',
      '',
      both(
        `文件过多：${files.length} 个，最多 ${MOST_FILES} 个。`,
        `There are too many files: ${files.length}, at most ${MOST_FILES}.`,
      ),
      both('请检查文件夹是否选对。', 'See whether this is the right folder.'),
    ),
  ];
}

const NO_APP = problem(
  'no_app',
  'app.json',
  '',
  both('缺少 app.json。', 'There is no app.json.'),
  both(
    '在应用的文件夹里写一个 app.json，说明名称、时区、币种和角色。',
    'Write an app.json in the app’s folder: its label, time zone, currency and roles.',
  ),
);

const result = (problems: Problem[], app?: AppModel): LoadResult => ({
  ...(app ? { app } : {}),
  problems,
  ok: app !== undefined && !problems.some((item) => item.severity === 'error'),
});

/** Structure and limits of each file, then every cross-reference; these only where the structure of all files is right. */
export function loadApp(files: readonly AppFile[]): LoadResult {
  const problems = checkSet(files);
  if (problems.some((item) => item.code === 'too_many_files')) return result(problems);
  const definitions: Definition[] = [];
  for (const file of files) {
    const read = readDefinition(file);
    if (Array.isArray(read)) problems.push(...read);
    else definitions.push(read);
  }
  const app = definitions.find((item) => item.kind === 'app')?.json as AppDefinition | undefined;
  if (!app && !files.some((file) => file.path === 'app.json')) problems.push(NO_APP);
  if (!app || problems.length > 0) return result(problems);
  const model = modelOf(definitions, app);
  return result(checkReferences(model), model);
}

/** The definitions as files again, in a fixed order. */
export function filesOf(app: AppModel): { path: string; json: unknown }[] {
  const maps: [Kind, ReadonlyMap<string, unknown>][] = [
    ['form', app.forms],
    ['flow', app.flows],
    ['rule', app.rules],
    ['table', app.tables],
    ['message', app.messages],
    ['connector', app.connectors],
    ['calendar', app.calendars],
    ['report', app.reports],
    ['scenario', app.scenarios],
    ['data', app.data],
  ];
  const files = maps.flatMap(([kind, definitions]) =>
    [...definitions].map(([key, json]) => ({ path: `${folderOf(kind)}/${key}.json`, json })),
  );
  return [{ path: 'app.json', json: app.app }, ...files];
}
