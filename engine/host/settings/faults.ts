import type { SettingFault } from './problem.ts';

/** Values of these are addresses, never secrets: they may be shown. */
export const faults = {
  number: (variable: string, value: string, least: number, most: number): SettingFault => ({
    code: 'setting_not_a_number',
    variable,
    text: {
      'zh-CN': `“${value}”不是 ${least} 到 ${most} 之间的整数。`,
      en: `“${value}” is not a whole number from ${least} to ${most}.`,
    },
    cure: { 'zh-CN': '请改正，或去掉它以使用默认值。', en: 'Correct it, or leave it out for its default.' },
  }),
  address: (variable: string, value: string): SettingFault => ({
    code: 'setting_not_an_address',
    variable,
    text: { 'zh-CN': `“${value}”不是本机可监听的地址。`, en: `“${value}” is no address to listen on.` },
    cure: {
      'zh-CN': '只在本机访问用 127.0.0.1，全部网卡用 0.0.0.0。',
      en: 'Use 127.0.0.1 for this machine alone, 0.0.0.0 for all its networks.',
    },
  }),
  publicUrl: (value: string): SettingFault => ({
    code: 'setting_not_a_url',
    variable: 'PUBLIC_URL',
    text: { 'zh-CN': `“${value}”不是网址。`, en: `“${value}” is no address of a site.` },
    cure: {
      'zh-CN': '请写完整，如 https://forms.example.com，后面不带路径。',
      en: 'Write it whole and without a path, as https://forms.example.com.',
    },
  }),
  /** The value may hold a password. */
  databaseUrl: (variable: string): SettingFault => ({
    code: 'setting_not_a_database',
    variable,
    text: { 'zh-CN': '这不是 PostgreSQL 的连接地址。', en: 'This is no address of a PostgreSQL.' },
    cure: {
      'zh-CN': '格式为 postgresql://user:password@host:5432/name，密码里的特殊字符要转义（如 @ 写成 %40）。',
      en: 'It reads postgresql://user:password@host:5432/name; signs in a password are escaped (%40 for @).',
    },
  }),
  noFolder: (variable: string, folder: string): SettingFault => ({
    code: 'setting_not_a_folder',
    variable,
    text: { 'zh-CN': `没有文件夹 ${folder}。`, en: `There is no folder ${folder}.` },
    cure: { 'zh-CN': '请新建它，或改正路径。', en: 'Make it, or correct the path.' },
  }),
  notWritable: (variable: string, folder: string, reason: string): SettingFault => ({
    code: 'setting_not_writable',
    variable,
    text: {
      'zh-CN': `无法在 ${folder} 中写入（${reason}）。`,
      en: `Nothing can be written in ${folder} (${reason}).`,
    },
    cure: {
      'zh-CN': '请给运行程序的用户写权限，或换一个文件夹。',
      en: 'Let the user that runs the program write there, or name another folder.',
    },
  }),
  eitherOr: (variable: string, value: string): SettingFault => ({
    code: 'setting_not_a_switch',
    variable,
    text: { 'zh-CN': `“${value}”既不是开也不是关。`, en: `“${value}” is neither on nor off.` },
    cure: { 'zh-CN': '请写 1 或 0。', en: 'Write 1 or 0.' },
  }),
  proxies: (value: string): SettingFault => ({
    code: 'setting_not_a_proxy',
    variable: 'TRUST_PROXY',
    text: {
      'zh-CN': `“${value}”不是代理的层数，也不是地址或网段。`,
      en: `“${value}” is neither a count of proxies nor an address or a range.`,
    },
    cure: {
      'zh-CN': '请写层数（如 1），或用逗号分隔的地址、网段（如 10.0.0.0/8）。',
      en: 'Give how many there are (1), or addresses and ranges separated by commas (10.0.0.0/8).',
    },
  }),
  range: (value: string): SettingFault => ({
    code: 'setting_not_a_range',
    variable: 'CONNECTOR_ALLOW',
    text: { 'zh-CN': `“${value}”不是网段。`, en: `“${value}” is no range of addresses.` },
    cure: { 'zh-CN': '请写成 10.0.0.0/8 的形式。', en: 'Write it as 10.0.0.0/8.' },
  }),
  halfTls: (missing: string, given: string): SettingFault => ({
    code: 'setting_missing',
    variable: missing,
    text: { 'zh-CN': `设置了 ${given}，却没有它。`, en: `${given} is set, and this is not.` },
    cure: {
      'zh-CN': 'HTTPS 需要证书和私钥两个文件；由代理处理 HTTPS 时两个都不要设置。',
      en: 'HTTPS takes both files; where a proxy does it, set neither.',
    },
  }),
  unreadable: (variable: string, file: string, reason: string): SettingFault => ({
    code: 'setting_unreadable',
    variable,
    text: { 'zh-CN': `无法读取文件 ${file}（${reason}）。`, en: `The file ${file} cannot be read (${reason}).` },
    cure: {
      'zh-CN': '请检查路径，以及运行程序的用户能否读取它。',
      en: 'Look at the path, and whether the user that runs the program may read it.',
    },
  }),
  tls: (reason: string): SettingFault => ({
    code: 'setting_bad_certificate',
    variable: 'TLS_CERT, TLS_KEY',
    text: {
      'zh-CN': `证书和私钥无法使用（${reason}）。`,
      en: `This certificate and key cannot be used (${reason}).`,
    },
    cure: {
      'zh-CN': '两者都须是 PEM 格式，且私钥属于该证书、没有口令。',
      en: 'Both have to be PEM; the key has to be that of the certificate, and without a passphrase.',
    },
  }),
  adminPassword: (login: string): SettingFault => ({
    code: 'setting_missing',
    variable: 'ADMIN_PASSWORD',
    text: {
      'zh-CN': `还没有用户 ${login}，新建需要密码。`,
      en: `There is no ${login} yet, and a new person needs a password.`,
    },
    cure: { 'zh-CN': '请设置至少 8 个字符。', en: 'Set one of at least 8 characters.' },
  }),
  portTaken: (port: number): SettingFault => ({
    code: 'port_taken',
    variable: 'PORT',
    text: { 'zh-CN': `端口 ${port} 已被另一个程序占用。`, en: `Another program listens on port ${port} already.` },
    cure: {
      'zh-CN': '请停止那个程序，或换一个端口，如 PORT=3001。',
      en: 'Stop that program, or take another port, as PORT=3001.',
    },
  }),
  portForbidden: (port: number): SettingFault => ({
    code: 'port_forbidden',
    variable: 'PORT',
    text: { 'zh-CN': `当前用户不能使用端口 ${port}。`, en: `This user may not listen on port ${port}.` },
    cure: {
      'zh-CN': '请使用 1024 以上的端口，前面放一个代理。',
      en: 'Take one above 1024, with a proxy before it.',
    },
  }),
};
