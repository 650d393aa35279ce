import type { Admission, FileKind } from '../../../engine/form/fields/type.ts';
import { admittedBytes, admittedKinds, type Field, fieldType } from '../../../engine/form/index.ts';
import { fileSize } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

/** What a field of files takes: said before anything is sent, judged again by the server from the bytes. */

const chosenBy: Record<FileKind, string> = {
  image: 'image/*',
  video: 'video/*',
  pdf: 'application/pdf',
  text: 'text/plain,text/csv',
  zip: 'application/zip',
  office: '.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp',
};

export const admissionOf = (field: Field): Admission => fieldType(field).admits?.(field) ?? { max: 1 };

/** For the dialog that chooses files. */
export const acceptedBy = (admission: Admission): string =>
  admittedKinds(admission)
    .map((kind) => chosenBy[kind])
    .join(',');

export function saidOf(admission: Admission): string {
  const kinds = admittedKinds(admission);
  const names = admission.accept === undefined ? [] : kinds.map((kind) => t(`field.kinds.${kind}`));
  const most = Math.max(...kinds.map((kind) => admittedBytes(admission, kind)));
  const parts = [
    ...(names.length === 0 ? [] : [names.join(t('field.listComma'))]),
    t('field.atMostFiles', { n: admission.max }),
    t('field.atMostSize', { size: fileSize(most) }),
  ];
  return parts.join(' · ');
}

/** As far as a browser can tell by the type that it gives the file; undefined where only the server can. */
function kindOf({ type, name }: File): FileKind | undefined {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type === 'application/pdf') return 'pdf';
  if (/\.(docx?|xlsx?|pptx?|od[tsp])$/i.test(name)) return 'office';
  if (type === 'application/zip' || type === 'application/x-zip-compressed') return 'zip';
  return type.startsWith('text/') ? 'text' : undefined;
}

/** Why it need not be sent; undefined where it may. */
export function refusalOf(file: File, admission: Admission): string | undefined {
  const kinds = admittedKinds(admission);
  const kind = kindOf(file);
  if (file.size === 0) return t('field.emptyFile');
  if (kind !== undefined && !kinds.includes(kind)) return t('field.wrongKind');
  const most =
    kind === undefined
      ? Math.max(...kinds.map((one) => admittedBytes(admission, one)))
      : admittedBytes(admission, kind);
  return file.size > most ? t('field.tooLarge', { size: fileSize(most) }) : undefined;
}
