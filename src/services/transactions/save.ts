import type { LedgerLine } from '../../core/assignment/pool.js';
import type { Batch } from '../../core/batch/batch.js';
import type { Changes } from '../../core/batch/changes.js';
import type { Timer } from '../../core/timers.js';
import type { RemovedWithLeads } from '../../db/repositories/removed-leads.js';
import type { WriteScope } from '../../db/store.js';
import { turnsAfter } from '../turns.js';
import { rememberedSince } from '../writes.js';
import type { WorkspaceConfig } from './config.js';
import { recordingOf } from './consents.js';
import { eraseLeads } from './erase-leads.js';
import { saveSales } from './save-sales.js';
import type { SegmentMembership } from './segments.js';
import type { NamedSources } from './sources.js';

/** Milliseconds of searching or of making statements after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

/**
 * One statement per table for any number of rows, sent without waiting: the connection keeps the order, the commit waits.
 * Returns the ids of records removed with leads.
 */
async function writeChanges(scope: WriteScope, changes: Changes): Promise<{ removed: Promise<RemovedWithLeads> }> {
  const turns = turnsAfter(TURN_MS);
  scope.defer(scope.leadKeys.remove(changes.keysRemoved));
  scope.defer(scope.leadOutcomes.withdraw(changes.outcomesWithdrawn));
  const removed = scope.leads.remove(changes.removedIds, {
    takenBackIds: changes.leadsRemoved.flatMap(({ leadId, isTakenBack }) => (isTakenBack ? [leadId] : [])),
    now: new Date(scope.now),
    answersSince: rememberedSince(scope.realNow),
  });
  scope.defer(removed);
  const timers = timersOf(changes);
  const statements = [
    () => scope.leads.insert(changes.inserted),
    () => scope.leads.replace(changes.replaced),
    () => scope.leads.saveDecisions(changes.redecided),
    () => scope.leadKeys.insert(changes.keysAdded),
    () => scope.touches.insert(changes.touches, scope.now),
    () => scope.touches.saveKept(changes.touchesKept),
    () => scope.leadOutcomes.insert(changes.outcomesAdded),
    () => scope.engagement.insert(changes.engagement, scope.now),
    () => scope.activities.insert(changes.activities, scope.now),
    () => scope.consents.insert(changes.consents, recordingOf(scope)),
    () => scope.tasks.insert(changes.tasksInserted),
    () => scope.tasks.replace(changes.tasksReplaced),
    () => scope.visitorEvents.remove(changes.identifiedVisitorIds),
    () => scope.visitorEvents.insert(changes.visitorEvents, scope.now),
    () => scope.referrals.insert(changes.referrals),
    () => scope.timers.insert(timers.added),
    () => scope.timers.set(timers.moved),
    () => scope.jobs.saveProgress(changes.jobs, new Date(scope.now)),
    () => scope.operationLeads.insert(changes.operationLeads, new Date(scope.now)),
    () => scope.importRows.insert(changes.importRows, scope.now),
    () => scope.importBlocks.remove(changes.importBlocksEnded),
    () => scope.timers.clear(changes.timersCleared),
  ];
  for (const statement of statements) {
    scope.defer(statement());
    await turns.due();
  }
  scope.sendEvents();
  return { removed };
}

/** The timers of leads and tasks that are inserted with them, and those of known ones. */
function timersOf({ inserted, tasksInserted, timersSet }: Changes): { added: Timer[]; moved: Timer[] } {
  const [added, moved]: [Timer[], Timer[]] = [[], []];
  const newIds = new Set([...inserted, ...tasksInserted].map(({ id }) => id));
  for (const timer of timersSet) (newIds.has(timer.subjectId) ? added : moved).push(timer);
  return { added, moved };
}

/** A search may take tens of milliseconds: other requests get a turn between two. */
async function findNextReviews({ reviews }: Batch): Promise<void> {
  const turns = turnsAfter(TURN_MS);
  for (const leadId of reviews.dueIds) {
    reviews.find(leadId);
    const turn = turns.due();
    if (turn) await turn;
  }
}

/**
 * `write` saves the batch's changes since the last call. Stored answers about removed leads and customers are found by `erasedIds`.
 */
export function batchWriter(
  scope: WriteScope,
  batch: Batch,
  { config, membership }: { config: WorkspaceConfig; membership: SegmentMembership | undefined },
): { write: () => Promise<void>; erasedIds: string[] } {
  const erasedIds: string[] = [];
  const write = async () => {
    await findNextReviews(batch);
    const changes = batch.takeChanges();
    noteRoutingTimers(config, changes);
    if (changes.confirmedIds.length > 0) await saveConfirmed(scope, changes.confirmedIds);
    if (membership) await membership.save(changes);
    const { removed } = await writeChanges(scope, changes);
    const erased = changes.sales ? await saveSales(scope, changes.sales) : [];
    const { leadsRemoved } = changes;
    if (leadsRemoved.length > 0) erased.push(...(await eraseLeads(scope, leadsRemoved, removed)));
    // A file, and the first values of the columns of a list, may be those of what is erased now.
    if (erased.length > 0) {
      scope.defer(scope.exportFiles.removeAll());
      scope.defer(scope.imports.forgetExamples());
    }
    erasedIds.push(...erased);
  };
  return { write, erasedIds };
}

/** What was confirmed needs its values no longer, nor its token. */
async function saveConfirmed(scope: WriteScope, ids: readonly string[]): Promise<void> {
  const at = new Date(scope.now);
  await scope.waitingSubmissions.confirm(ids, at);
  await scope.events.erase({ subjectIds: ids, visitorIds: [] }, at);
}

/** Keeps the instant at which the first waiting lead is to be tried again. */
function noteRoutingTimers(config: WorkspaceConfig, { timersSet }: Changes): void {
  for (const { kind, dueAt } of timersSet) {
    if (kind === 'lead_routing') config.routingDueAt = Math.min(config.routingDueAt, dueAt);
  }
}

interface Totals {
  batch: Batch;
  sources: NamedSources;
  answers: Parameters<WriteScope['idempotency']['insert']>[0];
  config: WorkspaceConfig;
}

/** Saves what is known only at the end: the load of reps, ledgers, new sources, answers to store. */
export function saveTotals(scope: WriteScope, { batch, sources, answers, config }: Totals): void {
  const { assignment } = batch;
  const claims = assignment.changedClaims();
  for (const { teamId, repId, claims: recentClaims } of claims) {
    const line = config.ledger.get(`${teamId}|${repId}`);
    if (line) config.ledger.set(`${teamId}|${repId}`, { ...line, recentClaims });
  }
  const lines = ledgerRows(scope.workspaceId, assignment.changedLedgers(), config);
  const given = assignment.changedRecent();
  for (const [repId, { leads, effort }] of batch.loadDifferences) {
    const rep = config.reps.get(repId);
    const openEffort = (rep?.openEffort ?? 0) + effort;
    if (rep) config.reps.set(repId, { ...rep, openLeads: rep.openLeads + leads, openEffort });
  }
  for (const { repId, recent } of given) {
    const rep = config.reps.get(repId);
    if (rep) config.reps.set(repId, { ...rep, recent });
  }
  const statements = [
    scope.sources.insert(sources.newSources),
    scope.campaigns.insert(sources.newCampaigns),
    scope.sourceMerges.setSurvivors('campaign', sources.newSurvivors),
    scope.reps.addLoad(batch.loadDifferences),
    scope.reps.saveRecent(given),
    scope.companyOwners.save(assignment.changedCompanyOwners()),
    scope.teamMembers.saveClaims(claims),
    scope.teamMembers.saveLedger(lines),
    scope.idempotency.insert(answers),
  ];
  for (const statement of statements) scope.defer(statement);
}

function ledgerRows(workspaceId: string, ledgers: readonly LedgerLine[], config: WorkspaceConfig) {
  return ledgers.map((line) => {
    const { weight = 1, recentClaims = null } = config.ledger.get(`${line.teamId}|${line.repId}`) ?? {};
    const row = { weight, recentClaims, ...line, missed: line.missed ?? 0 };
    config.ledger.set(`${line.teamId}|${line.repId}`, row);
    return { workspaceId, ...row };
  });
}
