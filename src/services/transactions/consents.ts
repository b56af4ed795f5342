import type { Batch } from '../../core/batch/batch.js';
import type { Command } from '../../core/commands/table.js';
import { isContactKey } from '../../core/consents/consent.js';
import { suppressionKeysOf } from '../../core/consents/suppression.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { type KeyValue, matchKeysOf } from '../../core/leads/keys.js';
import type { Recording } from '../../db/repositories/consents.js';
import type { WriteScope } from '../../db/store.js';

export const recordingOf = ({ now, head }: WriteScope): Recording => ({
  recordedAt: now,
  isFirst: head.hasConsents !== true,
});

/**
 * Loads what the ledger knows of addresses of customers, and of addresses that no loaded lead has: the consents of a known lead are among its facts.
 */
export async function loadConsents(
  scope: WriteScope,
  batch: Batch,
  keys: readonly KeyValue[],
  customers: readonly LeadFacts[],
): Promise<void> {
  if (scope.head.hasConsents !== true) return;
  const unknown = keys.filter((key) => batch.leads.byKey(key.kind, key.value) === undefined);
  const asked = [...unknown, ...customers.flatMap(matchKeysOf)].filter(isContactKey);
  const addresses = new Map(asked.map((key) => [`${key.kind}|${key.value}`, key]));
  for (const [address, entries] of await scope.consents.ofAddresses([...addresses.values()])) {
    batch.consents.load(address, entries);
  }
}

/** Loads which values of submissions and corrections are suppressed. `facts`: those that commands state. */
export async function loadSuppressions(
  scope: WriteScope,
  batch: Batch,
  requests: readonly { commands: readonly Command[] }[],
  facts: readonly LeadFacts[],
): Promise<void> {
  if (scope.head.hasSuppressions !== true) return;
  const histories = requests
    .flatMap(({ commands }) => commands)
    .map((command) => (command.type === 'import_row' ? command.command : command))
    .flatMap((command) => (command.type === 'record_history' ? command.facts : []));
  const keys = [...facts, ...histories].flatMap(suppressionKeysOf);
  const byName = new Map(keys.map((key) => [`${key.kind}|${key.value}`, key]));
  for (const { kind, value } of (await scope.suppressions.findMany([...byName.values()])).keys()) {
    batch.suppressions.add(`${kind}|${value}`);
  }
}
