import { placesOfText } from '../../rule/template.ts';
import { both } from '../texts.ts';
import type { Action, Field, FormDefinition, MessageDefinition } from '../types.generated.ts';
import { at, type Desk, fieldKeys, type Place, SYSTEM_FACTS } from './desk.ts';

/** Places that every message may have, beside the fields of its form. */
const ALWAYS = ['due', 'node', 'link', 'reason', 'app', 'form', 'title', 'settings', 'user', 'task', ...SYSTEM_FACTS];

/** Data that rules and flows send along with this message. */
function sentNames(desk: Desk, message: string): Set<string> {
  const actions: Action[] = [...desk.app.rules.values()].flatMap((rule) => rule.then);
  for (const flow of desk.app.flows.values())
    for (const node of flow.nodes) if (node.type === 'action') actions.push(...node.do);
  const sends = actions.filter((action) => 'send' in action && action.send === message);
  return new Set(sends.flatMap((action) => ('send' in action ? Object.keys(action.data ?? {}) : [])));
}

/** The form whose fields may stand behind this field's dot. */
function formBehind(desk: Desk, field: Field | undefined): FormDefinition | undefined {
  if (field?.type === 'reference') return desk.app.forms.get(field.form);
  if (field && 'options' in field && !Array.isArray(field.options)) return desk.app.forms.get(field.options.form);
  return undefined;
}

function checkPlaces(desk: Desk, place: Place, text: string, form: FormDefinition, sent: Set<string>): void {
  const { places, unclosed } = placesOfText(text);
  if (unclosed) {
    desk.report(
      place,
      'open_place',
      both('有一个“{”没有对应的“}”。', 'A “{” has no “}”.'),
      both('补上右花括号；要显示花括号本身，写 {{ 或 }}。', 'Close it; to show a brace itself write {{ or }}.'),
    );
  }
  for (const name of places) {
    const [head = '', ...rest] = name.split('.');
    if (sent.has(head) || (ALWAYS.includes(head) && !fieldKeys(form).includes(head))) continue;
    if (!desk.known(place, 'field', head, [...fieldKeys(form), ...sent, ...ALWAYS]) || rest.length === 0) continue;
    const behind = formBehind(
      desk,
      form.fields.find((field) => field.key === head),
    );
    if (behind) desk.known(place, 'field', rest[0] ?? '', fieldKeys(behind));
    else noReference(desk, place, head);
  }
}

function noReference(desk: Desk, place: Place, head: string): void {
  desk.report(
    place,
    'no_reference',
    both(`“${head}”不是引用，不能在后面加点。`, `“${head}” is no reference: nothing can stand behind its dot.`),
    both('只写字段本身，或改用引用类型的字段。', 'Write the field alone, or use a field that refers to a record.'),
  );
}

/** A page that a click opens: a public form that lets its address fill these fields in. */
export function checkPage(desk: Desk, place: Place, page: NonNullable<MessageDefinition['page']>, own: string[]): void {
  const target = desk.form(at(place, 'form'), page.form);
  if (!target) return;
  if (!target.public) {
    desk.report(
      at(place, 'form'),
      'no_public_form',
      both(`表单“${page.form}”不是公开表单。`, `The form “${page.form}” is not public.`),
      both('在表单设置里开启公开填写。', 'Open it to the public in the form’s settings.'),
    );
  }
  for (const [field, fact] of Object.entries(page.fill ?? {})) {
    desk.known(at(place, 'fill', field), 'field', field, target.public?.prefill ?? []);
    desk.known(at(place, 'fill', field), 'field', fact, own);
  }
}

export function checkMessage(desk: Desk, message: MessageDefinition): void {
  const place = desk.place('message', message.key);
  if (message.form === undefined) return;
  const form = desk.form(at(place, 'form'), message.form);
  if (form && message.page) checkPage(desk, at(place, 'page'), message.page, fieldKeys(form));
  if (!form) return;
  const sent = sentNames(desk, message.key);
  for (const part of ['title', 'text'] as const) {
    const label = message[part];
    if (typeof label === 'string') checkPlaces(desk, at(place, part), label, form, sent);
    else
      for (const [locale, text] of Object.entries(label ?? {}))
        checkPlaces(desk, at(place, part, locale), text, form, sent);
  }
}
