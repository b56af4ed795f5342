import type { LedgerLine } from '../../core/assignment/pool.js';
import type { Changes } from '../../core/ingest/changes.js';
import type { WriteScope } from '../../db/store.js';
import type { WorkspaceConfig } from './config.js';
import type { SourceResolver } from './source-resolver.js';

/** One statement per table whatever the number of rows, sent without waiting: the connection keeps the order, the commit waits. */
export function writeChanges(scope: WriteScope, changes: Changes): void {
  const statements = [
    scope.leadKeys.remove(changes.keysRemoved),
    scope.leads.remove(changes.removedIds),
    scope.leads.insert(changes.inserted),
    scope.leads.replace(changes.replaced),
    scope.leads.saveDecisions(changes.redecided),
    scope.leadKeys.insert(changes.keysAdded),
    scope.touches.insert(changes.touches, scope.now),
    scope.engagement.insert(changes.engagement, scope.now),
    scope.timers.set(changes.timersSet),
    scope.timers.clear(changes.timersCleared),
  ];
  for (const statement of statements) scope.defer(statement);
  scope.sendEvents();
}

interface Sums {
  openLeads: ReadonlyMap<string, number>;
  ledgers: readonly LedgerLine[];
  sources: SourceResolver;
  answers: Parameters<WriteScope['idempotency']['insert']>[0];
  config: WorkspaceConfig;
}

/** What is known at the end only: who has how many leads, sources met for the first time, answers to remember. */
export function writeSums(scope: WriteScope, { openLeads, ledgers, sources, answers, config }: Sums): void {
  const { workspaceId } = scope;
  const lines = ledgers.map((line) => {
    const weight = config.ledger.get(`${line.teamId}|${line.repId}`)?.weight ?? 1;
    config.ledger.set(`${line.teamId}|${line.repId}`, { ...line, weight });
    return { workspaceId, ...line, weight };
  });
  for (const [repId, by] of openLeads) {
    const rep = config.reps.get(repId);
    if (rep) config.reps.set(repId, { ...rep, openLeads: rep.openLeads + by });
  }
  const statements = [
    scope.sources.insert(sources.newSources),
    scope.campaigns.insert(sources.newCampaigns),
    scope.reps.addOpenLeads(openLeads),
    scope.teamMembers.saveLedger(lines),
    scope.idempotency.insert(answers),
  ];
  for (const statement of statements) scope.defer(statement);
}
