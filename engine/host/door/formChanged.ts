import { canonical } from '../../definition/index.ts';
import type { Command, EngineCommand } from './command.ts';
import type { DoorParts } from './parts.ts';
import { Refusal } from './refusal.ts';

type Any = Command | EngineCommand;

/**
 * What does not fit the form may have fitted the one that its sender filled in: then it is the form that has changed, and
 * what was typed is not wrong. Told by the version that came along, or by a field that the form once had.
 */
export async function asFormChanged(parts: DoorParts, command: Any, cause: unknown): Promise<unknown> {
  if (!(cause instanceof Refusal) || cause.code !== 'invalid') return cause;
  const form = 'form' in command ? command.form : command.type === 'task' ? command.at?.form : undefined;
  if (form === undefined || !(await hasChanged(parts, command, form, cause))) return cause;
  const { problems } = cause.details;
  return new Refusal(
    'form_changed',
    {
      'zh-CN': '填写期间表单已更新，所填内容需要调整。',
      en: 'The form has changed while you filled it in, and what you entered does not fit it any more.',
    },
    {
      status: 409,
      ...(problems && { problems }),
      cure: {
        'zh-CN': '请重新加载表单；已填内容会保留，按提示补充或修改后再提交。',
        en: 'Load the form again; what you typed is kept. Put right what is marked, then send it.',
      },
    },
  );
}

async function hasChanged(parts: DoorParts, command: Any, form: string, { details }: Refusal): Promise<boolean> {
  const { shelf } = parts;
  const current = shelf.current(command.app);
  if (current === undefined) return false;
  const seen = 'version' in command ? command.version : undefined;
  if (seen === undefined) {
    const unknown = (details.problems ?? []).filter(({ code }) => code === 'unknown_field');
    for (const { path } of unknown) if (await wasField(parts, command.app, form, path)) return true;
    return false;
  }
  if (seen >= current.number) return false;
  const before = await shelf.at(command.app, seen).catch(() => undefined);
  return canonical(before?.model.forms.get(form)) !== canonical(current.model.forms.get(form));
}

/** Some published version of the form had it; columns of sub-tables too. */
async function wasField({ sql }: DoorParts, app: string, form: string, path: string): Promise<boolean> {
  const [key = '', column] = path.replace(/\[\d+\]/, '').split('.');
  const place =
    column === undefined
      ? '$[*] ? (@.path == $file).json.fields[*] ? (@.key == $key)'
      : '$[*] ? (@.path == $file).json.fields[*] ? (@.key == $key).fields[*] ? (@.key == $column)';
  const rows = await sql.query(
    `select 1 from engine.app_version where app = $1 and jsonb_path_exists(definition, '${place}', $2::jsonb) limit 1`,
    [app, JSON.stringify({ file: `forms/${form}.json`, key, column: column ?? '' })],
  );
  return rows.length > 0;
}
