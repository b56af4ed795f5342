import { arrayContains, type SQL } from 'drizzle-orm';
import {
  BEFORE_LEDGER,
  type ConsentRecord,
  CUSTOMER_STATEMENT,
  type KnownConsent,
  type NewConsent,
} from '../../core/consents/consent.js';
import type { KeyValue } from '../../core/leads/keys.js';
import { iso } from '../../core/time.js';
import type { ContactHashes } from '../contact-hashes.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { consents } from '../schema/consents.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';

type ConsentRow = typeof consents.$inferSelect;

/** A stored entry. Instants are epoch milliseconds. */
export interface StoredConsent extends ConsentRecord {
  recordedAt: number;
}

export interface ConsentFilter {
  leadId?: string | undefined;
  channel?: string | undefined;
  purpose?: string | undefined;
  status?: string | undefined;
  source?: string | undefined;
  /** Epoch milliseconds, as `occurredBefore`. */
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

interface Options {
  executor: Executor;
  workspaceId: string;
  cursors: CursorCodec;
  contactHashes: ContactHashes;
}

/** When entries are recorded. `isFirst`: the workspace had none before. */
export interface Recording {
  recordedAt: number;
  isFirst: boolean;
}

const writer = rowWriter(consents, ['workspace_id', 'id']);

const OF_ADDRESSES = `select c.id, c.channel, c.purpose, c.status, c.occurred_at as "occurredAt", c.fill_only as "fillOnly",
       c.source, c.subject_hashes as hashes
  from consents c where c.workspace_id = $1 and c.subject_hashes && $2::text[] order by c.id`;

const FORGET = `update consents set lead_id = null, basis = null, proof = null
  where workspace_id = $1 and (lead_id = any($2::uuid[]) or (lead_id is null and subject_hashes && $3::text[])) returning id`;

const FORGET_CUSTOMERS = `update consents set basis = null, proof = null
  where workspace_id = $1 and lead_id is null and source in ('${CUSTOMER_STATEMENT}', '${BEFORE_LEDGER}') and subject_hashes && $2::text[] returning id`;

export function consentsRepository(options: Options) {
  const { executor, workspaceId, contactHashes } = options;
  const hashesOf = (contacts: readonly KeyValue[]) => contacts.map((one) => contactHashes.of(workspaceId, one));
  return {
    insert: (entries: readonly NewConsent[], recording: Recording) => insert(options, entries, recording),
    hashesOf,
    /** The entries of each address, in the order of recording. */
    async ofAddresses(addresses: readonly KeyValue[]): Promise<Map<KeyValue, KnownConsent[]>> {
      const found = new Map<KeyValue, KnownConsent[]>(addresses.map((address) => [address, []]));
      if (addresses.length === 0) return found;
      type Row = Omit<KnownConsent, 'occurredAt' | 'byEmail'> & { occurredAt: Date; hashes: string[] };
      const byHash = new Map(hashesOf(addresses).map((hash, index) => [hash, addresses[index]]));
      const rows = await executor.run<Row>('consents_of_addresses', OF_ADDRESSES, [workspaceId, [...byHash.keys()]]);
      for (const { hashes, occurredAt, ...row } of rows) {
        for (const address of hashes.flatMap((hash) => byHash.get(hash) ?? [])) {
          found.get(address)?.push({ ...row, occurredAt: occurredAt.getTime(), byEmail: address.kind === 'email' });
        }
      }
      return found;
    },
    /** The entries that name one of the addresses, as stored rows. */
    async ofPeople(addresses: readonly KeyValue[]): Promise<{ kind: 'consents'; data: Record<string, unknown> }[]> {
      if (addresses.length === 0) return [];
      const rows = await executor.run<{ data: Record<string, unknown> }>(
        'consents_of_people',
        'select to_jsonb(c) as data from consents c where workspace_id = $1 and subject_hashes && $2::text[] order by id limit 10000',
        [workspaceId, hashesOf(addresses)],
      );
      return rows.map(({ data }) => ({ kind: 'consents', data }));
    },
    /** Removes what names the people with these leads or addresses; their hashes stay. Returns the ids of the entries. */
    async forget(leadIds: readonly string[], addresses: readonly KeyValue[]): Promise<string[]> {
      if (leadIds.length === 0 && addresses.length === 0) return [];
      const rows = await executor.run<{ id: string }>('forget_consents', FORGET, [
        workspaceId,
        leadIds,
        hashesOf(addresses),
      ]);
      return rows.map(({ id }) => id);
    },
    /** The same for the statements of erased customers with these addresses. Those of their leads stay. */
    async forgetCustomers(addresses: readonly KeyValue[]): Promise<string[]> {
      if (addresses.length === 0) return [];
      const values = [workspaceId, hashesOf(addresses)];
      return (await executor.run<{ id: string }>('forget_customer_consents', FORGET_CUSTOMERS, values)).map(
        ({ id }) => id,
      );
    },
    /** Newest first, in the order of recording. `addresses`: those that name one of these. */
    list: (filter: ConsentFilter, addresses: readonly KeyValue[], request: ListRequest): Promise<Page<StoredConsent>> =>
      list(options, { filter, hashes: hashesOf(addresses), request }),
  };
}

interface ListOptions {
  filter: ConsentFilter;
  hashes: readonly string[];
  request: ListRequest;
}

async function list(options: Options, { filter, hashes, request }: ListOptions): Promise<Page<StoredConsent>> {
  const { occurredFrom, occurredBefore, ...equal } = filter;
  const where: (SQL | undefined)[] = [
    ...matching(consents, equal),
    ...hashes.map((hash) => arrayContains(consents.subjectHashes, [hash])),
    within(consents.occurredAt, occurredFrom, occurredBefore),
  ];
  const binding = bindingOf('consents', { ...filter, hashes });
  const page = await newestFirst(options, { table: consents, key: 'id', binding, where, request });
  return { ...page, rows: page.rows.map(consentOf) };
}

async function insert(
  { executor, workspaceId, contactHashes }: Options,
  entries: readonly NewConsent[],
  { recordedAt, isFirst }: Recording,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    workspace_id: workspaceId,
    id: entry.id,
    lead_id: entry.leadId,
    channel: entry.channel,
    purpose: entry.purpose,
    status: entry.status,
    basis: entry.basis,
    source: entry.source,
    proof: entry.proof,
    fill_only: entry.fillOnly === true,
    occurred_at: iso(entry.occurredAt),
    recorded_at: iso(recordedAt),
    actor_id: entry.actorId,
    subject_hashes: entry.subjects.map((subject) => contactHashes.of(workspaceId, subject)),
  }));
  const inserted = writer.insertNamed(executor, rows);
  if (!isFirst) return void (await inserted);
  const noted = executor.run('note_consents', 'update workspaces set has_consents = true where id = $1', [workspaceId]);
  await Promise.all([inserted, noted]);
}

const consentOf = (row: ConsentRow): StoredConsent => ({
  id: row.id,
  leadId: row.leadId ?? undefined,
  channel: row.channel,
  purpose: row.purpose,
  status: row.status,
  basis: row.basis ?? undefined,
  source: row.source,
  proof: row.proof ?? undefined,
  fillOnly: row.fillOnly,
  occurredAt: row.occurredAt.getTime(),
  recordedAt: row.recordedAt.getTime(),
  actorId: row.actorId ?? undefined,
});
