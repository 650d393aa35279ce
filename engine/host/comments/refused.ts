import { Refusal } from '../door/refusal.ts';

export function emptyComment(): Refusal {
  return new Refusal(
    'empty_comment',
    { 'zh-CN': '评论没有内容。', en: 'The comment is empty.' },
    { status: 422, at: 'text', cure: { 'zh-CN': '请输入文字或添加附件。', en: 'Write something, or add a file.' } },
  );
}

export function notYours(): Refusal {
  return new Refusal(
    'not_your_comment',
    { 'zh-CN': '只能修改或删除自己的评论。', en: 'Only one’s own comments can be changed or removed.' },
    { status: 403 },
  );
}

export function strangers(): Refusal {
  return new Refusal(
    'mention_not_allowed',
    { 'zh-CN': '被提到的人无权查看这条记录。', en: 'Somebody who is mentioned may not see this record.' },
    { status: 422, at: 'mentions', cure: { 'zh-CN': '请从列表中选择人员。', en: 'Choose people from the list.' } },
  );
}

export function foreignFile(): Refusal {
  return new Refusal(
    'file_not_found',
    { 'zh-CN': '附件不存在或已被使用。', en: 'A file is gone, or belongs to something else.' },
    { status: 422, at: 'files', cure: { 'zh-CN': '请重新上传附件。', en: 'Upload it again.' } },
  );
}
