import { onBeforeUnmount, type Ref, ref } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import type { FileView } from '../../../engine/wire.ts';
import { ApiError } from '../../api/client.ts';
import { sendFile } from '../../api/upload.ts';
import type { FormStore } from '../../form/store.ts';
import { t } from '../../i18n/index.ts';
import { admissionOf, refusalOf } from './limits.ts';

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
}

export interface UploadPlace {
  store: FormStore;
  field: Field;
  path: string;
}

let count = 0;

export function useUploads(place: UploadPlace, done: (file: FileView) => void) {
  const uploads: Ref<Upload[]> = ref([]);
  const admission = admissionOf(place.field);

  function take(upload: Upload): void {
    if (upload.preview !== undefined) URL.revokeObjectURL(upload.preview);
    uploads.value = uploads.value.filter(({ key }) => key !== upload.key);
  }

  async function send(upload: Upload): Promise<void> {
    const { store, path } = place;
    const { file, abort } = upload;
    upload.problem = undefined;
    upload.tried = true;
    store.countUpload(1);
    try {
      const sent = await sendFile({
        app: store.app.key,
        form: store.compiled.form.key,
        field: path.replace(/\[[^\]]*\]/, ''),
        file,
        progress: (part) => {
          upload.part = part;
        },
        waiting: (is) => {
          upload.waiting = is;
        },
        signal: abort.signal,
      });
      store.addFile(sent);
      take(upload);
      done(sent);
    } catch (error) {
      if (abort.signal.aborted) take(upload);
      else
        upload.problem =
          error instanceof ApiError ? [error.message, error.cure].filter(Boolean).join(' ') : String(error);
    } finally {
      store.countUpload(-1);
    }
  }

  function begin(file: File, problem: string | undefined): void {
    count += 1;
    const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
    uploads.value.push({
      key: count,
      file,
      preview: isPicture && typeof URL.createObjectURL === 'function' ? URL.createObjectURL(file) : undefined,
      part: 0,
      waiting: false,
      problem,
      tried: false,
      abort: new AbortController(),
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
    take(upload);
  }
  onBeforeUnmount(() => {
    for (const { preview } of uploads.value) if (preview !== undefined) URL.revokeObjectURL(preview);
  });

  return { uploads, admission, add, retry, discard };
}
