import type { Localised } from '../expression/types.ts';
import type { Refusal } from './types.ts';

type Text = readonly [zh: string, en: string];

const texts = {
  not_started: [
    ['这条记录还没有进入流程。', 'This record is not in a flow yet.'],
    ['请先提交。', 'Submit it first.'],
  ],
  already_started: [
    ['流程已经开始。', 'The flow has already begun.'],
    ['请刷新后查看。', 'Reload to see where it stands.'],
  ],
  flow_over: [
    ['流程已经结束。', 'The flow is over.'],
    ['请刷新后查看结果。', 'Reload to see how it ended.'],
  ],
  task_gone: [
    ['这项任务已被处理或已撤销。', 'This task has been done or called off already.'],
    ['请刷新待办列表。', 'Reload your tasks.'],
  ],
  not_yours: [
    ['这项任务不归您处理。', 'This task is not yours.'],
    ['请联系负责人，或请其转交给您。', 'Ask its owner, or have it transferred to you.'],
  ],
  already_claimed: [
    ['这项任务已被他人认领。', 'Somebody else has claimed this task.'],
    ['请选择其他任务，或请对方转交。', 'Take another task, or have it transferred to you.'],
  ],
  operation_closed: [
    ['此环节不允许这项操作。', 'This step does not allow that.'],
    ['请选择页面上的其他操作。', 'Choose one of the operations on the page.'],
  ],
  separate_duties: [
    ['同一人不能处理互相制约的环节。', 'The same person may not do steps that check each other.'],
    ['请转交给其他同事。', 'Transfer it to a colleague.'],
  ],
  outcome_unknown: [
    ['此环节没有这个结果。', 'This step has no such outcome.'],
    ['请选择页面上的结果。', 'Choose one of the outcomes on the page.'],
  ],
  outcome_closed: [
    ['当前条件下不能选择这个结果。', 'This outcome is not open as things stand.'],
    ['请检查填写的内容。', 'Check what has been filled in.'],
  ],
  reason_required: [
    ['请填写理由。', 'A reason is needed.'],
    ['写明理由后再提交。', 'Give the reason, then try again.'],
  ],
  return_closed: [
    ['不能退回到该环节。', 'It cannot be returned to that step.'],
    ['请选择已经办理过的环节。', 'Choose a step that has been passed.'],
  ],
  person_needed: [
    ['请选择接收人。', 'Choose who gets it.'],
    ['选择一位其他同事。', 'Choose a colleague.'],
  ],
  has_it_already: [
    ['接收人已经在处理这项任务。', 'They have this task already.'],
    ['如需更换，请选择其他同事。', 'Choose another colleague if it is to change hands.'],
  ],
  asked_already: [
    ['已请此人在本环节处理。', 'They are asked at this step already.'],
    ['请等待其处理，或选择其他同事。', 'Wait for their answer, or choose another colleague.'],
  ],
  not_claimed: [
    ['这项任务没有人认领，无需放回。', 'Nobody has claimed this task: there is nothing to put back.'],
    ['请刷新后查看。', 'Reload to see where it stands.'],
  ],
  signal_closed: [
    ['现在不能进行这项操作。', 'That is not possible at this point.'],
    ['请刷新后查看当前进度。', 'Reload to see where it stands.'],
  ],
  edge_closed: [
    ['当前状态不允许这项操作。', 'That is not possible in the present state.'],
    ['请刷新后查看当前进度。', 'Reload to see where it stands.'],
  ],
  not_permitted: [
    ['您没有权限进行这项操作。', 'You may not do that.'],
    ['请联系有权限的同事。', 'Ask a colleague who may.'],
  ],
  withdraw_closed: [
    ['现在不能撤回。', 'It cannot be withdrawn now.'],
    ['请联系正在处理的人。', 'Ask whoever is working on it.'],
  ],
  timer_gone: [
    ['这个时限已不再有效。', 'This deadline no longer counts.'],
    ['无需处理。', 'Nothing has to be done.'],
  ],
  call_gone: [
    ['流程已不再等待这次调用。', 'The flow no longer waits for this call.'],
    ['无需处理。', 'Nothing has to be done.'],
  ],
  suspended: [
    ['流程已挂起。', 'The case is suspended.'],
    ['请等待管理员恢复。', 'Wait until an administrator resumes it.'],
  ],
  not_suspended: [
    ['流程没有挂起。', 'The case is not suspended.'],
    ['请刷新后查看。', 'Reload to see where it stands.'],
  ],
  waits_for_signer: [
    ['正在等待前加签的人处理。', 'Somebody asked to look at it first has not answered yet.'],
    ['等对方处理，或先减签。', 'Wait for them, or remove them.'],
  ],
  no_signer: [
    ['您没有可减去的加签人。', 'You have asked nobody who could be removed.'],
    ['请刷新后查看。', 'Reload to see who is asked.'],
  ],
  take_back_closed: [
    ['后面已经开始处理，不能拿回。', 'It cannot be taken back: the next step has begun.'],
    ['请联系正在处理的人退回。', 'Ask whoever is working on it to return it.'],
  ],
  jump_closed: [
    ['不能跳转到该节点。', 'It cannot jump to that step.'],
    ['请选择其他节点。', 'Choose another step.'],
  ],
  nobody_to_urge: [
    ['现在没有人在处理，无需催办。', 'Nobody is working on it now.'],
    ['请刷新后查看当前进度。', 'Reload to see where it stands.'],
  ],
  urged_lately: [
    ['刚刚催办过。', 'They were urged a short while ago.'],
    ['请稍后再催。', 'Try again later.'],
  ],
  position_needed: [
    ['请选择前加签、后加签或并加签。', 'Say whether they are asked before, after or beside you.'],
    ['选择加签方式。', 'Choose one of the three.'],
  ],
  skip_closed: [
    ['这个节点不能这样跳过。', 'This step cannot be gone past like that.'],
    ['请重试，或由管理员跳转到其他节点。', 'Try it again, or put the case to another step.'],
  ],
  nobody_has_it: [
    ['现在没有待处理的任务。', 'No task is open now.'],
    ['请刷新后查看当前进度。', 'Reload to see where it stands.'],
  ],
  task_moved: [
    ['这项任务已不在此人名下。', 'This task is not theirs any more.'],
    ['无需再交接。', 'Nothing has to be handed over.'],
  ],
  asked_here_too: [
    ['接收人在此环节已有自己的任务。', 'They are asked at this step themselves.'],
    ['请交给其他同事。', 'Give it to another colleague.'],
  ],
  proxy_separate: [
    ['代理人不能处理与自己互相制约的环节。', 'Whoever acts for them may not do steps that check each other.'],
    ['任务仍由本人处理，或请管理员转交。', 'It stays theirs; an administrator may give it to somebody else.'],
  ],
  proxy_without_role: [
    ['代理人没有处理此环节所需的角色。', 'Whoever acts for them does not hold the role that this step asks.'],
    [
      '任务仍由本人处理；请授予角色或另选代理人。',
      'It stays theirs; give them the role, or choose somebody who has it.',
    ],
  ],
  proxy_nobody_left: [
    ['代理人现在也都不在。', 'Whoever would act for them is away too.'],
    ['任务仍由本人处理；请另选代理人。', 'It stays theirs; choose somebody who is there.'],
  ],
  proxy_gave_it: [
    ['任务正是由代理人转来。', 'It came from the one who acts for them.'],
    ['任务仍由本人处理；请另选代理人。', 'It stays theirs; choose somebody else to act for them.'],
  ],
  nothing_to_hand_over: [
    ['此人在这里没有可交接的事项。', 'Nothing here is theirs.'],
    ['无需处理。', 'Nothing has to be done.'],
  ],
  nothing_to_retry: [
    ['没有需要重试的故障。', 'There is nothing to try again.'],
    ['请刷新后查看。', 'Reload to see where it stands.'],
  ],
} as const satisfies Record<string, readonly [Text, Text]>;

export type RefusalCode = keyof typeof texts;

const localised = ([zh, en]: Text): Localised => ({ 'zh-CN': zh, en });

export function refuse(code: RefusalCode): Refusal {
  const [message, cure] = texts[code];
  return { code, message: localised(message), cure: localised(cure) };
}
