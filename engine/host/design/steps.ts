import type { AppModel, Label, Localised } from '../../definition/index.ts';
import type { PublishStep } from '../../wire.ts';
import type { Step } from '../apps/plan.ts';

/** What is done to the database, in words for whoever publishes. */
export function describeSteps(steps: readonly Step[], model: AppModel): PublishStep[] {
  return steps.map((step) => ({
    kind: step.kind,
    text: textOf(step, model),
    ...('form' in step && { at: step.table === undefined ? step.form : `${step.form}.${step.table}` }),
  }));
}

function textOf(step: Step, model: AppModel): Localised {
  if (step.kind === 'add_schema') return both('为应用建立存放数据的地方', 'Make the place where the app’s data lies');
  const of = nameOf(step, model);
  const columns = 'columns' in step ? step.columns.join(', ') : '';
  switch (step.kind) {
    case 'add_table':
      return both(`为 ${of['zh-CN']} 建表`, `Make the table of ${of.en}`);
    case 'add_column':
      return both(`${of['zh-CN']}：增加列 ${step.column}`, `${of.en}: add the column ${step.column}`);
    case 'add_index':
      return step.unique
        ? both(`${of['zh-CN']}：检查并保证 ${columns} 唯一`, `${of.en}: see that ${columns} is unique, and keep it so`)
        : both(`${of['zh-CN']}：为 ${columns} 建索引`, `${of.en}: index ${columns}`);
    case 'drop_index':
      return both(`${of['zh-CN']}：${columns} 不再要求唯一`, `${of.en}: ${columns} need not be unique`);
    case 'change_type':
      return both(
        `${of['zh-CN']}：把 ${step.column} 分批复制为 ${step.to}，发布时切换`,
        `${of.en}: copy ${step.column} in batches as ${step.to}, and switch with the version`,
      );
    case 'clean_up':
      return both(`${of['zh-CN']}：清理上次中断的发布`, `${of.en}: clear what a publish left that was given up`);
    case 'type_differs':
      return both(
        `${of['zh-CN']}：${step.column} 不能由 ${step.found} 变为 ${step.sqlType}`,
        `${of.en}: ${step.column} cannot become ${step.sqlType} from ${step.found}`,
      );
  }
}

function nameOf({ form: key, table }: { form: string; table?: string }, model: AppModel): Localised {
  const form = model.forms.get(key);
  const field = form?.fields.find((one) => one.key === table);
  const said = (label: Label, locale: 'zh-CN' | 'en'): string => (typeof label === 'string' ? label : label[locale]);
  const name = (locale: 'zh-CN' | 'en'): string =>
    [said(form?.label ?? key, locale), ...(field ? [said(field.label, locale)] : [])].join(' – ');
  return both(`“${name('zh-CN')}”`, `“${name('en')}”`);
}

function both(zh: string, en: string): Localised {
  return { 'zh-CN': zh, en };
}
