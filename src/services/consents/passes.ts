import { entriesBeforeLedger, type RecordBeforeLedger } from '../../core/consents/before-ledger.js';
import { isContactKey } from '../../core/consents/consent.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { Store, WriteScope } from '../../db/store.js';
import { BEFORE_ALL } from '../jobs/kinds.js';
import { passesService } from '../passes.js';
import { recordingOf } from '../transactions/consents.js';

/** Records of one transaction, so that other writers wait only briefly. */
const SLICE = 500;

const ORIGIN = { actorKind: 'system', actorId: 'consents', requestId: 'consents' } as const;

export type ConsentPassesService = ReturnType<typeof consentPassesService>;

/**
 * Makes the entries of consents that leads and customers had stated before there was a ledger. A slice adds what the ledger lacks under the head row
 * and stores how far the pass is, so a pass that stops, or runs in two processes, does no harm.
 */
export function consentPassesService(store: Store, clock: () => number) {
  const { deployment } = store;
  return passesService(store, clock, { origin: ORIGIN, due: deployment.dueConsentPasses, makeSlice });
}

/** Returns whether the pass is complete. */
async function makeSlice(scope: WriteScope): Promise<boolean> {
  const { consentPasses } = scope;
  const pass = await consentPasses.find();
  if (pass === undefined) return true;
  const part = await consentPasses.part(pass, SLICE);
  if (part !== undefined) {
    await addEntries(scope, await recordsOf(scope, pass.records, part.statedIds));
    await consentPasses.save({ ...pass, afterId: part.lastId });
    return false;
  }
  if (pass.records === 'customers') {
    await consentPasses.end();
    return true;
  }
  await consentPasses.save({ records: 'customers', afterId: BEFORE_ALL });
  return false;
}

async function recordsOf(
  { leads, customers }: WriteScope,
  records: 'leads' | 'customers',
  ids: readonly string[],
): Promise<RecordBeforeLedger[]> {
  if (records === 'customers') {
    const found = await customers.findMany(ids);
    return found.map(({ facts, createdAt, updatedAt }) => ({ facts, createdAt, updatedAt }));
  }
  const found = await leads.findMany(ids);
  return found.map(({ id: leadId, facts, createdAt, updatedAt }) => ({ leadId, facts, createdAt, updatedAt }));
}

async function addEntries(scope: WriteScope, records: readonly RecordBeforeLedger[]): Promise<void> {
  const addressesOf = ({ facts }: RecordBeforeLedger) => matchKeysOf(facts).filter(isContactKey);
  const named = new Map(records.flatMap(addressesOf).map((key) => [`${key.kind}|${key.value}`, key]));
  const stored = await scope.consents.ofAddresses([...named.values()]);
  const known = new Map([...stored].map(([{ kind, value }, entries]) => [`${kind}|${value}`, entries]));
  const added = records.flatMap((record) => {
    const entries = addressesOf(record).flatMap(({ kind, value }) => known.get(`${kind}|${value}`) ?? []);
    // An entry that an e-mail of the record finds comes last.
    const ordered = entries.sort((one, other) => Number(one.byEmail) - Number(other.byEmail));
    const distinct = [...new Map(ordered.map((entry) => [entry.id, entry])).values()];
    return entriesBeforeLedger(record, distinct.sort(byId), () => scope.newId());
  });
  await scope.consents.insert(added, recordingOf(scope));
}

const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
