import type { AppModel } from '../definition/model.ts';
import type { FormContext } from './types.ts';

const known = new WeakMap<AppModel, FormContext>();

/** The same object for the same app, so that compiled forms are found again. */
export function formContext(app: AppModel): FormContext {
  let context = known.get(app);
  if (!context) {
    const { timeZone, currency, roles, settings = [], portal } = app.app;
    context = {
      timeZone,
      currency,
      forms: app.forms,
      settings,
      roles,
      connectors: app.connectors,
      ...(portal ? { proof: portal.proof.fields } : {}),
    };
    known.set(app, context);
  }
  return context;
}
