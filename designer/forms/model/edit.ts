import { isDraft, original } from 'mutative';
import type { FormDefinition, Localised } from '../../../engine/definition/index.ts';
import type { Command, DraftFiles, Files, JsonObject, Selection } from '../../draft/types.ts';

/** A form after an edit, and what is selected then. */
export interface Edited {
  form: FormDefinition;
  selection?: Selection;
}

export const formPath = (form: string): string => `forms/${form}.json`;

/** The file as the form it is. A file written by hand may have no list of fields: then it has none. */
export function asForm(file: JsonObject): FormDefinition {
  return (Array.isArray(file.fields) ? file : { ...file, fields: [] }) as unknown as FormDefinition;
}

export function formIn(files: Files | DraftFiles, form: string): FormDefinition {
  const file = files[formPath(form)];
  if (file === undefined) throw new Error(`There is no form “${form}”.`);
  return asForm(isDraft(file) ? original(file) : file);
}

/**
 * A command over one form whose edit is a function from form to form. What the edit leaves alone stays the same object,
 * so that screens see at once what has changed, and undo puts back the very objects that were there.
 */
export function formCommand(
  form: string,
  label: Localised,
  edit: (form: FormDefinition) => Edited,
  merge?: string,
): Command {
  return {
    label,
    ...(merge === undefined ? {} : { merge }),
    execute(files) {
      const before = formIn(files, form);
      const { form: after, selection } = edit(before);
      if (after !== before) files[formPath(form)] = after as unknown as JsonObject;
      return selection;
    },
  };
}
