import type { Localised } from '../../../engine/expression/index.ts';

export const functionGroups = ['list', 'number', 'date', 'text', 'value'] as const;
export type FunctionGroup = (typeof functionGroups)[number];

/** A function of the language as people look it up. */
export interface FunctionHelp {
  name: string;
  /** What it takes, in the reader's words. */
  args: Localised;
  help: Localised;
  group: FunctionGroup;
}

const groupNames: Record<FunctionGroup, Localised> = {
  list: { 'zh-CN': '列表与汇总', en: 'Lists and totals' },
  number: { 'zh-CN': '数字', en: 'Numbers' },
  date: { 'zh-CN': '日期与时间', en: 'Dates and times' },
  text: { 'zh-CN': '文本', en: 'Texts' },
  value: { 'zh-CN': '取值', en: 'Values' },
};
export const groupName = (group: FunctionGroup): Localised => groupNames[group];

/** name | 参数 | arguments | 说明 | help */
const lines: Record<FunctionGroup, string> = {
  list: `sum|列表|list|合计，空格不计|The total; empty items are left out
count|列表|list|有几项|How many items
mean|列表|list|平均值|The average
min|列表|list|最小值|The least
max|列表|list|最大值|The greatest
median|列表|list|中位数|The middle value
product|列表|list|连乘|All multiplied
stddev|列表|list|标准差|The standard deviation of a sample
mode|列表|list|出现最多的值|The most frequent values
all|列表|list|每一项都成立|Whether every item is true
any|列表|list|至少一项成立|Whether at least one item is true
list contains|列表, 值|list, value|列表里是否有这个值|Whether the value is in the list
index of|列表, 值|list, value|这个值在第几项|At which places the value stands
distinct values|列表|list|去掉重复|Each value once
sort|列表|list|从小到大排序|In ascending order
reverse|列表|list|倒序|In reverse order
sublist|列表, 从第几项, 几项|list, start, length|取其中一段|A part of the list
append|列表, 值…|list, values…|在末尾加上|The list with values at its end
concatenate|列表…|lists…|连接几个列表|Several lists as one
union|列表…|lists…|合并并去重|Several lists as one, each value once
insert before|列表, 位置, 值|list, position, value|在某项之前插入|The list with a value before that place
remove|列表, 位置|list, position|去掉某一项|The list without that item
flatten|列表|list|把嵌套列表展平|Lists inside of the list opened up
get value|对象, 名称|context, name|按名称取值|A value by its name
get entries|对象|context|对象的全部名称和值|Every name with its value
allocate|金额, 权重列表|amount, weights|按权重分摊到分，合计不变|Shares an amount by weights, exact to the cent`,
  number: `round half up|数字, 小数位|number, digits|四舍五入|Rounds half away from zero
round up|数字, 小数位|number, digits|向上进位|Rounds away from zero
round down|数字, 小数位|number, digits|舍去尾数|Rounds towards zero
round half down|数字, 小数位|number, digits|五舍六入|Rounds half towards zero
decimal|数字, 小数位|number, digits|保留几位小数（银行家舍入）|Rounds half to the even digit
floor|数字|number|不大于它的整数|The whole number below
ceiling|数字|number|不小于它的整数|The whole number above
abs|数字|number|绝对值|Without its sign
modulo|被除数, 除数|dividend, divisor|余数|The remainder
sqrt|数字|number|平方根|The square root
log|数字|number|自然对数|The natural logarithm
exp|数字|number|e 的幂|e to that power
odd|数字|number|是否奇数|Whether it is odd
even|数字|number|是否偶数|Whether it is even
number|文本|text|把文本变成数字|A text as a number`,
  date: `today|||今天的日期|Today's date
now|||现在的日期和时间|The date and time of now
date|值 或 年, 月, 日|value or year, month, day|变成日期|A date
time|值 或 时, 分, 秒|value or hour, minute, second|变成时间|A time of day
date and time|值|value|变成日期时间|A date and time
duration|文本|text|时长，如 "P7D"、"PT4H"|A length of time: "P7D", "PT4H"
days between|从, 到|from, to|相差几天|How many days apart
days|时长|duration|时长里有几天|How many days a duration has
years and months duration|从, 到|from, to|相差几年几个月|Years and months apart
day of week|日期|date|星期几（英文）|The weekday's English name
month of year|日期|date|月份（英文）|The month's English name
day of year|日期|date|一年中的第几天|Which day of the year
week of year|日期|date|一年中的第几周|Which week of the year
epochMillis|||自 1970 年起的毫秒数|Milliseconds since 1970`,
  text: `string|值|value|变成文本|A value as text
string join|列表, 分隔符|list, separator|用分隔符连接|Texts joined by a separator
string length|文本|text|有几个字符|How many characters
substring|文本, 从第几个, 几个|text, start, length|取其中一段|A part of the text
substring before|文本, 标记|text, mark|标记之前的部分|What stands before the mark
substring after|文本, 标记|text, mark|标记之后的部分|What stands after the mark
contains|文本, 部分|text, part|是否含有|Whether it contains the part
starts with|文本, 开头|text, start|是否以此开头|Whether it starts so
ends with|文本, 结尾|text, end|是否以此结尾|Whether it ends so
upper case|文本|text|变成大写|In capital letters
lower case|文本|text|变成小写|In small letters
trim|文本|text|去掉首尾空格|Without spaces around it
replace|文本, 模式, 换成|text, pattern, by|按模式替换|Replaces what the pattern finds
matches|文本, 模式|text, pattern|是否符合模式|Whether the pattern is found
split|文本, 模式|text, pattern|按模式拆成列表|A list of its parts
pad|值, 宽度, 填充|value, width, fill|在前面补足宽度|Filled up in front to a width`,
  value: `coalesce|值…|values…|第一个不为空的值|The first that is not empty
filled|值|value|是否已填写|Whether there is something
is defined|值|value|是否有值|Whether there is a value
not|是/否|yes/no|取反|The opposite`,
};

function parse(group: FunctionGroup): FunctionHelp[] {
  return lines[group].split('\n').map((line) => {
    const [name = '', zhArgs = '', enArgs = '', zh = '', en = ''] = line.split('|');
    return { name, args: { 'zh-CN': zhArgs, en: enArgs }, help: { 'zh-CN': zh, en }, group };
  });
}

export const functionHelp: readonly FunctionHelp[] = functionGroups.flatMap(parse);
