import type { Localised } from '../../definition/index.ts';
import { Refusal } from '../door/refusal.ts';
import type { Content } from './content.ts';

const KINDS: Readonly<Record<Content['kind'], Localised>> = {
  image: { 'zh-CN': '图片（JPG、PNG、WebP）', en: 'pictures (JPG, PNG, WebP)' },
  video: { 'zh-CN': '视频（MP4）', en: 'videos (MP4)' },
  pdf: { 'zh-CN': 'PDF', en: 'PDF' },
  office: { 'zh-CN': 'Office 文档', en: 'office documents' },
  text: { 'zh-CN': '纯文本', en: 'plain text' },
  zip: { 'zh-CN': 'ZIP', en: 'ZIP' },
};

export function wrongContent(field: string, accept: readonly Content['kind'][]): Refusal {
  const zh = accept.map((kind) => KINDS[kind]['zh-CN']).join('、');
  const en = accept.map((kind) => KINDS[kind].en).join(', ');
  return new Refusal(
    'wrong_file_content',
    { 'zh-CN': '文件内容不是可接受的类型。', en: 'The content of this file is of a kind that is not taken here.' },
    { status: 422, at: field, cure: { 'zh-CN': `请上传：${zh}。`, en: `Send ${en}.` } },
  );
}

export function tooBig(field: string, most: number): Refusal {
  const megabytes = Math.max(Math.round(most / (1024 * 1024)), 1);
  return new Refusal(
    'file_too_large',
    { 'zh-CN': `文件超过 ${megabytes} MB。`, en: `The file is larger than ${megabytes} MB.` },
    { status: 413, at: field, cure: { 'zh-CN': '请压缩后重试。', en: 'Make it smaller and try again.' } },
  );
}

export function tooManyUploads(): Refusal {
  return new Refusal(
    'too_many_uploads',
    { 'zh-CN': '上传过于频繁。', en: 'There were too many uploads.' },
    { status: 429, cure: { 'zh-CN': '请一小时后再试。', en: 'Try again in an hour.' } },
  );
}

/** What came is not what was sent: the connection, or somebody on it, has changed it. */
export function damaged(field: string): Refusal {
  return new Refusal(
    'file_damaged',
    { 'zh-CN': '文件在上传途中损坏。', en: 'The file was damaged on its way.' },
    { status: 422, at: field, cure: { 'zh-CN': '请重新上传。', en: 'Send it again.' } },
  );
}

/** A piece that does not follow what is there. `received`: where to go on. */
export function outOfStep(received: number): Refusal {
  return new Refusal(
    'upload_out_of_step',
    { 'zh-CN': '上传的进度不一致。', en: 'This piece does not follow what has come so far.' },
    {
      status: 409,
      more: { received },
      cure: { 'zh-CN': '请从已收到的位置继续。', en: 'Go on from what was received.' },
    },
  );
}
