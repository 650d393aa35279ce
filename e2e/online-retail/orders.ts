import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { ImportView } from '../../engine/host/import/job.ts';
import type { Client } from './client.ts';

const MAPPING = fileURLToPath(new URL('mapping.json', import.meta.url));

export interface ImportOutcome {
  view: ImportView;
  /** Invoices of which some line was refused, so that there is no such order. */
  refused: Set<string>;
  seconds: number;
}

/** The file goes through the same import as on its screen: upload, mapping, job, report. */
export async function importOrders(admin: Client, path: string): Promise<ImportOutcome> {
  const began = Date.now();
  const uploaded = await admin.upload<ImportView>(
    '/api/apps/returns/imports?form=order',
    basename(path),
    await openAsBlob(path),
  );
  const mapping: unknown = JSON.parse(await readFile(MAPPING, 'utf8'));
  await admin.put(`/api/imports/${uploaded.id}`, { mapping });
  await admin.post(`/api/imports/${uploaded.id}/start`);
  const view = await ended(admin, uploaded.id);
  const seconds = (Date.now() - began) / 1000;
  if (view.status !== 'done')
    throw new Error(`The import is ${view.status}: ${view.error?.message ?? 'no reason given'}`);
  return { view, refused: await refusedInvoices(admin, view.id), seconds };
}

async function ended(admin: Client, id: string): Promise<ImportView> {
  for (;;) {
    const view = await admin.get<ImportView>(`/api/imports/${id}`);
    if (view.status !== 'waiting' && view.status !== 'running') return view;
    await wait(200);
  }
}

async function refusedInvoices(admin: Client, id: string): Promise<Set<string>> {
  const report = await admin.text(`/api/imports/${id}/rows.csv`);
  const lines = parse(report, { columns: true, bom: true }) as { status: string; InvoiceNo: string }[];
  return new Set(lines.filter(({ status }) => status === 'refused').map(({ InvoiceNo }) => InvoiceNo));
}
