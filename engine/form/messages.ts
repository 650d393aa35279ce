import type { Json, Locale, Localised } from './types.ts';

/** What is said of a value that is not allowed. {name} is filled in. */
const catalogue = {
  wrong_type: { 'zh-CN': '填写的内容格式不对', en: 'This is not a value that fits here' },
  required: { 'zh-CN': '请填写此项', en: 'Please fill this in' },
  too_short: { 'zh-CN': '至少 {min} 个字符', en: 'At least {min} characters' },
  too_long: { 'zh-CN': '最多 {max} 个字符', en: 'At most {max} characters' },
  pattern: { 'zh-CN': '格式不正确，请检查后重填', en: 'This does not have the right form; please check it' },
  control_characters: { 'zh-CN': '含有无法保存的字符', en: 'This contains characters that cannot be stored' },
  not_a_number: { 'zh-CN': '请填写数字', en: 'Please enter a number' },
  not_whole: { 'zh-CN': '请填写整数', en: 'Please enter a whole number' },
  below_min: { 'zh-CN': '不能小于 {min}', en: 'Not less than {min}' },
  above_max: { 'zh-CN': '不能大于 {max}', en: 'Not more than {max}' },
  too_many_decimals: { 'zh-CN': '最多 {scale} 位小数', en: 'At most {scale} decimal places' },
  too_large: { 'zh-CN': '数值过大', en: 'This number is too large' },
  not_a_date: { 'zh-CN': '请填写有效的日期，例如 2026-03-02', en: 'Please enter a date, such as 2026-03-02' },
  not_a_datetime: {
    'zh-CN': '请填写有效的日期和时间，例如 2026-03-02 09:00',
    en: 'Please enter a date and time, such as 2026-03-02 09:00',
  },
  not_a_time: { 'zh-CN': '请填写有效的时间，例如 09:30', en: 'Please enter a time, such as 09:30' },
  not_a_range: { 'zh-CN': '请填写有效的开始和结束', en: 'Please enter a valid start and end' },
  range_incomplete: { 'zh-CN': '请把开始和结束都填上', en: 'Please enter both the start and the end' },
  range_reversed: { 'zh-CN': '结束不能早于开始', en: 'The end cannot be before the start' },
  too_many_days: { 'zh-CN': '最多 {max} 天', en: 'At most {max} days' },
  too_early: { 'zh-CN': '不能早于 {min}', en: 'Not before {min}' },
  too_late: { 'zh-CN': '不能晚于 {max}', en: 'Not after {max}' },
  not_an_option: { 'zh-CN': '请从选项中选择', en: 'Please choose one of the options' },
  option_disabled: { 'zh-CN': '此选项已停用，请另选', en: 'This option is no longer offered; please choose another' },
  not_a_leaf: { 'zh-CN': '请选到最后一级', en: 'Please choose down to the last level' },
  duplicate_items: { 'zh-CN': '有重复的选项', en: 'The same thing is chosen twice' },
  too_few_items: { 'zh-CN': '至少选 {min} 项', en: 'Choose at least {min}' },
  too_many_items: { 'zh-CN': '最多选 {max} 项', en: 'Choose at most {max}' },
  too_few_files: { 'zh-CN': '至少上传 {min} 个文件', en: 'Add at least {min} files' },
  too_many_files: { 'zh-CN': '最多上传 {max} 个文件', en: 'Add at most {max} files' },
  not_a_rating: { 'zh-CN': '请选 {step} 到 {max} 颗星', en: 'Please choose {step} to {max} stars' },
  off_step: { 'zh-CN': '应为 {min} 起、每 {step} 一格的数', en: 'Please choose a value in steps of {step} from {min}' },
  not_a_colour: { 'zh-CN': '请填写颜色，例如 #2f6fed', en: 'Please enter a colour, such as #2f6fed' },
  not_in_palette: { 'zh-CN': '请从给出的颜色中选择', en: 'Please choose one of the colours offered' },
  not_a_link: {
    'zh-CN': '请填写以 http:// 或 https:// 开头的网址',
    en: 'Please enter an address that begins with http:// or https://',
  },
  not_rich_text: { 'zh-CN': '内容含有不支持的格式', en: 'This contains formatting that is not supported' },
  id_resident: {
    'zh-CN': '身份证号不正确，请核对 18 位号码',
    en: 'This is no valid identity number; please check its 18 places',
  },
  id_company: {
    'zh-CN': '统一社会信用代码不正确，请核对 18 位代码',
    en: 'This is no valid unified social credit code; please check its 18 places',
  },
  id_passport: { 'zh-CN': '护照号不正确，请核对', en: 'This is no valid passport number; please check it' },
  phone: { 'zh-CN': '请填写正确的手机号，例如 13800138000', en: 'Please enter a mobile number, such as 13800138000' },
  phone_any: {
    'zh-CN': '请填写正确的电话号码，例如 +86 138 0013 8000',
    en: 'Please enter a telephone number, such as +44 20 7946 0958',
  },
  email: { 'zh-CN': '请填写正确的邮箱，例如 name@example.com', en: 'Please enter an address such as name@example.com' },
  too_few_rows: { 'zh-CN': '至少填写 {min} 行', en: 'At least {min} rows are needed' },
  too_many_rows: { 'zh-CN': '最多 {max} 行', en: 'At most {max} rows' },
  duplicate_rows: { 'zh-CN': '与第 {row} 行重复', en: 'The same as row {row}' },
  row_id: { 'zh-CN': '行标识无效', en: 'This row has no valid id' },
  unknown_field: { 'zh-CN': '没有名为“{name}”的字段', en: 'There is no field called “{name}”' },
  not_writable: { 'zh-CN': '您不能修改此项', en: 'You may not change this' },
  not_found: {
    'zh-CN': '所选内容不存在或已不可用，请重新选择',
    en: 'What was chosen is no longer there; please choose again',
  },
  file_not_found: {
    'zh-CN': '文件不存在或类型、大小不符合要求，请重新上传',
    en: 'The file is missing, or of a kind or size that is not taken; please add it again',
  },
  not_an_address: { 'zh-CN': '没有这个地区，请重新选择', en: 'There is no such region; please choose again' },
  incomplete_region: { 'zh-CN': '请选择完整的省、市、区', en: 'Please choose province, city and district' },
  incomplete_street: { 'zh-CN': '请填写详细地址', en: 'Please enter the street and number' },
  not_a_place: {
    'zh-CN': '请填写纬度和经度，例如 30.2741, 120.1551',
    en: 'Please enter latitude and longitude, such as 30.2741, 120.1551',
  },
  lookup_not_found: { 'zh-CN': '没有查到对应的记录，请核对后重填', en: 'Nothing was found for this; please check it' },
  lookup_pending: { 'zh-CN': '尚未核对，请稍候', en: 'This has not been checked yet; please wait' },
} satisfies Record<string, Localised>;

export type MessageCode = keyof typeof catalogue;

const isCode = (code: string): code is MessageCode => Object.hasOwn(catalogue, code);

function fill(text: string, params: { [name: string]: Json }): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined || value === null ? place : String(value);
  });
}

/** The sentence for a code, in both languages. */
export function messageFor(code: string, params: { [name: string]: Json } = {}): Localised {
  const text = isCode(code) ? catalogue[code] : catalogue.wrong_type;
  return { 'zh-CN': fill(text['zh-CN'], params), en: fill(text.en, params) };
}

/** A label in both languages. */
export function localised(label: string | Localised): Localised {
  return typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
}

export const textOf = (label: string | Localised, locale: Locale): string => localised(label)[locale];
