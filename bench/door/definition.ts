const label = (zh: string, en: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': zh, en });

/**
 * An expense claim: serial number, linked query, formulas over a sub-table, a check, a rule, a deadline with
 * reminder, a decision. It locks nothing that claims share, as most forms do not, and sends nothing: what is sent goes out
 * beside the requests and would blur their figures.
 */
const claim = {
  key: 'claim',
  label: label('报销单', 'Claim'),
  title: 'claim_no',
  fields: [
    { key: 'claim_no', type: 'serial', label: label('单号', 'No.'), format: 'EX{yyyyMMdd}{seq:6}' },
    { key: 'project', type: 'text', label: label('项目', 'Project'), required: true },
    { key: 'budget', type: 'money', label: label('预算', 'Budget'), readonly: true },
    {
      key: 'kind',
      type: 'select',
      label: label('类别', 'Kind'),
      required: true,
      options: [
        { key: 'travel', label: label('差旅', 'Travel') },
        { key: 'office', label: label('办公', 'Office') },
      ],
    },
    {
      key: 'items',
      type: 'table',
      label: label('明细', 'Items'),
      min: 1,
      fields: [
        { key: 'what', type: 'text', label: label('事项', 'What'), required: true },
        { key: 'qty', type: 'integer', label: label('数量', 'Quantity'), min: 1, default: 1 },
        { key: 'price', type: 'money', label: label('单价', 'Price'), required: true, min: '0.01' },
        { key: 'amount', type: 'money', label: label('金额', 'Amount'), value: '= qty * price' },
      ],
    },
    { key: 'total', type: 'money', label: label('合计', 'Total'), value: '= sum(items.amount)' },
    { key: 'spent_on', type: 'date', label: label('日期', 'Date') },
    { key: 'note', type: 'longtext', label: label('说明', 'Note') },
    { key: 'account', type: 'text', label: label('收款账号', 'Account'), mask: 'tail' },
    { key: 'approved', type: 'money', label: label('核准金额', 'Approved'), min: 0, max: '= total' },
    { key: 'level', type: 'text', label: label('级别', 'Level'), readonly: true },
  ],
  lookups: [
    {
      key: 'project',
      on: ['project'],
      from: { form: 'project' },
      match: { code: '= project' },
      missing: 'refuse',
      message: label('没有这个项目', 'There is no such project'),
      fill: { budget: '= budget' },
    },
  ],
  checks: [
    {
      key: 'budget',
      label: label('超出预算', 'Over budget'),
      when: { all: [{ fact: 'total', operator: 'greaterThan', value: '= budget' }] },
      refuse: label('项目预算不足', 'The project’s budget does not suffice'),
      at: 'total',
      show: 'reviewer',
    },
  ],
  access: [
    {
      role: 'employee',
      create: true,
      rows: { all: [{ fact: 'created_by', operator: 'equal', value: '= user.id' }] },
      rights: { '*': 'edit', approved: 'read' },
    },
    { role: 'manager', rights: { '*': 'read', account: 'mask' } },
  ],
};

const project = {
  key: 'project',
  label: label('项目', 'Project'),
  title: 'code',
  fields: [
    { key: 'code', type: 'text', label: label('编号', 'Code'), required: true, unique: true },
    { key: 'budget', type: 'money', label: label('预算', 'Budget'), required: true },
  ],
  access: [{ role: 'everyone', rights: { '*': 'read' } }],
};

const approval = {
  key: 'approval',
  label: label('报销流程', 'Approval'),
  form: 'claim',
  states: [
    { key: 'review', label: label('审批中', 'In review') },
    { key: 'board', label: label('双签', 'Two signatures') },
    { key: 'paid', label: label('已付款', 'Paid'), tone: 'success' },
    { key: 'rejected', label: label('已拒绝', 'Rejected'), tone: 'danger' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    {
      type: 'approve',
      key: 'manager',
      label: label('经理审批', 'Manager'),
      state: 'review',
      assignees: [{ role: 'manager' }],
      separateFrom: ['initiator'],
      rights: { approved: 'edit' },
      deadline: { within: 'PT4H', remind: 0.5, escalate: { role: 'admin' } },
    },
    { type: 'exclusive', key: 'amount' },
    {
      type: 'approve',
      key: 'two',
      label: label('双签', 'Two signatures'),
      state: 'board',
      policy: 'all',
      assignees: [{ users: ['mia', 'max'] }],
    },
    { type: 'end', key: 'paid', state: 'paid' },
    { type: 'end', key: 'rejected', state: 'rejected' },
  ],
  edges: [
    { key: 'begin', from: 'start', to: 'manager' },
    { key: 'agreed', from: 'manager', to: 'amount' },
    { key: 'refused', from: 'manager', on: 'rejected', to: 'rejected' },
    {
      key: 'large',
      from: 'amount',
      to: 'two',
      when: { all: [{ fact: 'total', operator: 'greaterThan', value: '= settings.limit' }] },
    },
    { key: 'small', from: 'amount', to: 'paid', default: true },
    { key: 'both', from: 'two', to: 'paid' },
    { key: 'not_both', from: 'two', on: 'rejected', to: 'rejected' },
  ],
};

const level = {
  key: 'level',
  label: label('定级', 'Level'),
  on: { form: 'claim', event: 'submitted' },
  when: { all: [{ fact: 'total', operator: 'greaterThanInclusive', value: '1000' }] },
  then: [{ set: { level: 'high' } }],
};

const app = {
  key: 'bench',
  label: label('报销', 'Expenses'),
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [
    { key: 'employee', label: label('员工', 'Employee') },
    { key: 'manager', label: label('经理', 'Manager') },
    { key: 'admin', label: label('管理员', 'Administrator') },
  ],
  admin: 'admin',
  settings: [{ key: 'limit', type: 'money', label: label('双签限额', 'Limit for two signatures'), value: '5000' }],
  navigation: [{ label: label('报销单', 'Claims'), form: 'claim' }],
};

const people = {
  key: 'people',
  users: [
    { login: 'eve', name: 'Eve', roles: ['employee'] },
    { login: 'mia', name: 'Mia', roles: ['manager'] },
    { login: 'max', name: 'Max', roles: ['manager'] },
    { login: 'ada', name: 'Ada', roles: ['admin'] },
  ],
};

const projects = { key: 'projects', form: 'project', by: 'code', rows: [{ code: 'P1', budget: '100000.00' }] };

/** By path in the app's folder. */
export const files: Readonly<Record<string, object>> = {
  'app.json': app,
  'forms/claim.json': claim,
  'forms/project.json': project,
  'flows/approval.json': approval,
  'rules/level.json': level,
  'data/people.json': people,
  'data/projects.json': projects,
};

/** What somebody enters. */
export const entered = {
  project: 'P1',
  kind: 'travel',
  items: [
    { what: 'Train to Shenzhen and back', qty: 2, price: '538.50' },
    { what: 'Hotel', qty: 3, price: '420.00' },
  ],
  spent_on: '2026-03-02',
  note: 'Visit to the supplier, with the acceptance of the second delivery.',
  account: '6222020200112233445',
};
