import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import action from '../../../schemas/action.schema.json' with { type: 'json' };
import app from '../../../schemas/app.schema.json' with { type: 'json' };
import calendar from '../../../schemas/calendar.schema.json' with { type: 'json' };
import common from '../../../schemas/common.schema.json' with { type: 'json' };
import condition from '../../../schemas/condition.schema.json' with { type: 'json' };
import connector from '../../../schemas/connector.schema.json' with { type: 'json' };
import data from '../../../schemas/data.schema.json' with { type: 'json' };
import field from '../../../schemas/field.schema.json' with { type: 'json' };
import address from '../../../schemas/fields/address.schema.json' with { type: 'json' };
import base from '../../../schemas/fields/base.schema.json' with { type: 'json' };
import boolean from '../../../schemas/fields/boolean.schema.json' with { type: 'json' };
import cascade from '../../../schemas/fields/cascade.schema.json' with { type: 'json' };
import colour from '../../../schemas/fields/colour.schema.json' with { type: 'json' };
import date from '../../../schemas/fields/date.schema.json' with { type: 'json' };
import daterange from '../../../schemas/fields/daterange.schema.json' with { type: 'json' };
import datetime from '../../../schemas/fields/datetime.schema.json' with { type: 'json' };
import datetimerange from '../../../schemas/fields/datetimerange.schema.json' with { type: 'json' };
import department from '../../../schemas/fields/department.schema.json' with { type: 'json' };
import email from '../../../schemas/fields/email.schema.json' with { type: 'json' };
import file from '../../../schemas/fields/file.schema.json' with { type: 'json' };
import formula from '../../../schemas/fields/formula.schema.json' with { type: 'json' };
import idnumber from '../../../schemas/fields/idnumber.schema.json' with { type: 'json' };
import image from '../../../schemas/fields/image.schema.json' with { type: 'json' };
import integer from '../../../schemas/fields/integer.schema.json' with { type: 'json' };
import location from '../../../schemas/fields/location.schema.json' with { type: 'json' };
import longtext from '../../../schemas/fields/longtext.schema.json' with { type: 'json' };
import lookup from '../../../schemas/fields/lookup.schema.json' with { type: 'json' };
import money from '../../../schemas/fields/money.schema.json' with { type: 'json' };
import multiselect from '../../../schemas/fields/multiselect.schema.json' with { type: 'json' };
import number from '../../../schemas/fields/number.schema.json' with { type: 'json' };
import percent from '../../../schemas/fields/percent.schema.json' with { type: 'json' };
import phone from '../../../schemas/fields/phone.schema.json' with { type: 'json' };
import radio from '../../../schemas/fields/radio.schema.json' with { type: 'json' };
import rating from '../../../schemas/fields/rating.schema.json' with { type: 'json' };
import reference from '../../../schemas/fields/reference.schema.json' with { type: 'json' };
import richtext from '../../../schemas/fields/richtext.schema.json' with { type: 'json' };
import role from '../../../schemas/fields/role.schema.json' with { type: 'json' };
import rollup from '../../../schemas/fields/rollup.schema.json' with { type: 'json' };
import scan from '../../../schemas/fields/scan.schema.json' with { type: 'json' };
import select from '../../../schemas/fields/select.schema.json' with { type: 'json' };
import serial from '../../../schemas/fields/serial.schema.json' with { type: 'json' };
import signature from '../../../schemas/fields/signature.schema.json' with { type: 'json' };
import slider from '../../../schemas/fields/slider.schema.json' with { type: 'json' };
import subTable from '../../../schemas/fields/table.schema.json' with { type: 'json' };
import text from '../../../schemas/fields/text.schema.json' with { type: 'json' };
import time from '../../../schemas/fields/time.schema.json' with { type: 'json' };
import timerange from '../../../schemas/fields/timerange.schema.json' with { type: 'json' };
import tree from '../../../schemas/fields/tree.schema.json' with { type: 'json' };
import url from '../../../schemas/fields/url.schema.json' with { type: 'json' };
import user from '../../../schemas/fields/user.schema.json' with { type: 'json' };
import video from '../../../schemas/fields/video.schema.json' with { type: 'json' };
import flow from '../../../schemas/flow.schema.json' with { type: 'json' };
import form from '../../../schemas/form.schema.json' with { type: 'json' };
import message from '../../../schemas/message.schema.json' with { type: 'json' };
import report from '../../../schemas/report.schema.json' with { type: 'json' };
import rule from '../../../schemas/rule.schema.json' with { type: 'json' };
import scenario from '../../../schemas/scenario.schema.json' with { type: 'json' };
import table from '../../../schemas/table.schema.json' with { type: 'json' };
import type { Kind } from '../model.ts';

/** One line for each schema: imported one by one, so that a bundler takes them along. */
export const SCHEMAS: Readonly<Record<string, object>> = Object.fromEntries(
  [
    ...[action, app, calendar, common, condition, connector, data, field, flow, form, message, report, rule, scenario],
    ...[table, base, boolean, date, datetime, email, file, formula, image, integer, longtext, money, multiselect],
    ...[number, phone, radio, reference, rollup, select, serial, subTable, text, user, video],
    ...[richtext, percent, time, daterange, datetimerange, timerange, cascade],
    ...[address, department, location, lookup, role, signature],
    ...[tree, rating, slider, colour, url, idnumber, scan],
  ].map((schema) => [schema.$id, schema]),
);

let ajv: Ajv2020 | undefined;

function validator(): Ajv2020 {
  if (ajv) return ajv;
  ajv = new Ajv2020({
    discriminator: true,
    strictRequired: false,
    strictTypes: false,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    // What says nothing about the data: json-schema-to-typescript's own keyword, and what editors say to people.
    keywords: ['tsType', 'x-label', 'x-help', 'x-group', 'x-while', 'x-editor', 'x-ref', 'x-default', 'x-options'],
  });
  addFormats.default(ajv, ['date', 'date-time']);
  ajv.addSchema(Object.values(SCHEMAS));
  return ajv;
}

/** What the schema of this kind objects to; empty where nothing. */
export function structuralErrors(kind: Kind, json: unknown): ErrorObject[] {
  const validate = validator().getSchema(`${kind}.schema.json`);
  if (!validate) throw new Error(`There is no schema for ${kind}.`);
  validate(json);
  return validate.errors ?? [];
}
