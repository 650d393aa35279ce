import { beforeAll, expect, it } from 'vitest';
import * as browser from '../../expression/feel/parser/browser.ts';
import * as server from '../../expression/feel/parser/server.ts';
import { compileForm, settingsFrom } from '../../form/index.ts';
import type { AppView } from '../../wire.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase());
});

/** As runtime/form/open.ts has it, from nothing but what was sent. */
function compileAsBrowsersDo(app: AppView): void {
  const context = {
    timeZone: app.timeZone,
    currency: app.currency,
    forms: new Map(app.forms.map(({ definition }) => [definition.key, definition])),
    settings: settingsFrom(app.settings),
  };
  // A copy: a form that was compiled before is not compiled again.
  for (const { definition } of app.forms) compileForm(structuredClone(definition), context);
}

it('every formula that a browser compiles was sent parsed, whoever asks', async () => {
  for (const login of ['eve', 'mia', 'cara', 'ada']) {
    const app = await the.host.records.app(the.app, await the.actor(login));
    const sent = new Set(app.forms.flatMap(({ formulas }) => Object.keys(formulas)));
    const needed = Object.keys(server.collectFormulas(() => compileAsBrowsersDo(app)));
    expect(needed.filter((key) => !sent.has(key))).toEqual([]);
    expect(needed.length).toBeGreaterThan(0);
  }
});

it('a browser reads a sent formula without the grammar, and every other only once it has the grammar', async () => {
  const limits = { length: 1000, depth: 32, steps: 1000 } as never;
  const formulas = JSON.parse(JSON.stringify(server.collectFormulas(() => void parsed('1 + 2 * qty')))) as never;
  browser.learnFormulas(formulas);
  expect(browser.parseExpression('1 + 2 * qty', ['qty'], limits)).toEqual(parsed('1 + 2 * qty'));
  expect(() => browser.parseExpression('1 + 3 * qty', ['qty'], limits)).toThrow('not sent parsed');
  await browser.loadGrammar();
  expect(browser.parseExpression('1 + 3 * qty', ['qty'], limits)).toEqual(parsed('1 + 3 * qty'));

  function parsed(text: string): unknown {
    return server.parseExpression(text, ['qty'], limits);
  }
});
