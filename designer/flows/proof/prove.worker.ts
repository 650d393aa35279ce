import { loadGrammar } from '../../../engine/expression/index.ts';
import { loadFieldTypes } from '../../../engine/form/index.ts';
import type { Files } from '../../draft/types.ts';
import { prove } from './prove.ts';
import type { Answer, Question } from './prover.ts';

/** Away from the page's main thread: whoever types does not notice. It keeps the files that it was told of. */
let files: Files = {};
const ready = Promise.all([loadGrammar(), loadFieldTypes()]);

async function answer({ id, path, changed, gone, people }: Question): Promise<void> {
  await ready;
  const kept = Object.entries(files).filter(([name]) => !gone.includes(name));
  files = { ...Object.fromEntries(kept), ...changed };
  self.postMessage({ id, problems: prove(files, path, people) } satisfies Answer);
}

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  // What goes wrong here is an error of the worker, by which the page knows that it has to look by itself.
  answer(data).catch((error: unknown) => {
    self.reportError(error);
  });
});
