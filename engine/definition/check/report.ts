import type { FactType, Json } from '../../expression/index.ts';
import { fieldType, formContext } from '../../form/index.ts';
import { planTile } from '../../report/plan.ts';
import { both } from '../texts.ts';
import type { FlowPoint, FormDefinition, Measure, ReportDefinition, Tile } from '../types.generated.ts';
import {
  at,
  columnsOf,
  type Desk,
  fieldAt,
  fieldKeys,
  type Place,
  partsOf,
  pathsOf,
  SYSTEM_FACTS,
  subTables,
} from './desk.ts';
import { checkUnique } from './unique.ts';

function kindAt(desk: Desk, form: FormDefinition, path: string): FactType['kind'] | undefined {
  const field = fieldAt(form, path);
  return field && fieldType(field).factType(field, formContext(desk.app)).kind;
}

function isNumeric(desk: Desk, form: FormDefinition, path: string): boolean {
  const kind = kindAt(desk, form, path);
  return kind === 'number' || kind === 'integer';
}

function isDate(desk: Desk, form: FormDefinition, path: string): boolean {
  if (['created_at', 'updated_at', 'submitted_at'].includes(path)) return true;
  const kind = kindAt(desk, form, path);
  return kind === 'date' || kind === 'datetime';
}

function checkValue(desk: Desk, place: Place, measure: Measure, form: FormDefinition): void {
  const [, how = '', name = ''] = /^(\w+)\((.*)\)$/.exec(measure.value) ?? [];
  if (how === 'count') return;
  const columns = measure.rows === undefined ? [] : columnsOf(form, measure.rows);
  const names = measure.rows === undefined ? [...fieldKeys(form), ...SYSTEM_FACTS] : columns;
  if (!desk.known(place, measure.rows === undefined ? 'field' : 'column', name, names)) return;
  const fits =
    how === 'distinct' || isNumeric(desk, form, measure.rows === undefined ? name : `${measure.rows}.${name}`);
  if (fits) return;
  desk.report(
    place,
    'not_a_number',
    both(`“${name}”不是数字，不能用 ${how}。`, `“${name}” is no number: ${how} is not possible.`),
    both(
      '选择数字或金额字段，或用 count() 或 distinct(…)。',
      'Choose a field with numbers or money, or use count() or distinct(…).',
    ),
  );
}

function checkMeasure(desk: Desk, place: Place, measure: Measure, report: ReportDefinition): void {
  const form = desk.form(at(place, 'of'), measure.of);
  if (!form) return;
  if (measure.rows !== undefined && !desk.known(at(place, 'rows'), 'sub_table', measure.rows, subTables(form))) return;
  checkValue(desk, at(place, 'value'), measure, form);
  desk.condition(
    at(place, 'where'),
    measure.where,
    measure.rows === undefined ? desk.scope(form) : desk.rowScope(form, measure.rows),
  );
  if (measure.per === undefined) return;
  const others = (report.measures ?? []).filter((other) => other.key !== measure.key);
  if (
    !desk.known(
      at(place, 'per'),
      'measure',
      measure.per,
      others.map((other) => other.key),
    )
  )
    return;
  if (others.find((other) => other.key === measure.per)?.per === undefined) return;
  desk.report(
    at(place, 'per'),
    'measure_cycle',
    both(
      `“${measure.per}”自己也是一个比率，不能再作分母。`,
      `“${measure.per}” is a ratio itself and cannot be divided by.`,
    ),
    both('选择一个没有 per 的指标。', 'Choose a measure without per.'),
  );
}

function checkDimension(desk: Desk, place: Place, dimension: string, form: FormDefinition): void {
  const [path = '', unit] = dimension.split(':');
  if (!desk.known(place, 'field', path, [...pathsOf(form), ...partsOf(form), ...SYSTEM_FACTS])) return;
  if (unit === undefined || isDate(desk, form, path)) return;
  desk.report(
    place,
    'not_a_date',
    both(`“${path}”不是日期，不能按 ${unit} 归组。`, `“${path}” is no date and cannot be grouped by ${unit}.`),
    both('去掉冒号后的单位，或选择日期字段。', 'Leave the unit out, or choose a date.'),
  );
}

function checkPoint(desk: Desk, place: Place, point: FlowPoint, flowKey: string): void {
  const flow = desk.app.flows.get(flowKey);
  if (!flow) return;
  if (point.node !== undefined)
    desk.known(
      at(place, 'node'),
      'node',
      point.node,
      flow.nodes.map((node) => node.key),
    );
  if (point.state !== undefined)
    desk.known(
      at(place, 'state'),
      'state',
      point.state,
      flow.states.map((state) => state.key),
    );
  const lacks =
    (point.event === 'entered' || point.event === 'left') && point.node === undefined
      ? 'node'
      : point.event === 'state' && point.state === undefined
        ? 'state'
        : undefined;
  if (lacks === undefined) return;
  desk.report(
    place,
    'missing_property',
    both(`缺少“${lacks}”。`, `“${lacks}” is missing.`),
    both(`请加上 "${lacks}": …`, `Add "${lacks}": …`),
  );
}

function badLeadTime(desk: Desk, place: Place): void {
  desk.report(
    place,
    'bad_lead_time',
    both('要么写 from 与 to，要么写 nodes。', 'Either from and to, or nodes.'),
    both('写两个时点，或列出节点，不要两者都写。', 'Give two points, or list nodes, and not both.'),
  );
}

function checkLeadTime(desk: Desk, place: Place, lead: NonNullable<Tile['leadTime']>): void {
  desk.known(at(place, 'flow'), 'flow', lead.flow, desk.app.flows.keys());
  const flow = desk.app.flows.get(lead.flow);
  const nodes = flow?.nodes.map(({ key }) => key) ?? [];
  if (flow) (lead.nodes ?? []).forEach((node, i) => desk.known(at(place, 'nodes', i), 'node', node, nodes));
  for (const end of ['from', 'to'] as const) {
    const point = lead[end];
    if (point) checkPoint(desk, at(place, end), point, lead.flow);
    if ((point === undefined) === (lead.nodes === undefined)) badLeadTime(desk, place);
  }
  if (lead.calendar !== undefined)
    desk.known(at(place, 'calendar'), 'calendar', lead.calendar, desk.app.calendars.keys());
}

function checkRecords(desk: Desk, place: Place, tile: Tile): void {
  const form = tile.form === undefined ? undefined : desk.form(at(place, 'form'), tile.form);
  if (!form) return;
  const names = [...fieldKeys(form), ...SYSTEM_FACTS];
  (tile.columns ?? []).forEach((column, i) => desk.known(at(place, 'columns', i), 'field', column, names));
  if (tile.sort !== undefined) desk.known(at(place, 'sort'), 'field', tile.sort.replace(/^-/, ''), names);
  desk.condition(at(place, 'where'), tile.where, desk.scope(form));
}

function checkShape(desk: Desk, place: Place, tile: Tile): void {
  const measured = tile.measure !== undefined || tile.measures !== undefined;
  const grouped =
    tile.type === 'pie' ||
    tile.type === 'bar' ||
    tile.type === 'line' ||
    tile.type === 'heatmap' ||
    (tile.type === 'funnel' && tile.measures === undefined);
  const says = [measured, tile.leadTime !== undefined, tile.form !== undefined].filter(Boolean).length;
  const lacks =
    says !== 1 ? 'measure' : grouped && tile.by === undefined && tile.leadTime === undefined ? 'by' : undefined;
  if (lacks === undefined) return;
  const message =
    lacks === 'by'
      ? both('这种图要有维度。', 'This kind of chart needs a dimension.')
      : both('一个图块要且只要一种内容。', 'A tile shows exactly one thing.');
  const cure =
    lacks === 'by'
      ? both('请加上 "by": […]。', 'Add "by": […].')
      : both(
          '写 measure（或 measures）、leadTime、form 中的一种。',
          'Give one of measure (or measures), leadTime, form.',
        );
  desk.report(place, 'bad_tile', message, cure);
}

function checkTile(desk: Desk, place: Place, tile: Tile, report: ReportDefinition): void {
  checkShape(desk, place, tile);
  if (tile.leadTime) checkLeadTime(desk, at(place, 'leadTime'), tile.leadTime);
  if (tile.form !== undefined) checkRecords(desk, place, tile);
  const measures = report.measures ?? [];
  const names = measures.map((measure) => measure.key);
  const used = [...(tile.measure === undefined ? [] : [tile.measure]), ...(tile.measures ?? [])];
  if (tile.measure !== undefined) desk.known(at(place, 'measure'), 'measure', tile.measure, names);
  (tile.measures ?? []).forEach((key, i) => desk.known(at(place, 'measures', i), 'measure', key, names));
  if (typeof tile.max === 'string') desk.known(at(place, 'max'), 'measure', tile.max, names);
  for (const key of used) {
    const measure = measures.find((item) => item.key === key);
    const form = measure && desk.app.forms.get(measure.of);
    if (!form) continue;
    (tile.by ?? []).forEach((dimension, i) => checkDimension(desk, at(place, 'by', i), dimension, form));
    desk.condition(
      at(place, 'where'),
      tile.where,
      measure.rows === undefined ? desk.scope(form) : desk.rowScope(form, measure.rows),
    );
  }
}

/** Somebody who may see everything: only what nobody could be shown is wrong with the tile itself. */
function checkSql(desk: Desk, place: Place, report: ReportDefinition): void {
  const settings = Object.fromEntries((desk.app.app.settings ?? []).map(({ key, value }) => [key, value as Json]));
  report.tiles.forEach((tile, i) => {
    const { refusal } = planTile(report, tile, {
      app: desk.app,
      access: () => ({ rows: 'all', readable: () => true }),
      facts: { settings, user: {}, proof: {} },
      now: '2026-01-01T00:00:00.000Z',
      locale: 'en',
    });
    if (refusal) desk.report(at(place, 'tiles', i), refusal.code, refusal.message, refusal.cure);
  });
}

export function checkReport(desk: Desk, report: ReportDefinition): void {
  const place = desk.place('report', report.key);
  (report.roles ?? []).forEach((role, i) => desk.role(at(place, 'roles', i), role, ['everyone']));
  checkUnique(desk, at(place, 'measures'), report.measures ?? []);
  checkUnique(desk, at(place, 'filters'), report.filters ?? []);
  checkUnique(desk, at(place, 'tiles'), report.tiles);
  (report.measures ?? []).forEach((measure, i) => checkMeasure(desk, at(place, 'measures', i), measure, report));
  const forms = [
    ...new Set((report.measures ?? []).map((measure) => measure.of)),
    ...report.tiles.map((tile) => tile.form ?? ''),
  ];
  const filterable = forms.flatMap((key) => {
    const form = desk.app.forms.get(key);
    return form ? [...pathsOf(form), ...partsOf(form), ...SYSTEM_FACTS] : [];
  });
  (report.filters ?? []).forEach((filter, i) => {
    if (report.measures || report.tiles.some((tile) => tile.form))
      desk.known(at(place, 'filters', i, 'field'), 'field', filter.field, new Set(filterable));
  });
  report.tiles.forEach((tile, i) => checkTile(desk, at(place, 'tiles', i), tile, report));
  // What is amiss in the references has been said better already.
  if (!desk.problems.some((problem) => problem.file === place.file)) checkSql(desk, place, report);
}
