import { inject, type InjectionKey, onScopeDispose, type ShallowRef, watchEffect } from 'vue';

/** What is being edited, as far as the frame around it has to know. */
export interface OpenEditor {
  /** "forms/claim.json" */
  file: string;
  /** What the button Try does; without it the button opens the app as it is published. */
  tryIt?: () => void;
}

export interface Frame {
  editor: ShallowRef<OpenEditor | undefined>;
  find(): void;
  showProblems(): void;
}

export const frameKey: InjectionKey<Frame> = Symbol('frame');

/**
 * An editor's page says what it edits as long as it is there. Where a problem or something found lies in the file, the
 * frame goes to `?at=<JSON pointer>`: the page selects what stands there.
 */
export function useFrame(editor?: () => OpenEditor): Frame {
  const frame = inject(frameKey);
  if (frame === undefined) throw new Error('There is no frame here.');
  if (editor !== undefined) {
    watchEffect(() => {
      frame.editor.value = editor();
    });
    onScopeDispose(() => {
      frame.editor.value = undefined;
    });
  }
  return frame;
}
