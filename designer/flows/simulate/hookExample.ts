import type { FormDefinition, Hook, Label } from '../../../engine/definition/index.ts';
import type { Json, Values } from '../../../engine/wire.ts';
import { nameOfPath, type Path } from './leaves.ts';

interface Reading {
  hook: Hook;
  form: FormDefinition | undefined;
  /** What the newest record holds in the fields by which the call-back finds it. */
  about: Values | null;
  now: string;
}

/** What each thing that the other system says is called in the form that it is for, by its place. */
export function hookNames(hook: Hook, form: FormDefinition | undefined): Map<string, Label> {
  const bases = basesOf(hook);
  const read = Object.entries({ ...hook.set, ...hook.match }).flatMap(([key, formula]): [string, Label][] => {
    const path = pathIn(String(formula), bases);
    const label = form?.fields.find((field) => field.key === key)?.label;
    return path === undefined || label === undefined ? [] : [[nameOfPath(path), label]];
  });
  return new Map(read);
}

/** What another system would say, as far as the hook reads it: so that nobody begins with an empty page. */
export function hookExample({ hook, form, about, now }: Reading): Values {
  const body: Values = {};
  const bases = basesOf(hook);
  for (const formula of formulasOf([hook.match, hook.set, hook.key, hook.signalWhen, hook.append])) {
    for (const { path, said } of readIn(formula, bases)) put(body, path, said);
  }
  for (const [key, formula] of Object.entries(hook.match)) {
    const path = pathIn(String(formula), bases);
    if (path !== undefined) put(body, path, about?.[key] ?? '', true);
  }
  for (const [key, formula] of Object.entries(hook.set ?? {})) {
    const path = pathIn(String(formula), bases);
    if (path !== undefined && isTime(form?.fields.find((field) => field.key === key)?.type)) put(body, path, now, true);
  }
  for (const [key, { from, fill }] of Object.entries(hook.append ?? {})) {
    const [list] = readIn(from, bases);
    const table = form?.fields.find((field) => field.key === key);
    const columns = table?.type === 'table' ? table.fields : [];
    for (const [column, formula] of Object.entries(fill)) {
      const [read] = readIn(String(formula), new Map([['row', []]]));
      if (list === undefined || read === undefined) continue;
      const type = columns.find((one) => one.key === column)?.type;
      put(body, [...list.path, 0, ...read.path], isTime(type) ? now : '', isTime(type));
    }
  }
  return body;
}

/** What parts of the body are called in the hook's formulas. */
function basesOf(hook: Hook): Map<string, Path> {
  const bases = new Map<string, Path>([['body', []]]);
  for (const [name, value] of Object.entries(hook.let ?? {})) {
    const path = pathIn(String(value), new Map(bases), /^=\s*(?:parseJson\(\s*)?([^()\s]+?)\s*\)?\s*$/u);
    if (path !== undefined) bases.set(name, path);
  }
  return bases;
}

const isTime = (type: string | undefined): boolean => type === 'datetime' || type === 'date';

function formulasOf(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('=') || /[.[]/.test(value) ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(formulasOf) : [];
}

/** Names with their parts, and the first text that a part is compared with. */
function readIn(formula: string, bases: ReadonlyMap<string, Path>): { path: Path; said: string }[] {
  const found = formula.matchAll(
    /([\p{L}_][\p{L}\p{N}_]*)((?:\.[\p{L}_][\p{L}\p{N}_]*|\[\d+\])+)(?:\s*=\s*"([^"]*)")?/gu,
  );
  return [...found].flatMap(([, name = '', parts = '', said = '']) => {
    const base = bases.get(name);
    return base === undefined ? [] : [{ path: [...base, ...partsOf(parts)], said }];
  });
}

/** The path of a formula that is nothing but one. */
function pathIn(formula: string, bases: ReadonlyMap<string, Path>, whole = /^=\s*(\S+)\s*$/u): Path | undefined {
  const name = whole.exec(formula)?.[1];
  const [read] = name === undefined ? [] : readIn(name, bases);
  return read?.path;
}

function partsOf(text: string): Path {
  return [...text.matchAll(/\.([\p{L}\p{N}_]+)|\[(\d+)\]/gu)].map(([, name, number]) =>
    name === undefined ? Number(number) - 1 : name,
  );
}

/** Where nothing stands yet, or `isSure`. A value never takes the place of what has parts. */
function put(body: Values, path: Path, value: Json, isSure = false): void {
  let here: Record<string | number, Json> = body;
  for (const [at, part] of path.entries()) {
    const next = path[at + 1];
    if (next === undefined) {
      const known = here[part];
      if (known === undefined || (isSure && (known === null || typeof known !== 'object')) || known === '')
        here[part] = value;
      return;
    }
    const known = here[part];
    if (known === null || typeof known !== 'object') here[part] = typeof next === 'number' ? [] : {};
    here = here[part] as Record<string | number, Json>;
  }
}
