import { Refusal } from '../door/refusal.ts';

export const handOverRefusals = {
  person: (): Refusal =>
    new Refusal(
      'unknown_person',
      { 'zh-CN': '找不到这位同事。', en: 'There is no such person here.' },
      { at: 'person', status: 404, cure: { 'zh-CN': '请刷新人员列表。', en: 'Reload the list of people.' } },
    ),
  receiver: (): Refusal =>
    new Refusal(
      'receiver_not_in_app',
      { 'zh-CN': '接收人不在这个应用中，或已停用。', en: 'A receiver does not work in that app, or is disabled.' },
      { at: 'moves', status: 422, cure: { 'zh-CN': '请另选接收人。', en: 'Choose somebody else.' } },
    ),
  self: (): Refusal =>
    new Refusal(
      'receiver_self',
      { 'zh-CN': '不能交接给本人。', en: 'Nobody hands over to themselves.' },
      { at: 'moves', status: 422, cure: { 'zh-CN': '请另选接收人。', en: 'Choose somebody else.' } },
    ),
  reason: (): Refusal =>
    new Refusal(
      'reason_required',
      { 'zh-CN': '请填写交接原因。', en: 'Say why this is handed over.' },
      { at: 'reason', status: 422, cure: { 'zh-CN': '例如“离职”。', en: 'For instance “leaves the company”.' } },
    ),
  nothing: (): Refusal =>
    new Refusal(
      'nothing_to_hand_over',
      { 'zh-CN': '没有可交接的事项。', en: 'There is nothing to hand over.' },
      {
        status: 409,
        cure: { 'zh-CN': '请为有任务的环节选择接收人。', en: 'Choose receivers for the steps that have work.' },
      },
    ),
  running: (): Refusal =>
    new Refusal(
      'hand_over_running',
      { 'zh-CN': '此人的工作正在交接中。', en: 'This person’s work is being handed over already.' },
      { status: 409, cure: { 'zh-CN': '请等待完成，或先停止。', en: 'Wait for it to end, or stop it first.' } },
    ),
  unknown: (): Refusal =>
    new Refusal(
      'unknown_hand_over',
      { 'zh-CN': '没有这次交接。', en: 'There is no such hand-over.' },
      { status: 404, cure: { 'zh-CN': '请刷新后查看。', en: 'Reload to see what there is.' } },
    ),
};
