import type { AppModel } from '../../definition/index.ts';
import { type Admission, admittedBytes, admittedKinds, type FileKind, fieldType } from '../../form/index.ts';
import type { Actor } from '../access/actor.ts';
import { rolesIn } from '../access/actor.ts';
import { COMMENT_FIELD } from '../comments/ports.ts';
import { takeTurn } from '../connectors/rate-limit.ts';
import { refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import type { Content } from './content.ts';
import { ownerKey } from './owner.ts';
import { tooBig, tooManyUploads, wrongContent } from './refused.ts';

/** Where a file is to go: "photos", or "lines.photos" for the column of a sub-table. */
export interface FilePlace {
  form: string;
  field: string;
}

const MOST_WITH_COMMENT = 20;
const UPLOADS = { calls: 300, perMs: 3_600_000 };

function admissionOf(app: AppModel, { form: formKey, field: path }: FilePlace): Admission {
  if (path === COMMENT_FIELD) return { max: MOST_WITH_COMMENT };
  const form = app.forms.get(formKey);
  if (!form) throw refusals.unknown('form', formKey);
  const [key = '', column] = path.split('.');
  const field = form.fields.find((one) => one.key === key);
  const found =
    column !== undefined && field?.type === 'table' ? field.fields.find((one) => one.key === column) : field;
  const admission = found && fieldType(found).admits?.(found);
  if (admission === undefined) throw refusals.unknown('field', path);
  return admission;
}

/** What one field lets in, for one upload. */
export interface Gate {
  kinds: readonly FileKind[];
  /** Bytes, whatever the kind. */
  most: number;
  /** Judges what has come: its kind by its bytes, its size by its kind. */
  judge(content: Content | undefined, size: number): void;
}

export function gateOf(app: AppModel, place: FilePlace): Gate {
  const admission = admissionOf(app, place);
  const kinds = admittedKinds(admission);
  return {
    kinds,
    most: Math.max(...kinds.map((kind) => admittedBytes(admission, kind))),
    judge(content, size) {
      if (!content || !kinds.includes(content.kind)) throw wrongContent(place.field, kinds);
      const most = admittedBytes(admission, content.kind);
      if (size > most) throw tooBig(place.field, most);
    },
  };
}

/** Who works in the app or has proved something in its portal may send files, a few hundred an hour. */
export async function mayUpload(host: Host, app: AppModel, place: FilePlace, actor: Actor): Promise<void> {
  if (rolesIn(actor, app.app.key).length === 0) throw refusals.notAllowed();
  // Visitors write no comments.
  if (place.field === COMMENT_FIELD && actor.kind !== 'user') throw refusals.notAllowed();
  const wait = await takeTurn(host.database.knex, `upload:${ownerKey(actor)}`, UPLOADS);
  if (wait > 0) throw tooManyUploads();
}
