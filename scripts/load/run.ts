import { createRowReader } from '../../src/core/imports/lead-reader.js';
import { importLookups } from '../../src/services/imports/lookups.js';
import type { HttpClient } from '../client/http-client.js';
import { startProgress } from '../client/progress.js';
import { bodyOf, type Lead } from './lead-body.js';
import type { LoadOptions } from './options.js';
import { openRejects } from './rejects.js';
import { createSender, type SentBatch } from './send.js';
import { dataRows, type SourceFile } from './source-files.js';
import { startSummary } from './summary.js';

interface Item {
  row: string[];
  lead: Lead;
}

/**
 * The service accepts bodies of up to 5 MiB. A character may take three bytes, and the field names of a lead are added.
 */
const BODY_BYTES = 4_000_000;
const FIELD_NAMES_BYTES = 1_500;

/** Sends every row of a list in order and prints a summary; returns the exit code. */
export async function load(
  options: LoadOptions,
  source: SourceFile,
  client: HttpClient,
  print: (text: string) => void,
): Promise<number> {
  const { hash, header, mapping, profile } = source;
  const startedAt = performance.now();
  const summary = startSummary();
  const rejects = openRejects(options.file, header);
  const progress = startProgress('Loading', profile.rows, 'rows');
  const send = createSender(client, options.again ? `${hash} ${Date.now()}` : hash);
  const read = createRowReader(
    { ...mapping, rowIds: true },
    {
      now: Date.now(),
      lookups: importLookups,
      reportIssue: summary.reportIssue,
    },
  );

  let pending: Promise<void> = Promise.resolve();
  let batch = 0;
  const recordOutcomes = (items: Item[], { outcomes, replayed }: SentBatch) => {
    for (const [index, { row, lead }] of items.entries()) {
      const outcome = outcomes[index] ?? { refused: 'the service did not answer for this row' };
      summary.add(lead, outcome, replayed);
      if ('refused' in outcome) rejects.add(row, outcome.refused);
    }
    progress.advance(items.length);
  };
  /**
   * One batch is in flight while the next is read. Batches are sent in order, because later rows can join earlier
   * leads.
   */
  const dispatch = async (items: Item[]) => {
    await pending;
    batch++;
    pending = send(
      items.map(({ lead }) => lead),
      batch,
    ).then((sent) => recordOutcomes(items, sent));
    pending.catch(() => undefined);
  };
  try {
    for await (const items of batches(options, source, read, (reason) => {
      summary.skip(reason);
      progress.advance(1);
    })) {
      await dispatch(items);
    }
    await pending;
  } finally {
    progress.stop();
    print(summary.print((performance.now() - startedAt) / 1_000, rejects.close()));
  }
  return summary.totals.created + summary.totals.joined > 0 ? 0 : 1;
}

async function* batches(
  { file, batchSize }: LoadOptions,
  { detected }: SourceFile,
  read: ReturnType<typeof createRowReader>,
  onSkip: (reason: string) => void,
): AsyncGenerator<Item[]> {
  let items: Item[] = [];
  let bytes = 0;
  for await (const { row, fault } of dataRows(file, detected.encoding)) {
    const result = fault === undefined ? read(row) : { refused: { reason: fault } };
    if ('refused' in result) {
      onSkip(result.refused.reason);
      continue;
    }
    const size = FIELD_NAMES_BYTES + 3 * row.reduce((sum, cell) => sum + cell.length, 0);
    if (items.length > 0 && (items.length >= batchSize || bytes + size > BODY_BYTES)) {
      yield items;
      items = [];
      bytes = 0;
    }
    items.push({ row, lead: bodyOf(result.lead) });
    bytes += size;
  }
  if (items.length > 0) yield items;
}

/** Prints what would be sent, without sending it. */
export async function dryRun(options: LoadOptions, source: SourceFile, print: (text: string) => void): Promise<void> {
  const skipped: string[] = [];
  const summary = startSummary();
  const read = createRowReader(
    { ...source.mapping, rowIds: true },
    {
      now: Date.now(),
      lookups: importLookups,
      reportIssue: summary.reportIssue,
    },
  );
  let first: Lead | undefined;
  let rows = 0;
  for await (const items of batches(options, source, read, (reason) => skipped.push(reason))) {
    first ??= items[0]?.lead;
    rows += items.length;
  }
  print(`\nThe first row would be sent as\n${JSON.stringify(first, null, 2)}`);
  print(`\n${rows} rows would be sent, ${skipped.length} skipped. Nothing was sent.`);
}
