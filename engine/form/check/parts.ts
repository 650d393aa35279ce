import type { FormCase, Linkage } from '../../definition/types.generated.ts';
import { formCases } from '../cases.ts';
import { compileForm } from '../compile/index.ts';
import { fieldType } from '../fields/registry.ts';
import { partsOf } from '../layout.ts';
import { systemKeys } from '../scope.ts';
import { type Report, say } from './report.ts';

function checkRule(linkage: Linkage, path: string, report: Report): void {
  const sections = partsOf(report.form).map(({ key }) => key);
  const { fields } = compileForm(report.form, report.context);
  for (const [target, effect] of Object.entries(linkage.then)) {
    const at = `${path}/then/${target}`;
    if (!report.name('target', target, [...report.paths, ...sections], at) || typeof effect === 'string') continue;
    const field = fields.get(target);
    if (!effect.options) continue;
    const own = field && 'options' in field ? field.options : undefined;
    if (!own) {
      report.error(
        'no_options',
        `${at}/options`,
        say(`“${target}”没有选项`, `“${target}” has no options`),
        say('请去掉 options', 'Leave out options'),
      );
    } else if (Array.isArray(own)) {
      const keys = own.map(({ key }) => key);
      effect.options.forEach((key, index) => report.name('option', key, keys, `${at}/options/${index}`));
    }
  }
}

export function checkLinkage(report: Report): void {
  (report.form.linkage ?? []).forEach((linkage, index) => checkRule(linkage, `/linkage/${index}`, report));
}

export function checkChecks(report: Report): void {
  const checks = report.form.checks ?? [];
  report.twice(
    checks.map(({ key }) => key),
    (index) => `/checks/${index}/key`,
    say('校验', 'check'),
  );
  checks.forEach((check, index) => {
    if (check.at) report.name('field', check.at, report.paths, `/checks/${index}/at`);
    if (check.refuse || check.warn || check.show) return;
    report.warn(
      'silent_check',
      `/checks/${index}`,
      say('此校验没有任何效果', 'This check has no effect'),
      say('请写 refuse、warn，或 show: reviewer', 'Give refuse or warn, or show: reviewer'),
    );
  });
}

export function checkList(report: Report): void {
  const { list = {}, title, unique = [] } = report.form;
  const known = [...report.fieldKeys, ...systemKeys];
  for (const name of ['columns', 'filters'] as const) {
    list[name]?.forEach((key, index) => report.name('field', key, known, `/list/${name}/${index}`));
  }
  list.sort?.forEach((key, index) => report.name('field', key.replace(/^-/, ''), known, `/list/sort/${index}`));
  list.search?.forEach((key, index) => {
    if (!report.name('field', key, report.fieldKeys, `/list/search/${index}`)) return;
    const field = report.form.fields.find((one) => one.key === key);
    if (field && !fieldType(field).searchable) notSearchable(key, index, report);
  });
  if (title !== undefined) report.name('field', title, report.fieldKeys, '/title');
  unique.forEach((keys, index) =>
    keys.forEach((key, position) => report.name('field', key, report.fieldKeys, `/unique/${index}/${position}`)),
  );
}

function notSearchable(key: string, index: number, report: Report): void {
  report.error(
    'not_searchable',
    `/list/search/${index}`,
    say(`“${key}”不是文本，搜索框查不了它`, `“${key}” is no text, so the search box cannot look in it`),
    say('请放到 filters 里', 'Put it into filters'),
  );
}

export function checkAccess(report: Report): void {
  const roles = report.context.roles?.map(({ key }) => key);
  (report.form.access ?? []).forEach((access, index) => {
    if (roles) report.name('role', access.role, [...roles, 'everyone', 'visitor', 'public'], `/access/${index}/role`);
    for (const path of Object.keys(access.rights)) {
      report.name('field', path, ['*', ...report.paths], `/access/${index}/rights/${path}`);
    }
  });
}

export function checkPublic(report: Report): void {
  const { public: page, access = [] } = report.form;
  if (page === undefined) return;
  page.prefill?.forEach((key, index) => report.name('field', key, report.fieldKeys, `/public/prefill/${index}`));
  if (access.some(({ role, create }) => role === 'public' && create === true)) return;
  report.error(
    'public_may_not_create',
    '/public',
    say('公开填写的人没有新建权限，谁也提交不了', 'Whoever has the link may not create, so nobody could submit it'),
    say('请在权限中给 public 加上“可新建”', 'Give the role public “may create” among the rights'),
  );
}

const aroundCases = ['user', 'settings', 'proof', 'now', 'state'];

function checkCase(one: FormCase, path: string, report: Report): void {
  const sections = partsOf(report.form).map(({ key }) => key);
  const known = [...report.fieldKeys, ...aroundCases];
  for (const key of Object.keys(one.given)) report.name('field', key, known, `${path}/given/${key}`);
  for (const key of Object.keys(one.expect ?? {})) {
    report.name('target', key, [...report.paths, ...sections], `${path}/expect/${key}`);
  }
  for (const key of Object.keys(one.values ?? {})) report.name('field', key, report.fieldKeys, `${path}/values/${key}`);
  const checks = (report.form.checks ?? []).map(({ key }) => key);
  one.refused?.forEach((key, index) => report.name('check', key, checks, `${path}/refused/${index}`));
}

/** Cases run only where everything they rest on is right. */
export function checkCases(report: Report): void {
  const cases = report.form.cases ?? [];
  cases.forEach((one, index) => checkCase(one, `/cases/${index}`, report));
  if (report.faults.some(({ severity }) => severity === 'error')) return;
  formCases(compileForm(report.form, report.context)).forEach(({ key, passed, failures }, index) => {
    const [first] = failures;
    if (passed || !first) return;
    const [expected, actual] = [JSON.stringify(first.expected), JSON.stringify(first.actual)];
    report.error(
      'case_failed',
      `/cases/${index}`,
      say(
        `用例“${key}”未通过：${first.path} 应为 ${expected}，实际是 ${actual}`,
        `The case “${key}” fails: ${first.path} should be ${expected} and is ${actual}`,
      ),
      say('请修改用例，或修改它所测试的规则', 'Change the case, or the rule that it tests'),
    );
  });
}
