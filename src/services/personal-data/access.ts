import { MOST_PERSONAL_ROWS, type PersonalRecord } from '../../core/erasure/personal-record.js';
import { SEARCHED_PLACES } from '../../core/jobs/shapes.js';
import type { KeyValue } from '../../core/leads/keys.js';
import { isFields } from '../../core/values.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { BEFORE_ALL } from '../jobs/kinds.js';
import { turnsAfter } from '../turns.js';
import { subjectKeyOf } from '../webhooks/messages.js';
import { namesPerson } from './naming.js';
import { type NamesPerson, withoutOthers } from './payload-parts.js';
import type { Person } from './people.js';
import { type Piece, PLACES, type Position } from './places.js';

/** All that is known about a person. */
export interface PersonalData {
  rows: PersonalRecord[];
  isSuppressed: boolean;
  /** Kinds of which there is more than `rows` has. */
  incompleteKinds: string[];
}

/** Milliseconds that the search of places without an index may take. */
const SEARCH_MS = 20_000;
const TURN_MS = 10;
/** Records whose ids name no person in stored answers. */
const SHARED_KINDS = new Set(['webhook_deliveries', 'events', 'export_chunks']);

/** Reads everything that is stored about a person: the records of its leads and customers, and what else has its addresses. */
export async function readPersonalData(
  read: Repositories,
  person: Person,
  country: string | undefined,
): Promise<PersonalData> {
  const { leadIds, customerIds, addresses, identifiers } = person;
  const [rows, suppressed, waiting, entries] = await Promise.all([
    read.personalData.rows(leadIds, customerIds),
    read.suppressions.findMany(identifiers),
    read.waitingSubmissions.ofPeople(addresses),
    read.consents.ofPeople(addresses),
  ]);
  const known = new Set(rows.flatMap(({ kind, data }) => (kind === 'consents' ? [String(data.id)] : [])));
  const others = entries.filter(({ data }) => !known.has(String(data.id)));
  const subjects = subjectsOf(person, rows);
  const logged = await read.personalData.logged(
    subjects.map(({ subjectId }) => subjectId),
    subjects.map(subjectKeyOf),
  );
  const searched = await searchPlaces(read, person, country);
  const all = [...rows, ...waiting, ...logged, ...others, ...searched.rows];
  const ids = idsOf(person, all);
  const answers = await read.personalData.answers([...ids], visitorsOf(rows));
  const names = namesOf(person);
  const records = [...all, ...answers].map(({ kind, data }) => {
    if (kind === 'idempotency_keys') return { kind, data: ofPerson(data, ids) };
    return { kind, data: kind === 'connector_payloads' ? ownPayload(data, (texts) => names(texts, country)) : data };
  });
  const incompleteKinds = [...new Set([...fullKinds(records), ...searched.unread])];
  return { rows: records, isSuppressed: suppressed.size > 0, incompleteKinds };
}

async function searchPlaces(
  read: Repositories,
  person: Person,
  country: string | undefined,
): Promise<{ rows: PersonalRecord[]; unread: string[] }> {
  const names = namesOf(person);
  const isOfPerson = ({ texts }: Piece, ofPage: string | undefined) => names(texts, ofPage ?? country);
  const rows: PersonalRecord[] = [];
  const unread: string[] = [];
  const until = performance.now() + SEARCH_MS;
  const turns = turnsAfter(TURN_MS);
  for (const name of SEARCHED_PLACES) {
    const { table, page } = PLACES[name];
    let after: Position | undefined = { id: BEFORE_ALL, place: -1 };
    while (after !== undefined) {
      if (performance.now() > until) {
        unread.push(table);
        break;
      }
      const found = await page(read, after);
      for (const piece of found?.pieces ?? []) {
        if (isOfPerson(piece, found?.country)) rows.push({ kind: table, data: piece.content });
        await turns.due();
      }
      after = found?.last;
    }
  }
  return { rows, unread };
}

/** Whether texts have an address of the person, or the id of one of its records. */
function namesOf({ leadIds, customerIds, addresses }: Person) {
  const wanted = new Set(addresses.map(keyOf));
  const ids = new Set([...leadIds, ...customerIds]);
  const isWanted = (address: KeyValue) => wanted.has(keyOf(address));
  return (texts: readonly string[], country: string | undefined): boolean =>
    texts.some((text) => ids.has(text)) || namesPerson(texts, isWanted, country);
}

/** A payload without the other people that it lists. */
function ownPayload(data: Record<string, unknown>, names: NamesPerson): Record<string, unknown> {
  const part = (text: unknown) => {
    const document = documentOf(text);
    return typeof document === 'object' && document !== null ? JSON.stringify(withoutOthers(document, names)) : text;
  };
  return { ...data, content: part(data.content), fetched: part(data.fetched) };
}

const keyOf = ({ kind, value }: KeyValue): string => `${kind}|${value}`;

/** Records that have events of their own. That of a waiting submission repeats it, with the token that confirms it. */
const SUBJECT_KINDS = new Set(['tasks', 'referrals']);

const visitorsOf = (rows: readonly PersonalRecord[]): string[] =>
  rows.flatMap(({ kind, data }) => (kind === 'lead_keys' && data.kind === 'visitor' ? [String(data.value)] : []));

/** What events about the person have as their subject. */
function subjectsOf({ leadIds, customerIds }: Person, rows: readonly PersonalRecord[]) {
  const records = rows.flatMap(({ kind, data }) => (SUBJECT_KINDS.has(kind) ? [String(data.id)] : []));
  return [
    ...[...leadIds, ...customerIds, ...records].map((subjectId) => ({ subjectKind: 'lead' as const, subjectId })),
    ...visitorsOf(rows).map((subjectId) => ({ subjectKind: 'visitor' as const, subjectId })),
  ];
}

/** The ids of the person and of its records, by which stored answers are found. */
function idsOf({ leadIds, customerIds }: Person, rows: readonly PersonalRecord[]): Set<string> {
  const own = rows.flatMap(({ kind, data }) =>
    typeof data.id === 'string' && !SHARED_KINDS.has(kind) ? [data.id] : [],
  );
  return new Set([...leadIds, ...customerIds, ...own]);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu;

/** A stored answer without what it says of others: the results of a batch about them, and a record of theirs that merely names the person. */
function ofPerson(data: Record<string, unknown>, ids: ReadonlySet<string>): Record<string, unknown> {
  const body = documentOf(data.body);
  if (!isFields(body)) return data;
  const isOwn = isOwnRecord(body, ids);
  const parts = Object.entries(body).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [[name, value.filter((item) => isOwnRecord(item, ids))] as const];
    return isOwn ? [[name, value] as const] : [];
  });
  return { ...data, body: Object.fromEntries(parts) };
}

/** Members of an answer whose id says what it is about. Other ids in it are references: to a referrer, or to a lead with the same number. */
const ABOUT = ['id', 'leadId', 'customerId', 'lead', 'customer', 'result'];

/** Whether an answer, or an item of one, is about one of the records. Without a member that says so, every id in it counts. */
function isOwnRecord(value: unknown, ids: ReadonlySet<string>): boolean {
  const about = aboutOf(value);
  return (about.length > 0 ? about : (JSON.stringify(value).match(UUID) ?? [])).some((id) => ids.has(id));
}

function aboutOf(value: unknown): string[] {
  if (!isFields(value)) return [];
  return ABOUT.flatMap((name) => {
    const member = value[name];
    return typeof member === 'string' ? [member] : aboutOf(member);
  });
}

function documentOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** Kinds of which as many rows were read as one statement reads. */
function fullKinds(rows: readonly PersonalRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].flatMap(([kind, count]) => (count >= MOST_PERSONAL_ROWS ? [kind] : []));
}
