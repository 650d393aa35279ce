import type { Field, FormDefinition, Values } from '../../engine/form/index.ts';

/** A form with every field type, for the eye, for axe and for tests of the renderer. */
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const reasons = [
  { key: 'quality', label: label('质量问题', 'Quality') },
  { key: 'damaged', label: label('到货破损', 'Damaged on arrival') },
  { key: 'unwanted', label: label('不想要了', 'No longer wanted') },
];
const colours = Array.from({ length: 12 }, (_, index) => ({
  key: `c${index}`,
  label: label(`颜色 ${index + 1}`, `Colour ${index + 1}`),
}));

const lines: Field = {
  key: 'lines',
  type: 'table',
  label: label('商品明细', 'Articles'),
  required: true,
  fields: [
    { key: 'sku', type: 'text', label: label('货号', 'SKU'), required: true },
    { key: 'qty', type: 'integer', label: label('数量', 'Quantity'), required: true, min: 1 },
    { key: 'unit', type: 'money', label: label('单价', 'Unit price') },
    { key: 'condition', type: 'select', label: label('状况', 'Condition'), options: reasons },
    { key: 'amount', type: 'money', label: label('金额', 'Amount'), value: '= qty * unit' },
  ],
};

const fields: Field[] = [
  { key: 'number', type: 'serial', label: label('编号', 'Number'), format: 'RT{yyyyMMdd}{seq:5}' },
  {
    key: 'name',
    type: 'text',
    label: label('姓名', 'Name'),
    required: true,
    placeholder: label('如身份证所示', 'As on the passport'),
  },
  { key: 'phone', type: 'phone', label: label('手机', 'Phone'), required: true },
  {
    key: 'email',
    type: 'email',
    label: label('邮箱', 'E-mail'),
    help: label('只用来发送进度', 'Only used to tell you how it goes'),
  },
  { key: 'reason', type: 'select', label: label('原因', 'Reason'), required: true, options: reasons },
  { key: 'colours', type: 'multiselect', label: label('颜色', 'Colours'), options: colours },
  { key: 'bought_on', type: 'date', label: label('购买日期', 'Bought on') },
  {
    key: 'pick_up_at',
    type: 'datetime',
    label: label('上门取件', 'Pick-up'),
    placeholder: label('选择时间', 'Choose a time'),
  },
  { key: 'pieces', type: 'integer', label: label('件数', 'Pieces'), min: 1, unit: label('件', 'pcs') },
  { key: 'weight', type: 'number', label: label('重量', 'Weight'), scale: 3, unit: 'kg' },
  { key: 'paid', type: 'money', label: label('实付金额', 'Paid') },
  { key: 'urgent', type: 'boolean', label: label('加急', 'Urgent') },
  { key: 'way', type: 'radio', label: label('寄回方式', 'Way back'), required: true, options: reasons },
  { key: 'keeper', type: 'user', label: label('经办人', 'Keeper') },
  { key: 'warehouse', type: 'reference', label: label('仓库', 'Warehouse'), form: 'warehouse' },
  { key: 'parcel', type: 'text', label: label('运单号', 'Parcel number'), scan: true },
  { key: 'damage', type: 'text', label: label('破损部位', 'Where it is damaged') },
  { key: 'story', type: 'longtext', label: label('说明', 'What happened'), maxLength: 1000 },
  lines,
  { key: 'total', type: 'money', label: label('合计', 'Total'), value: '= sum(lines.amount)' },
  { key: 'photos', type: 'image', label: label('照片', 'Photos'), max: 3 },
  { key: 'papers', type: 'file', label: label('附件', 'Papers'), max: 2 },
] as Field[];

export const everyField: FormDefinition = {
  key: 'gallery',
  label: label('全部字段', 'Every field type'),
  fields,
  layout: [
    { section: label('联系人', 'Contact'), columns: 2, fields: ['number', 'name', 'phone', 'email'] },
    {
      section: label('退货', 'Return'),
      help: label('带 * 的必填', 'What has a * must be filled in'),
      columns: 2,
      fields: [
        'reason',
        'colours',
        'bought_on',
        'pick_up_at',
        'pieces',
        'weight',
        'paid',
        'urgent',
        'way',
        'keeper',
        'warehouse',
        'parcel',
        'damage',
      ],
    },
    { section: label('商品', 'Articles'), columns: 2, fields: ['lines', 'total', 'story', 'photos', 'papers'] },
  ],
  linkage: [
    {
      when: { not: { fact: 'reason', operator: 'equal', value: 'damaged' } },
      then: { damage: 'hide' },
    },
    { when: { all: [{ fact: 'reason', operator: 'equal', value: 'damaged' }] }, then: { photos: 'require' } },
  ],
};

const row = (position: number, sku: string, qty: number | null, unit: string | null) => ({
  id: `00000000-0000-7000-8000-00000000000${position}`,
  sku,
  qty,
  unit,
  condition: 'quality',
});

export const everyValue: Values = {
  name: '王小明 Wang',
  phone: '13800138000',
  reason: 'damaged',
  colours: ['c1', 'c3'],
  bought_on: '2026-03-02',
  pick_up_at: '2026-03-05T01:30:00.000Z',
  pieces: 2,
  weight: '1.250',
  paid: '1280.00',
  urgent: true,
  way: 'quality',
  keeper: '00000000-0000-7000-8000-0000000000a1',
  lines: [row(1, 'A-1001 加厚羽绒服', 2, '399.00'), row(2, 'B-2002', 1, '482.00')] as never,
  photos: ['00000000-0000-7000-8000-0000000000f1', '00000000-0000-7000-8000-0000000000f2'],
};
