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

const regions = [
  {
    key: 'zj',
    label: label('浙江', 'Zhejiang'),
    children: [
      { key: 'hz', label: label('杭州', 'Hangzhou') },
      { key: 'nb', label: label('宁波', 'Ningbo') },
    ],
  },
  { key: 'js', label: label('江苏', 'Jiangsu'), children: [{ key: 'nj', label: label('南京', 'Nanjing') }] },
];

/** The types that may stand in a row, beside those of `lines`. */
const visits: Field = {
  key: 'visits',
  type: 'table',
  label: label('上门', 'Visits'),
  fields: [
    { key: 'at', type: 'time', label: label('时刻', 'At') },
    { key: 'stay', type: 'daterange', label: label('停留', 'Stay') },
    { key: 'where', type: 'cascade', label: label('地区', 'Region'), options: regions },
    { key: 'off', type: 'percent', label: label('折扣', 'Discount') },
    { key: 'stars', type: 'rating', label: label('评分', 'Rating') },
    { key: 'code', type: 'scan', label: label('条码', 'Code') },
    { key: 'host', type: 'reference', label: label('接待客户', 'Host'), form: 'customer' },
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
  { key: 'notes', type: 'richtext', label: label('图文说明', 'Notes') },
  { key: 'share', type: 'percent', label: label('折旧', 'Wear'), max: 100 },
  { key: 'opens_at', type: 'time', label: label('营业时间', 'Opens at') },
  { key: 'holiday', type: 'daterange', label: label('假期', 'Holiday') },
  { key: 'slot', type: 'datetimerange', label: label('取件时段', 'Slot') },
  { key: 'shift', type: 'timerange', label: label('班次', 'Shift'), overnight: true },
  { key: 'region', type: 'cascade', label: label('地区', 'Region'), options: regions },
  { key: 'areas', type: 'tree', label: label('服务区域', 'Areas'), options: regions, multiple: true },
  { key: 'mood', type: 'rating', label: label('满意度', 'Rating'), half: true },
  { key: 'warmth', type: 'slider', label: label('温度', 'Warmth'), max: 40, step: 0.5, unit: '℃' },
  {
    key: 'paint',
    type: 'colour',
    label: label('漆色', 'Paint'),
    palette: ['#c2281d', '#2f6fed', '#107a44', '#ffffff'],
  },
  { key: 'site', type: 'url', label: label('网址', 'Web page') },
  { key: 'identity', type: 'idnumber', label: label('身份证号', 'Identity number') },
  { key: 'home', type: 'address', label: label('地址', 'Address') },
  { key: 'spot', type: 'location', label: label('定位', 'Spot') },
  { key: 'team', type: 'department', label: label('部门', 'Department') },
  { key: 'duty', type: 'role', label: label('角色', 'Role') },
  { key: 'buyer', type: 'reference', label: label('客户', 'Customer'), form: 'customer' },
  {
    key: 'credit',
    type: 'lookup',
    label: label('客户额度', 'Their credit'),
    reference: 'buyer',
    form: 'customer',
    show: 'credit',
  },
  { key: 'signed', type: 'signature', label: label('签名', 'Signature') },
  { key: 'label_code', type: 'scan', label: label('面单号', 'Label code'), capture: true },
  visits,
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
    {
      section: label('地点和人', 'Places and people'),
      columns: 2,
      fields: ['home', 'spot', 'team', 'duty', 'buyer', 'credit', 'signed'],
    },
    {
      section: label('其他', 'More'),
      columns: 2,
      fields: [
        'share',
        'opens_at',
        'holiday',
        'slot',
        'shift',
        'region',
        'areas',
        'mood',
        'warmth',
        'paint',
        'site',
        'identity',
        'label_code',
        'notes',
        'visits',
      ],
    },
  ],
  linkage: [
    {
      when: { not: { fact: 'reason', operator: 'equal', value: 'damaged' } },
      then: { damage: 'hide' },
    },
    { when: { all: [{ fact: 'reason', operator: 'equal', value: 'damaged' }] }, then: { photos: 'require' } },
  ],
};

/** What the references point to. */
export const customer: FormDefinition = {
  key: 'customer',
  label: label('客户', 'Customer'),
  title: 'name',
  fields: [
    { key: 'name', type: 'text', label: label('名称', 'Name'), required: true },
    { key: 'credit', type: 'money', label: label('额度', 'Credit') },
  ],
  list: { columns: ['name', 'credit'] },
};

/** The same fields behind tabs, in steps, folded, with what stands between them. */
export const everyPart: FormDefinition = {
  key: 'gallery',
  label: label('全部布局', 'Every part of a layout'),
  fields,
  layout: [
    {
      section: label('开头', 'Beginning'),
      columns: 3,
      fields: [
        { block: 'heading', key: 'welcome', text: label('请先看这里', 'Read this first') },
        {
          block: 'text',
          key: 'advice',
          text: label('带 * 的必填。\n其余可以以后再填。', 'What has a * is needed.\nThe rest can wait.'),
        },
        { block: 'divider', key: 'line' },
        'name',
        'phone',
        'email',
      ],
    },
    {
      key: 'tabs',
      tabs: [
        { key: 'goods', label: label('商品', 'Articles'), parts: [{ fields: ['lines', 'total'] }] },
        {
          key: 'people',
          label: label('人员', 'People'),
          parts: [{ columns: 2, fields: ['keeper', 'team', 'buyer', 'credit'] }],
        },
        {
          key: 'places',
          label: label('地点', 'Places'),
          parts: [
            { columns: 2, fields: ['home', 'spot'] },
            { section: label('附加信息', 'Particulars'), collapsed: true, columns: 2, fields: ['pieces', 'weight'] },
          ],
        },
      ],
    },
    {
      key: 'way_home',
      steps: [
        { key: 'why', label: label('原因', 'Reason'), parts: [{ columns: 2, fields: ['reason', 'damage'] }] },
        {
          key: 'back',
          label: label('寄回', 'Sending back'),
          help: label('选一种方式', 'Choose one way'),
          parts: [{ fields: ['way'] }],
        },
        { key: 'sign', label: label('签名', 'Signature'), parts: [{ fields: ['signed'] }] },
      ],
    },
  ],
};

const row = (position: number, sku: string, qty: number | null, unit: string | null) => ({
  id: `00000000-0000-7000-8000-00000000000${position}`,
  sku,
  qty,
  unit,
  condition: 'quality',
});

const words = (text: string, ...marks: string[]) => ({
  type: 'text',
  text,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const notes = {
  text: 'Damaged on arrival\nThe box was wet and open\nleft corner\nlid',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [words('Damaged on arrival')] },
    {
      type: 'paragraph',
      content: [words('The box was '), words('wet', 'bold'), words(' and '), words('open', 'italic', 'underline')],
    },
    {
      type: 'bulletList',
      content: ['left corner', 'lid'].map((item) => ({
        type: 'listItem',
        content: [{ type: 'paragraph', content: [words(item)] }],
      })),
    },
  ],
};

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
  notes: notes as never,
  share: '12.5',
  opens_at: '09:30',
  holiday: { from: '2026-03-02', to: '2026-03-05' },
  slot: { from: '2026-03-02T01:00:00.000Z', to: '2026-03-02T03:30:00.000Z' },
  shift: { from: '22:00', to: '06:00' },
  region: ['zj', 'hz'],
  areas: ['hz', 'js'],
  mood: '3.5',
  warmth: '21.5',
  paint: '#2f6fed',
  site: 'https://example.com/help',
  identity: '11010519491231002X',
  home: { province: '浙江省', city: '杭州市', district: '西湖区', street: '文三路 1 号', code: '330106' },
  spot: { lat: '30.2741', lng: '120.1551', accuracy: 12 },
  team: 'north',
  duty: 'keeper',
  buyer: '00000000-0000-7000-8000-0000000000c1',
  credit: '500.00',
  signed: ['00000000-0000-7000-8000-0000000000f1'],
  label_code: 'SF1234567890',
  visits: [
    {
      id: '00000000-0000-7000-8000-000000000011',
      at: '10:00',
      stay: { from: '2026-03-02', to: '2026-03-03' },
      where: ['js', 'nj'],
      off: '5',
      stars: '4',
      code: 'SF1',
      host: '00000000-0000-7000-8000-0000000000c1',
    },
  ] as never,
};
