import { type Ref, ref } from 'vue';
import type { Admission } from '../../../engine/form/fields/type.ts';
import type { Field } from '../../../engine/form/index.ts';
import { askUpload, dropUpload } from '../../api/upload.ts';
import type { FormStore } from '../../form/store.ts';
import { forgetUpload, type Interrupted, interruptedAt, isSameFile } from './interrupted.ts';
import { admissionOf } from './limits.ts';
import { fieldOfPath, useUploads } from './uploads.ts';

/** One that a reload has interrupted, as it is drawn. */
export interface Waiting extends Interrupted {
  /** The server has nothing of it any more. */
  expired: boolean;
  /** Another file was chosen for it. */
  mistaken: boolean;
}

/** What is on its way to one field, and what waits to go on. */
export type FieldUploads = ReturnType<typeof open>;

const held = new WeakMap<FormStore, Map<string, FieldUploads>>();

/** As long as the form is open, and not only as long as the field is on the screen: a form of steps shows one at a time. */
export function fieldUploads(store: FormStore, field: Field, path: string): FieldUploads {
  const known = held.get(store) ?? new Map<string, FieldUploads>();
  held.set(store, known);
  const found = known.get(path) ?? open(store, field, path);
  known.set(path, found);
  return found;
}

const idsAt = (store: FormStore, path: string): string[] => {
  const value = store.session.value(path);
  return Array.isArray(value) ? value.map(String) : [];
};

function open(store: FormStore, field: Field, path: string) {
  const admission: Admission = admissionOf(field);
  const waiting: Ref<Waiting[]> = ref([]);
  const place = {
    app: store.app.key,
    form: store.compiled.form.key,
    field: fieldOfPath(path),
    admission,
    isPlay: store.app.at !== undefined,
    notes: { place: store.place, path },
    count: (step: 1 | -1) => store.countUpload(step),
  };
  const keep = (file: Parameters<FormStore['addFile']>[0]): void => {
    store.addFile(file);
    // Read now: another may have come meanwhile.
    store.set(path, [...new Set([...idsAt(store, path), file.id])]);
  };
  const sending = useUploads(place, keep);

  function forget({ upload }: Interrupted): void {
    forgetUpload(store.place, upload);
    waiting.value = waiting.value.filter((one) => one.upload !== upload);
  }
  /** How much of it the server has: all of it, where only the last answer was lost. */
  async function look(entry: Waiting): Promise<void> {
    const view = await askUpload(store.app.key, entry.upload);
    if (view?.file !== undefined) {
      forget(entry);
      if (idsAt(store, path).length < admission.max) keep(view.file);
    } else if (view === undefined) {
      forgetUpload(store.place, entry.upload);
      change(entry, { expired: true });
    } else change(entry, { part: view.received / entry.size });
  }
  function change({ upload }: Interrupted, to: Partial<Waiting>): void {
    waiting.value = waiting.value.map((one) => (one.upload === upload ? { ...one, ...to } : one));
  }
  function giveUp(entry: Waiting): void {
    forget(entry);
    // The server removes it by itself after a day, where it cannot be told.
    if (!entry.expired) void dropUpload(store.app.key, entry.upload).catch(() => undefined);
  }
  function goOn(entry: Waiting, file: File): void {
    waiting.value = waiting.value.filter((one) => one.upload !== entry.upload);
    sending.resume(file, entry);
  }
  /** For one that waits: nothing but the same file will do. */
  async function choose(entry: Waiting, file: File): Promise<void> {
    if (await isSameFile(entry, file)) goOn(entry, file);
    else change(entry, { mistaken: true });
  }
  /** What is chosen anew goes on where it is known. */
  async function add(files: readonly File[]): Promise<void> {
    const others: File[] = [];
    for (const file of files) {
      const same = await firstOf(waiting.value, (entry) => isSameFile(entry, file));
      if (same === undefined) others.push(file);
      else goOn(same, file);
    }
    sending.add(others, idsAt(store, path).length);
  }

  waiting.value = interruptedAt(store.place, path).map((entry) => ({ ...entry, expired: false, mistaken: false }));
  // Without a connection it stays as it was noted, and is asked after when it goes on.
  for (const entry of waiting.value) void look(entry).catch(() => undefined);

  const { uploads, retry, discard } = sending;
  return { admission, uploads, waiting, add, choose, giveUp, retry, discard };
}

async function firstOf<T>(list: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of list) if (await holds(one)) return one;
  return undefined;
}
