import { onScopeDispose, type ShallowRef, shallowRef } from 'vue';
import type { ChangePlan, PublishRefusal, PublishResult } from '../../engine/wire/design.ts';
import { ApiError, newCommand } from '../../runtime/api/client.ts';
import { design } from '../api/design.ts';
import type { DraftSession } from '../draft/session.ts';

export interface Publishing {
  plan: ShallowRef<ChangePlan | undefined>;
  /** Of the publish that was begun here, or that was found under way. */
  result: ShallowRef<PublishResult | undefined>;
  /** What stood in the way before anything was begun. */
  refusal: ShallowRef<PublishRefusal | undefined>;
  failure: ShallowRef<ApiError | undefined>;
  /** True: the draft has changed since the plan was made, so that it was made again. */
  moved: ShallowRef<boolean>;
  look(): Promise<void>;
  publish(note: string): Promise<void>;
}

const AGAIN_MS = 1000;

/** A publish from the look at its plan to its end. */
export function usePublishing(draft: DraftSession): Publishing {
  const plan = shallowRef<ChangePlan>();
  const result = shallowRef<PublishResult>();
  const refusal = shallowRef<PublishRefusal>();
  const failure = shallowRef<ApiError>();
  const moved = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  onScopeDispose(() => {
    isOver = true;
    clearTimeout(timer);
  });

  async function guarded(work: () => Promise<void>): Promise<void> {
    failure.value = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
    }
  }

  const look = () =>
    guarded(async () => {
      // What is only in this browser cannot be in the plan.
      await draft.saver.flush();
      plan.value = await design.plan(draft.app);
      const running = draft.saver.view.value.publishing;
      if (running?.status === 'running' && result.value === undefined) await follow(running);
    });

  async function follow(next: PublishResult): Promise<void> {
    result.value = next;
    if (isOver) return;
    if (next.status === 'running') {
      timer = setTimeout(() => void guarded(async () => follow(await design.published(draft.app, next.id))), AGAIN_MS);
      return;
    }
    await draft.saver.look();
    if (next.status === 'done') plan.value = await design.plan(draft.app);
  }

  async function publish(note: string): Promise<void> {
    const hash = plan.value?.hash;
    if (hash === undefined) return;
    [refusal.value, result.value, moved.value] = [undefined, undefined, false];
    await guarded(async () => {
      try {
        const text = note.trim();
        await follow(
          await design.publish(draft.app, { command: newCommand(), hash, ...(text === '' ? {} : { note: text }) }),
        );
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        await refused(error);
      }
    });
  }

  async function refused(error: ApiError): Promise<void> {
    if (error.code === 'draft_moved') {
      moved.value = true;
      await draft.saver.look();
      plan.value = await design.plan(draft.app);
      return;
    }
    const { definitions = [], cases = [], obstacles = [] } = error.body as unknown as Partial<PublishRefusal>;
    if (definitions.length + cases.length + obstacles.length === 0) throw error;
    refusal.value = { definitions, cases, obstacles };
  }

  return { plan, result, refusal, failure, moved, look, publish };
}
