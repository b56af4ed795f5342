import type { Batch } from '../../core/batch/batch.js';
import { isContactKey } from '../../core/consents/consent.js';
import type { KeyValue } from '../../core/leads/keys.js';
import type { Recording } from '../../db/repositories/consents.js';
import type { WriteScope } from '../../db/store.js';

export const recordingOf = ({ now, head }: WriteScope): Recording => ({
  recordedAt: now,
  isFirst: head.hasConsents !== true,
});

/** Loads what the ledger knows of addresses that no loaded lead has. The consents of a known lead are among its facts. */
export async function loadConsents(scope: WriteScope, batch: Batch, keys: readonly KeyValue[]): Promise<void> {
  if (scope.head.hasConsents !== true) return;
  const unknown = keys.filter((key) => isContactKey(key) && batch.leads.byKey(key.kind, key.value) === undefined);
  const addresses = new Map(unknown.map((key) => [`${key.kind}|${key.value}`, key]));
  for (const [address, entries] of await scope.consents.ofAddresses([...addresses.values()])) {
    batch.consents.load(address, entries);
  }
}
