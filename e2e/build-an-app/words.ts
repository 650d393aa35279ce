import type { Locale } from '../support/browser.ts';

/** What somebody types, and the key that it gets. */
interface Named {
  label: string;
  key: string;
}

/** What the builder types, in their own language, and what the screens call the few things that have no name of their own. */
export interface Words {
  app: Named;
  role: Named;
  order: Named;
  request: Named;
  orderNo: Named;
  phone: string;
  customer: string;
  lines: Named;
  status: string;
  statuses: string;
  article: string;
  quantity: string;
  price: Named;
  amount: string;
  /** The key of the sum that is proposed. */
  total: string;
  reason: Named;
  reasons: string;
  quality: string;
  description: Named;
  evidence: Named;
  parcel: Named;
  /** Begins the search for the second form. */
  find: string;
  screen: { rules: string; refuse: string; readOnly: string; phone: string; import: string };
  /** A file of orders: its heads are what the fields are called. */
  orders: string[];
}

const same = (label: string): Named => ({ label, key: label });

export const words: Record<Locale, Words> = {
  'zh-CN': {
    app: { label: '售后服务', key: 'shou_hou_fu_wu' },
    role: { label: '客服', key: 'ke_fu' },
    order: { label: '订单', key: 'ding_dan' },
    request: { label: '退换货申请单', key: 'tui_huan_huo_shen_qing_dan' },
    orderNo: same('订单号'),
    phone: '手机号',
    customer: '客户姓名',
    lines: same('明细'),
    status: '订单状态',
    statuses: '待付款、已付款、已签收',
    article: '商品名称',
    quantity: '数量',
    price: same('单价'),
    amount: '金额',
    total: 'total_money',
    reason: same('退货原因'),
    reasons: '质量问题、尺码不合适、不想要了',
    quality: '质量问题',
    description: same('问题描述'),
    evidence: same('图片或视频凭证'),
    parcel: same('快递单号'),
    find: '退换货',
    screen: { rules: '规则', refuse: '拒绝提交', readOnly: '只读', phone: '手机', import: '导入' },
    orders: [
      '订单号,手机号,客户姓名,订单状态,SKU,商品名称,数量,单价',
      'SO100001,13800100001,王小明,已签收,A-01,直筒牛仔裤,1,199.00',
      'SO100001,13800100001,王小明,已签收,A-02,纯棉衬衫,2,88.50',
      'SO100002,13800100002,李雷,已签收,B-07,轻跑鞋,1,459.00',
    ],
  },
  en: {
    app: { label: 'After-sales', key: 'after_sales' },
    role: { label: 'Service', key: 'service' },
    order: { label: 'Order', key: 'order' },
    request: { label: 'Return request', key: 'return_request' },
    orderNo: { label: 'Order no.', key: 'order_no' },
    phone: 'Mobile',
    customer: 'Customer',
    lines: { label: 'Lines', key: 'lines' },
    status: 'Order status',
    statuses: 'Unpaid, Paid, Received',
    article: 'Article',
    quantity: 'Quantity',
    price: { label: 'Unit price', key: 'unit_price' },
    amount: 'Amount',
    total: 'total_amount',
    reason: { label: 'Reason', key: 'reason' },
    reasons: 'Quality, Wrong size, Not wanted',
    quality: 'Quality',
    description: { label: 'What is wrong', key: 'what_is_wrong' },
    evidence: { label: 'Pictures or videos', key: 'pictures_or_videos' },
    parcel: { label: 'Parcel no.', key: 'parcel_no' },
    find: 'return',
    screen: { rules: 'Rules', refuse: 'Refuse the form', readOnly: 'Read', phone: 'Phone', import: 'Import' },
    orders: [
      'Order no.,Mobile,Customer,Order status,SKU,Article,Quantity,Unit price',
      'SO100001,13800100001,Wang Xiaoming,Received,A-01,Straight jeans,1,199.00',
      'SO100001,13800100001,Wang Xiaoming,Received,A-02,Cotton shirt,2,88.50',
      'SO100002,13800100002,Li Lei,Received,B-07,Running shoes,1,459.00',
    ],
  },
};
