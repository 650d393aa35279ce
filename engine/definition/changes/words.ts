import type { Localised } from '../model.ts';
import { both } from '../texts.ts';

/** The name of a thing as people call it, in quotes; its key where it has no label. */
export function named(item: unknown): Localised {
  if (typeof item === 'string') return quotedName(item, item);
  const { label, section, key, role } = (item ?? {}) as Record<string, unknown>;
  const name = label ?? section ?? key ?? role ?? '';
  if (typeof name === 'object' && name !== null) {
    const { 'zh-CN': zh, en } = name as Partial<Localised>;
    return quotedName(String(zh ?? en ?? ''), String(en ?? zh ?? ''));
  }
  return quotedName(String(name), String(name));
}

function quotedName(zh: string, en: string): Localised {
  return both(`“${zh}”`, `“${en}”`);
}

/** A sentence with places {a}, {b} … for words in either language. */
export function sentence(
  zh: string,
  en: string,
  words: Readonly<Record<string, Localised | string | number>>,
): Localised {
  const filled = (text: string, locale: keyof Localised): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const word = words[name];
      return typeof word === 'object' ? word[locale] : String(word ?? '');
    });
  return both(filled(zh, 'zh-CN'), filled(en, 'en'));
}

export function listed(items: readonly Localised[]): Localised {
  return both(items.map((item) => item['zh-CN']).join('、'), items.map((item) => item.en).join(', '));
}

/** What properties of definitions are called. What is not here goes by its own name. */
const PROPERTIES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  label: ['名称', 'name'],
  description: ['说明', 'description'],
  help: ['帮助', 'help'],
  placeholder: ['占位提示', 'placeholder'],
  required: ['必填', 'required'],
  readonly: ['只读', 'read only'],
  unique: ['唯一', 'unique'],
  index: ['索引', 'index'],
  default: ['默认值', 'default'],
  value: ['公式', 'formula'],
  options: ['选项', 'options'],
  pattern: ['格式', 'pattern'],
  min: ['最小值', 'minimum'],
  max: ['最大值', 'maximum'],
  minLength: ['最少字数', 'least length'],
  maxLength: ['最多字数', 'greatest length'],
  scale: ['小数位', 'decimal places'],
  unit: ['单位', 'unit'],
  accept: ['文件类型', 'file types'],
  scan: ['扫码', 'scanning'],
  span: ['宽度', 'width'],
  fields: ['字段', 'fields'],
  when: ['条件', 'condition'],
  then: ['效果', 'effect'],
  refuse: ['拒绝提示', 'refusal'],
  warn: ['警告提示', 'warning'],
  on: ['触发', 'trigger'],
  from: ['来源', 'source'],
  else: ['备用来源', 'other source'],
  match: ['匹配', 'match'],
  fill: ['填充', 'what it fills'],
  rows: ['行', 'rows'],
  message: ['提示', 'message'],
  columns: ['列', 'columns'],
  title: ['标题字段', 'title field'],
  list: ['列表', 'list'],
  layout: ['布局', 'layout'],
  assignees: ['处理人', 'assignees'],
  outcomes: ['结果', 'outcomes'],
  rights: ['字段权限', 'field rights'],
  deadline: ['期限', 'deadline'],
  state: ['状态', 'state'],
  to: ['去向', 'target'],
  priority: ['优先级', 'priority'],
  actions: ['动作', 'actions'],
  tone: ['色调', 'tone'],
  tiles: ['图表', 'tiles'],
  measures: ['指标', 'measures'],
  filters: ['筛选', 'filters'],
  roles: ['角色', 'roles'],
  text: ['内容', 'text'],
  link: ['链接', 'link'],
  baseUrl: ['地址', 'address'],
  operations: ['操作', 'operations'],
  hooks: ['回调', 'call-backs'],
  secrets: ['密钥', 'secrets'],
  week: ['工作时间', 'working hours'],
  except: ['节假日', 'exceptions'],
  timeZone: ['时区', 'time zone'],
  currency: ['币种', 'currency'],
  brand: ['品牌', 'brand'],
  settings: ['设置', 'settings'],
  channels: ['消息渠道', 'channels'],
  notify: ['通知', 'notices'],
  portal: ['客户门户', 'portal'],
  navigation: ['导航', 'navigation'],
  version: ['版本号', 'version'],
  admin: ['管理员角色', 'administrators’ role'],
  steps: ['步骤', 'steps'],
  expect: ['期望', 'expectations'],
  given: ['前提', 'what is given'],
  users: ['人员', 'people'],
};

export function property(key: string): Localised {
  const word = PROPERTIES[key];
  return word ? both(word[0], word[1]) : both(key, key);
}

export function properties(keys: readonly string[]): Localised {
  return listed(keys.map(property));
}
