import { onBeforeUnmount } from 'vue';
import type { FileView } from '../../../engine/wire.ts';
import { useUploads } from '../../fields/file/uploads.ts';

const MOST = 20;

/** Files for a comment, sent in pieces as those of fields are; any kind that is taken at all. */
export function useCommentUploads(place: { app: string; form: string }, done: (file: FileView) => void) {
  const { app, form } = place;
  const sending = useUploads({ app, form, field: '@comment', admission: { max: MOST } }, done);
  onBeforeUnmount(() => {
    // Without the comment nobody asks for them.
    for (const upload of [...sending.uploads.value]) sending.discard(upload);
  });
  return sending;
}
