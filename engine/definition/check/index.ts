import type { AppModel, Problem } from '../model.ts';
import { checkApp } from './app.ts';
import { checkCalendar } from './calendar.ts';
import { checkConnector } from './connector.ts';
import { createDesk, type Desk } from './desk.ts';
import { checkFlow } from './flow.ts';
import { checkForm } from './form.ts';
import { checkMessage } from './message.ts';
import { checkAppName, checkTableNames } from './names.ts';
import { checkReport } from './report.ts';
import { checkRule } from './rule.ts';
import { checkDataFile, checkScenario } from './scenario.ts';
import { checkTable } from './table.ts';

function checkAll<T>(
  desk: Desk,
  definitions: ReadonlyMap<string, T>,
  check: (desk: Desk, definition: T) => void,
): void {
  for (const definition of definitions.values()) check(desk, definition);
}

/** Everything that one definition says of another. Structure is right by now. */
export function checkReferences(app: AppModel): Problem[] {
  const desk = createDesk(app);
  checkAppName(desk, app.app);
  checkApp(desk);
  checkTableNames(desk);
  checkAll(desk, app.forms, checkForm);
  checkAll(desk, app.flows, checkFlow);
  checkAll(desk, app.rules, checkRule);
  checkAll(desk, app.tables, checkTable);
  checkAll(desk, app.messages, checkMessage);
  checkAll(desk, app.connectors, checkConnector);
  checkAll(desk, app.calendars, checkCalendar);
  checkAll(desk, app.reports, checkReport);
  checkAll(desk, app.scenarios, checkScenario);
  checkAll(desk, app.data, checkDataFile);
  return desk.problems;
}
