import { type Ref, ref } from 'vue';
import type { Admission } from '../../../engine/form/fields/type.ts';
import type { FileView, UploadView } from '../../../engine/wire.ts';
import { ApiError } from '../../api/client.ts';
import { sendFile, sendPreview } from '../../api/upload.ts';
import { t } from '../../i18n/index.ts';
import { fingerprint, forgetUpload, type Interrupted, noteUpload } from './interrupted.ts';
import { refusalOf } from './limits.ts';
import { previewOf } from './preview.ts';

/** A file on its way, as it is drawn. */
export interface Upload {
  key: number;
  file: File;
  /** Of a picture, from memory: seen before it is sent. */
  preview: string | undefined;
  part: number;
  waiting: boolean;
  problem: string | undefined;
  /** It was sent, so that it may be sent again. */
  tried: boolean;
  abort: AbortController;
  /** The upload at the server, once it is begun. */
  id: string | undefined;
}

/** Where files go. */
export interface UploadPlace {
  app: string;
  form: string;
  /** "photos", or "lines.photos" for the column of a sub-table. */
  field: string;
  admission: Admission;
  /** Where those are noted that a reload would interrupt; nothing is noted without it. */
  notes?: { place: string; path: string };
  /** Nothing is real there: a file is its name, and is not sent. */
  isPlay?: boolean;
  /** One more, or one less, is on its way. */
  count?(step: 1 | -1): void;
}

/** Of a file whose content is nowhere: there is no picture to be shown. */
const NAME_ONLY = 'application/octet-stream';

let count = 0;

/** "lines[<row id>].photos" is of the field "lines.photos". */
export const fieldOfPath = (path: string): string => path.replace(/\[[^\]]*\]/, '');

const said = (error: unknown): string => (error instanceof ApiError ? error.told : String(error));

export function useUploads(place: UploadPlace, done: (file: FileView) => void) {
  const uploads: Ref<Upload[]> = ref([]);
  const { app, form, field, admission, notes } = place;

  function take(upload: Upload): void {
    if (upload.preview !== undefined) URL.revokeObjectURL(upload.preview);
    uploads.value = uploads.value.filter(({ key }) => key !== upload.key);
  }
  function forget(upload: Upload): void {
    if (notes !== undefined && upload.id !== undefined) forgetUpload(notes.place, upload.id);
  }

  function noted(upload: Upload, print: string | undefined, at: number) {
    const { name, size, lastModified: modified } = upload.file;
    return ({ id, received }: UploadView): void => {
      upload.id = id;
      const part = received / size;
      if (notes !== undefined && !upload.abort.signal.aborted)
        noteUpload(notes.place, { upload: id, path: notes.path, name, size, modified, print, part, at });
    };
  }

  async function transfer(upload: Upload): Promise<FileView> {
    const { file, abort, id } = upload;
    if (place.isPlay) return { id: crypto.randomUUID(), name: file.name, mediaType: NAME_ONLY, size: file.size };
    const print = notes === undefined ? undefined : await fingerprint(file);
    const preview = previewOf(file);
    const sent = await sendFile({
      app,
      form,
      field,
      file,
      progress: (part) => {
        upload.part = part;
      },
      waiting: (is) => {
        upload.waiting = is;
      },
      signal: abort.signal,
      received: noted(upload, print, Date.now()),
      ...(id === undefined ? {} : { resume: id }),
    });
    const small = await preview;
    if (small !== undefined) await sendPreview(app, sent.id, small);
    return sent;
  }

  async function send(upload: Upload): Promise<void> {
    upload.problem = undefined;
    upload.tried = true;
    place.count?.(1);
    try {
      const sent = await transfer(upload);
      forget(upload);
      take(upload);
      done(sent);
    } catch (error) {
      // What the server refused it has forgotten.
      forget(upload);
      upload.id = undefined;
      if (upload.abort.signal.aborted) take(upload);
      else upload.problem = said(error);
    } finally {
      place.count?.(-1);
    }
  }

  /** `from`: it was interrupted, and goes on. */
  function begin(file: File, problem: string | undefined, from?: Interrupted): void {
    count += 1;
    const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
    uploads.value.push({
      key: count,
      file,
      preview: isPicture && typeof URL.createObjectURL === 'function' ? URL.createObjectURL(file) : undefined,
      part: from?.part ?? 0,
      waiting: false,
      problem,
      tried: false,
      abort: new AbortController(),
      id: from?.upload,
    });
    const upload = uploads.value.at(-1);
    if (upload !== undefined && problem === undefined) void send(upload);
  }

  /** As many as there is room for; the others are said not to fit. */
  function add(files: Iterable<File>, taken: number): void {
    let free = admission.max - taken - uploads.value.filter(({ problem }) => problem === undefined).length;
    for (const file of files) {
      const refused = refusalOf(file, admission);
      begin(file, refused ?? (free > 0 ? undefined : t('field.tooManyFiles', { n: admission.max })));
      if (refused === undefined) free -= 1;
    }
  }

  /** What the server could not be asked for long enough, or judged wrongly in transit. */
  function retry(upload: Upload): void {
    void send(upload);
  }

  function discard(upload: Upload): void {
    upload.abort.abort();
    forget(upload);
    take(upload);
  }
  /** What they were shown with is not held any longer. */
  function free(): void {
    for (const { preview } of uploads.value) if (preview !== undefined) URL.revokeObjectURL(preview);
  }
  const resume = (file: File, from: Interrupted): void => begin(file, undefined, from);

  return { uploads, add, resume, retry, discard, free };
}
