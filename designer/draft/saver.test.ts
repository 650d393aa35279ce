// @vitest-environment jsdom
import { expect, it } from 'vitest';
import type { DesignFile, DesignView, DraftChange, SaveResult } from '../../engine/wire/design.ts';
import { ApiError } from '../../runtime/api/client.ts';
import { type News, Saver } from './saver.ts';
import { filesOf } from './served.ts';
import type { Kept } from './shelf.ts';
import { DraftStore } from './store.ts';
import type { JsonObject } from './types.ts';

const label = { 'zh-CN': '改', en: 'Change' };

/** A server that keeps files by revision, and can be out of reach; timers that the test runs. */
function stage(kept: Kept[] = []) {
  const files = new Map<string, DesignFile>(
    ['a', 'b'].map((name) => [
      `forms/${name}.json`,
      { path: `forms/${name}.json`, json: { key: name, label: name }, revision: 1, status: 'same' },
    ]),
  );
  const state = { isReachable: true, refuses: false, saves: 0 };
  const view = (): DesignView => ({ app: 'app', number: 1, hash: 'h', problems: [], files: [...files.values()] });
  const put = (path: string, json: JsonObject | null, by?: string): number => {
    const revision = (files.get(path)?.revision ?? 0) + 1;
    files.set(path, { path, json, revision, status: 'changed', ...(by === undefined ? {} : { updatedBy: by }) });
    return revision;
  };
  async function save(changes: DraftChange[]): Promise<SaveResult> {
    state.saves += 1;
    if (!state.isReachable) throw new ApiError(0, { code: 'unreachable', message: '' });
    if (state.refuses) throw new ApiError(422, { code: 'bad_file', message: 'No.' });
    const conflicts = changes.flatMap(({ path, revision }) => {
      const file = files.get(path);
      return file !== undefined && file.revision !== revision ? [{ path, file }] : [];
    });
    if (conflicts.length > 0) {
      const body = { code: 'draft_conflict', message: '', conflicts };
      throw new ApiError(409, body);
    }
    const saved = changes.map(({ path, json }) => ({
      path,
      revision: put(path, json as JsonObject | null),
      status: 'changed' as const,
    }));
    return { hash: 'next', problems: [], files: saved };
  }
  const timers: (() => void)[] = [];
  /** What happens while the server's answer is on its way. */
  const meanwhile: (() => Promise<unknown>)[] = [];
  const news: News[] = [];
  const shelf = { kept };
  const store = new DraftStore('app', filesOf(view()));
  const saver = new Saver(view(), {
    store,
    load: async () => {
      const seen = view();
      await meanwhile.shift()?.();
      return seen;
    },
    save,
    saveWhileLeaving: () => undefined,
    shelf: {
      read: () => shelf.kept,
      write(next) {
        shelf.kept = [...next];
        return true;
      },
    },
    after(_ms, work) {
      timers.push(work);
      return () => timers.splice(timers.indexOf(work), timers.includes(work) ? 1 : 0);
    },
    tell: (more) => news.push(...more),
  });
  const edit = (name: string, text: string, property = 'label') =>
    store.run({
      label,
      execute(draft) {
        const file = draft[`forms/${name}.json`];
        if (file) file[property] = text;
        return undefined;
      },
    });
  return { files, state, put, store, saver, news, shelf, edit, timers, meanwhile };
}

it('saves what was edited, once, after a pause, and knows what the server has then', async () => {
  const { files, state, saver, edit, timers } = stage();
  edit('a', 'one');
  edit('a', 'two');
  expect(saver.state.value).toBe('unsaved');
  expect(timers).toHaveLength(1);
  expect(await saver.flush()).toBe(true);
  expect([saver.state.value, state.saves, files.get('forms/a.json')?.json]).toEqual([
    'saved',
    1,
    { key: 'a', label: 'two' },
  ]);
  edit('a', 'three');
  expect(saver.changes()).toMatchObject([{ path: 'forms/a.json', revision: 2 }]);
});

it('keeps edits in the browser while the server is out of reach, and sends them when it is back', async () => {
  const { files, state, saver, shelf, edit } = stage();
  state.isReachable = false;
  edit('a', 'offline');
  await saver.flush();
  expect(saver.state.value).toBe('offline');
  expect(shelf.kept).toMatchObject([{ path: 'forms/a.json', revision: 1, mine: { label: 'offline' } }]);
  state.isReachable = true;
  expect(await saver.flush()).toBe(true);
  expect([files.get('forms/a.json')?.json, shelf.kept]).toEqual([{ key: 'a', label: 'offline' }, []]);
});

it('takes up what an earlier visit left in the browser', async () => {
  const mine = { key: 'a', label: 'left over' };
  const { saver, store } = stage([{ path: 'forms/a.json', revision: 1, base: { key: 'a', label: 'a' }, mine }]);
  expect(store.file('forms/a.json')).toEqual(mine);
  expect(await saver.flush()).toBe(true);
});

it('asks where somebody has saved what an earlier visit left', () => {
  const mine = { key: 'a', label: 'left over' };
  const { saver } = stage([{ path: 'forms/a.json', revision: 0, base: { key: 'a', label: 'old' }, mine }]);
  expect(saver.state.value).toBe('conflict');
  expect(saver.conflicts.value).toMatchObject([{ base: { label: 'old' }, theirs: { label: 'a' }, mine }]);
});

it('takes what others did in other files silently, with a word about it, and saves its own', async () => {
  const { put, saver, store, news, edit } = stage();
  edit('a', 'mine');
  put('forms/b.json', { key: 'b', label: 'theirs' }, 'max');
  await saver.look();
  expect(store.file('forms/b.json')).toEqual({ key: 'b', label: 'theirs' });
  expect(news).toEqual([{ path: 'forms/b.json', by: 'max', clash: false }]);
  expect(await saver.flush()).toBe(true);
});

it('stops at a file that both have changed, saves the others, and goes on with what was decided', async () => {
  const { files, put, saver, store, edit } = stage();
  put('forms/a.json', { key: 'a', label: 'theirs' }, 'max');
  edit('a', 'mine');
  edit('b', 'mine too');
  await saver.flush();
  expect(saver.conflicts.value).toMatchObject([
    { path: 'forms/a.json', by: 'max', theirs: { label: 'theirs' }, mine: { label: 'mine' }, base: { label: 'a' } },
  ]);
  expect(files.get('forms/b.json')?.json).toEqual({ key: 'b', label: 'mine too' });
  expect(files.get('forms/a.json')?.json).toEqual({ key: 'a', label: 'theirs' });
  saver.resolve('forms/a.json', store.file('forms/a.json'));
  expect(await saver.flush()).toBe(true);
  expect(files.get('forms/a.json')?.json).toEqual({ key: 'a', label: 'mine' });
});

it('is no conflict where both did the same', async () => {
  const { put, saver, edit } = stage();
  put('forms/a.json', { key: 'a', label: 'same' }, 'max');
  edit('a', 'same');
  expect(await saver.flush()).toBe(true);
});

it('says why a save is refused, and tries again with the next edit', async () => {
  const { state, saver, edit } = stage();
  state.refuses = true;
  edit('a', 'bad');
  await saver.flush();
  expect([saver.state.value, saver.refusal.value?.message]).toEqual(['refused', 'No.']);
  state.refuses = false;
  edit('a', 'good');
  expect(await saver.flush()).toBe(true);
});

it('hears no news in what was read before its own save, and asks about nothing', async () => {
  const { saver, news, edit, meanwhile } = stage();
  edit('a', 'one');
  meanwhile.push(() => saver.flush());
  await saver.look();
  expect([news, saver.conflicts.value, saver.state.value]).toEqual([[], [], 'saved']);
});
