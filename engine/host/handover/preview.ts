import type { Knex } from 'knex';
import { refuse } from '../../flow/refusal.ts';
import { textOf } from '../../form/index.ts';
import type { HandOverDraft, HandOverGroup, HandOverPreview, HandOverRefusal, Person, ProxyView } from '../../wire.ts';
import type { ProxyRow } from '../absence/view.ts';
import { viewsOf } from '../absence/view.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { fieldLabelOf, fieldsOf } from './fields.ts';
import { mentionsOf } from './mentions.ts';
import { groupOf, type Planned, planned } from './plan.ts';
import { restOf } from './rest.ts';
import { titlesFor } from './titles.ts';
import { casesOf, type Piece, piecesOf } from './work.ts';

export interface Leaver {
  id: string;
  login: string;
  name: string | { 'zh-CN': string; en: string };
  disabled: boolean;
}

/** More are counted, and not named one by one. */
const MOST_CLASHES = 20;

/** What would go where, before anything does. */
export async function previewOf(
  parts: DoorParts,
  knex: Knex,
  { leaver, draft, apps }: { leaver: Leaver; draft: HandOverDraft; apps: readonly string[] },
  user: UserActor,
  locale: Locale,
): Promise<Omit<HandOverPreview, 'running'>> {
  const pieces = await piecesOf(parts, leaver.id, apps);
  const plan = planned(pieces, await casesOf(parts, pieces), draft.moves);
  const titles = await titlesFor(
    parts,
    plan.filter(({ code }) => code !== undefined).map(({ piece }) => piece),
    user,
  );
  const [proxies, mentions, fields, rest, [elsewhere]] = await Promise.all([
    proxiesOf(parts, leaver.id, apps, locale),
    mentionsOf(knex, parts.shelf, leaver, apps),
    fieldsOf(parts, leaver.id, apps, { user, moves: draft.fields ?? [], locale }),
    restOf(parts, leaver.id, apps),
    parts.sql.query<{ tasks: string }>(
      `select count(*) as tasks from engine.task
       where assignee = $1 and status = 'open' and kind <> 'copy' and not app = any ($2::text[])`,
      [leaver.id, apps],
    ),
  ]);
  const { id, login, name, disabled } = leaver;
  return {
    person: { id, login, name: textOf(name, locale), disabled },
    groups: await groupsOf(parts, pieces, plan, { draft, titles, locale }),
    fields,
    proxies,
    rest,
    mentions,
    elsewhere: Number(elsewhere?.tasks ?? 0),
  };
}

/** For whom they act, now or later, as far as it is a matter of these apps. */
export async function proxiesOf(
  parts: DoorParts,
  person: string,
  apps: readonly string[],
  locale: Locale,
): Promise<ProxyView[]> {
  const rows = await parts.sql.query<ProxyRow>(
    `select p.* from engine.proxy p
     where p.proxy = $1 and p.ended_at is null and p.ends_at > $2 and (p.app = any ($3::text[]) or (p.app is null
       and exists (select 1 from engine.user_role r where r.user_id = p.person and r.app = any ($3::text[]))))
     order by p.starts_at, p.id`,
    [person, parts.clock.now(), apps],
  );
  return viewsOf(parts, rows, locale);
}

interface Around {
  draft: HandOverDraft;
  titles: Readonly<Record<string, string>>;
  locale: Locale;
}

async function groupsOf(
  parts: DoorParts,
  pieces: readonly Piece[],
  plan: readonly Planned[],
  around: Around,
): Promise<HandOverGroup[]> {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) groups.set(groupOf(piece), [...(groups.get(groupOf(piece)) ?? []), piece]);
  return Promise.all(
    [...groups.values()].flatMap(([first, ...rest]) =>
      first ? [oneGroup(parts, [first, ...rest], plan, around)] : [],
    ),
  );
}

async function oneGroup(
  parts: DoorParts,
  pieces: readonly [Piece, ...Piece[]],
  plan: readonly Planned[],
  { draft, titles, locale }: Around,
): Promise<HandOverGroup> {
  const [{ app, flow, form, node }] = pieces;
  const name = groupOf(pieces[0]);
  const clashes = plan.filter((one) => one.code !== undefined && groupOf(one.piece) === name);
  const tasks = pieces.filter(({ kind }) => kind === 'task').length;
  const to = draft.moves.find((move) => groupOf(move) === name)?.to ?? [];
  return {
    app,
    flow,
    form,
    node,
    ...labelsOf(parts, pieces[0]),
    tasks,
    others: pieces.length - tasks,
    clashes: clashes.slice(0, MOST_CLASHES).map((one) => clashView(parts, one, titles, locale)),
    lacking: await lackingOf(parts, pieces, to, locale),
    away: await awayOf(parts, pieces[0], to, locale),
  };
}

/** A step, or where there is none of that name, a field. */
export function labelsOf(
  { shelf }: Pick<DoorParts, 'shelf'>,
  { app, form, node }: Pick<Piece, 'app' | 'form' | 'node'>,
) {
  const live = shelf.current(app);
  const found = live?.form(form);
  const step = found?.flow?.definition.nodes.find(({ key }) => key === node);
  const labelled = step && 'label' in step ? step.label : undefined;
  return {
    appLabel: live?.model.app.label ?? app,
    formLabel: found?.form.label ?? form,
    nodeLabel: labelled ?? (step ? node : (fieldLabelOf(shelf, { app, form, field: node }) ?? node)),
  };
}

function clashView(
  parts: DoorParts,
  { piece, code = 'task_gone' }: Planned,
  titles: Readonly<Record<string, string>>,
  locale: Locale,
): HandOverRefusal {
  const { app, form, record } = piece;
  const { message, cure } = refuse(code);
  const { nodeLabel } = labelsOf(parts, piece);
  return {
    app,
    form,
    record,
    title: titles[record] ?? record.slice(0, 8),
    nodeLabel,
    code,
    message: message[locale],
    cure: cure[locale],
  };
}

async function awayOf(
  { people, clock }: DoorParts,
  { app, form, flow }: Piece,
  to: readonly string[],
  locale: Locale,
): Promise<HandOverGroup['away']> {
  const staff = await people.of(app);
  const nameOf = (id: string): string => textOf(staff.person(id)?.name ?? '', locale);
  return to.flatMap((id) => {
    const absence = staff.absence(id, { now: clock.now().toISOString(), form, flow });
    if (absence === undefined) return [];
    return [{ person: nameOf(id), proxy: nameOf(absence.proxy), until: absence.until }];
  });
}

/** An administrator may give work to whom they like; that somebody lacks its role is said. */
async function lackingOf(
  parts: DoorParts,
  pieces: readonly Piece[],
  to: readonly string[],
  locale: Locale,
): Promise<HandOverGroup['lacking']> {
  const app = pieces[0]?.app ?? '';
  const staff = await parts.people.of(app);
  const roles = new Set(pieces.flatMap(({ role }) => role ?? []));
  const labels = parts.shelf.get(app)?.app.roles ?? [];
  return [...roles].flatMap((role) =>
    to.flatMap((id) => {
      const person = staff.person(id);
      if (person === undefined || person.roles.includes(role)) return [];
      const told: Person = { id, login: person.login, name: textOf(person.name, locale) };
      return [{ person: told, role: labels.find(({ key }) => key === role)?.label ?? role }];
    }),
  );
}
