import { addTexts } from '../index.ts';

/** What only people with an account read: customers' pages do without it. */
await addTexts({ 'zh-CN': () => import('./zh-CN.ts'), en: () => import('./en.ts') });
