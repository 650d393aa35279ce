import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem, filesOf, flowOfForm, loadApp, type Problem, sqlTablesOf } from './index.ts';
import { asFiles, claimsFiles } from './testing/claims.ts';
import { BOARD, CLAIM, FLOW, problemsOf, put } from './testing/mistakes.ts';

describe('a sound app', () => {
  const loaded = loadApp(asFiles(claimsFiles()));

  it('loads without a problem', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.ok).toBe(true);
    expect(loaded.app && flowOfForm(loaded.app, 'claim')?.key).toBe('approval');
    expect(loaded.app?.files.get('form/claim')).toBe(CLAIM);
  });

  it('goes to files and back without loss, with the same hash', () => {
    if (!loaded.app) throw new Error('not loaded');
    const again = loadApp(filesOf(loaded.app));
    expect(again.ok).toBe(true);
    expect(again.app?.hash).toBe(loaded.app.hash);
    expect(filesOf(loaded.app).find((file) => file.path === CLAIM)?.json).toEqual(claimsFiles()[CLAIM]);
  });

  it('has the same hash whatever the order of files and keys, and another when anything changes', () => {
    const reversed = asFiles(claimsFiles()).reverse();
    expect(loadApp(reversed).app?.hash).toBe(loaded.app?.hash);
    const files = claimsFiles();
    put(CLAIM, '/fields/1/label', 'Subject')(files);
    expect(loadApp(asFiles(files)).app?.hash).not.toBe(loaded.app?.hash);
  });

  it('cannot be changed once it is loaded', () => {
    expect(() => Object.assign(loaded.app?.forms.get('claim')?.fields[0] ?? {}, { key: 'x' })).toThrow(TypeError);
  });

  it('names its tables as the database has them', () => {
    const form = loaded.app?.forms.get('claim');
    expect(form && sqlTablesOf(form)).toEqual(['claim', 'claim__lines']);
  });
});

describe('files that cannot be read', () => {
  const one = (path: string, text: string): Problem | undefined =>
    loadApp([...asFiles(claimsFiles()).filter((file) => file.path !== path), { path, text }]).problems[0];

  it('that are no JSON are named with line and column', () => {
    expect(one(CLAIM, '{\n  "key": "claim",\n}')).toMatchObject({
      code: 'no_json',
      file: CLAIM,
      path: '',
      message: { en: 'This is not valid JSON (line 3, column 1).' },
      cure: { 'zh-CN': expect.stringContaining('逗号') },
    });
  });

  it('that are nested 10,000 levels deep are refused without an overflow', () => {
    expect(one(CLAIM, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toMatchObject({
      code: 'too_deep',
      file: CLAIM,
      cure: { en: expect.stringContaining('Nest') },
    });
    const deep = `{"key":"claim","label":"x","fields":[],"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect(one(CLAIM, deep)?.code).toBe('too_deep');
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'that hold the key %s are refused, and nothing is polluted',
    (key) => {
      const problem = one(CLAIM, `{"key":"claim","label":"x","fields":[{"${key}":{"polluted":true}}]}`);
      expect(problem).toMatchObject({ code: 'forbidden_key', path: `/fields/0/${key}` });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('that are too large are refused before they are parsed', () => {
    expect(one(CLAIM, ' '.repeat(4_000_001))).toMatchObject({ code: 'file_too_large', file: CLAIM });
  });

  it('that lie in no folder of definitions, or a folder too deep, are named', () => {
    expect(one('form/claim.json', '{}')).toMatchObject({
      code: 'misplaced_file',
      cure: { en: 'Did you mean “forms”?' },
    });
    expect(one('forms/old/claim.json', '{}')?.code).toBe('misplaced_file');
    expect(one('__proto__/x.json', '{}')?.code).toBe('misplaced_file');
  });

  it('whose names differ only in case are one file elsewhere', () => {
    expect(one('forms/Claim.json', '{}')).toMatchObject({ code: 'duplicate_file' });
  });

  it('without an app.json are no app', () => {
    const files = asFiles(claimsFiles()).filter((file) => file.path !== 'app.json');
    const loaded = loadApp(files);
    expect(loaded).toMatchObject({ ok: false, problems: [{ code: 'no_app', file: 'app.json' }] });
    expect(loaded.app).toBeUndefined();
  });

  it('of any JSON at all give problems and never an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('app.json', CLAIM, FLOW, BOARD, 'rules/tell.json', 'tables/reviewers.json'),
        fc.jsonValue({ maxDepth: 4 }),
        (path, json) => {
          const loaded = loadApp([...asFiles(claimsFiles()).filter((file) => file.path !== path), { path, json }]);
          expect(loaded.ok).toBe(false);
          for (const problem of loaded.problems) {
            expect(problem.message.en).not.toBe('');
            expect(problem.cure['zh-CN']).not.toBe('');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a problem', () => {
  it('is written out with file, place and cure in the reader’s language', () => {
    const [problem] = problemsOf(put(CLAIM, '/fields/1/type', 'txt'));
    expect(problem && describeProblem(problem, 'en')).toBe(
      'forms/claim.json /fields/1\n  error unknown_type: There is no type “txt”.\n  → Did you mean “text”?',
    );
    expect(problem && describeProblem(problem, 'zh-CN')).toContain('错误 unknown_type');
  });
});
