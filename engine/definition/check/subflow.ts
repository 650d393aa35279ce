import { fieldType } from '../../form/index.ts';
import { both } from '../texts.ts';
import type { FlowDefinition, FlowNode, FormDefinition } from '../types.generated.ts';
import { checkData } from './action.ts';
import { at, type Desk, fieldAt, fieldKeys, isFormula, type Place } from './desk.ts';
import type { Here } from './flowLanguage.ts';

type Subflow = Extract<FlowNode, { type: 'subflow' }>;

const flowOf = (desk: Desk, form: string): FlowDefinition | undefined =>
  [...desk.app.flows.values()].find((flow) => flow.form === form);

/** A flow that begins the flow of another record: it is there, takes what it is given, and leaves what is kept of it. */
export function checkSubflow(desk: Desk, place: Place, node: Subflow, here: Here): void {
  const target = desk.form(at(place, 'form'), node.form);
  if (!target) return;
  if (!flowOf(desk, target.key)) reportFlowless(desk, at(place, 'form'), target.key);
  if (node.record !== undefined && isFormula(node.record)) desk.formula(at(place, 'record'), node.record, here.scope);
  checkData(desk, at(place, 'data'), node.data, fieldKeys(target), here.scope);
  checkFiles(desk, at(place, 'data'), node.data, target);
  const answer = { kind: 'context' as const, fields: desk.scope(target) };
  checkData(desk, at(place, 'save'), node.save, fieldKeys(here.form), { ...here.scope, answer });
  checkFiles(desk, at(place, 'save'), node.save, here.form);
  if (node.wait === false) checkUnawaited(desk, place, node);
}

function reportFlowless(desk: Desk, place: Place, form: string): void {
  desk.report(
    place,
    'subflow_without_flow',
    both(`表单“${form}”没有流程，无法作为子流程启动。`, `The form “${form}” has no flow that could begin.`),
    both('先为该表单画一个流程，或选择另一张表单。', 'Draw a flow for that form first, or choose another form.'),
  );
}

/** A file belongs to one record: naming it in another would take it away. */
function checkFiles(desk: Desk, place: Place, data: object | undefined, form: FormDefinition): void {
  for (const key of Object.keys(data ?? {})) {
    const field = fieldAt(form, key);
    if (field === undefined || fieldType(field).admits === undefined) continue;
    desk.report(
      at(place, key),
      'file_stays',
      both(`“${key}”保存文件，文件只属于一条记录。`, `“${key}” holds files, and a file belongs to one record.`),
      both('改为传递文字，或在子记录上引用本记录。', 'Pass a text on, or have the one record refer to the other.'),
    );
  }
}

/** What nobody waits for leaves nothing, and is never late. */
function checkUnawaited(desk: Desk, place: Place, node: Subflow): void {
  for (const part of ['save', 'deadline'] as const) {
    if (node[part] === undefined) continue;
    desk.report(
      at(place, part),
      'subflow_not_awaited',
      both(
        `“${node.key}”不等待子流程结束，这一项不起作用。`,
        `“${node.key}” does not wait for its end, so this has no effect.`,
      ),
      both('改为等待其结束，或去掉这一项。', 'Have it wait for the end, or take this away.'),
    );
  }
}
