import type { Batch } from '../../core/batch/batch.js';
import type { LeadSnapshot } from '../../core/batch/reads.js';
import { nextReadsOf } from '../../core/commands/execute.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { KeyValue } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Touch } from '../../core/leads/touch.js';
import type { Task } from '../../core/tasks/task.js';
import type { VisitorEvent } from '../../core/visits/visitor-event.js';
import type { CountedActivity } from '../../db/repositories/activities.js';
import type { LeadHistory } from '../../db/repositories/engagement.js';
import type { FoundLead } from '../../db/repositories/leads.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { LeadStamp } from '../../db/repositories/rescored-leads.js';
import type { WriteScope } from '../../db/store.js';
import { turnsAfter } from '../turns.js';
import { rememberedSince } from '../writes.js';
import { loadConsents, loadSuppressions } from './consents.js';
import { isOwnedByTeam, loadCustomerLeads } from './load-customer-leads.js';
import { loadPasts } from './load-pasts.js';
import { type LoadedSales, putSales, readSales } from './load-sales.js';
import { type Needs, needsOf } from './needs.js';
import { putLeads } from './put-leads.js';
import type { TransactionRequest } from './request.js';

export type StoredAnswer = Awaited<ReturnType<WriteScope['idempotency']['find']>>[number];

/** Milliseconds of work after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

/** Waiting leads loaded for each claim: the best ones may exceed the rep's effort capacity. */
const CANDIDATES_PER_CLAIM = 20;

/** Records of the first round of reads: those that follow from the commands alone. */
export interface Preloaded {
  needs: Needs;
  answered: StoredAnswer[];
  byKey: FoundLead[];
  byId: Lead[];
  counted: { externalId: string; id: string; leadId: string }[];
  countedActivities: CountedActivity[];
  /** Engagement of the leads in `byId`. */
  histories: LeadHistory[];
  /** Tasks that commands name, and open tasks of leads that commands name by id. */
  tasks: Task[];
  touches: Touch[];
  /** Leads that claiming reps may get. */
  waiting: Lead[];
  visitorEvents: VisitorEvent[];
  countedVisits: { externalId: string; id: string }[];
  /** Present versions of the leads of snapshots. */
  stamps: LeadStamp[];
  jobs: LeadJob[];
  sales: LoadedSales | undefined;
}

/** The first round of reads; `now` is real time, also in a sandbox. */
export async function preload(
  repositories: Repositories,
  requests: readonly TransactionRequest[],
  now: number,
): Promise<Preloaded> {
  const needs = needsOf(requests);
  const keyed = requests.flatMap(({ context }) => (context.idempotency ? [context.idempotency] : []));
  const [answered, byKey, byId, counted, countedActivities, histories, tasks, touches, sales, ...more] =
    await Promise.all([
      repositories.idempotency.find(keyed, rememberedSince(now)),
      repositories.leads.findByKeys(needs.keys),
      repositories.leads.findMany(needs.leadIds),
      repositories.engagement.findByExternalIds(needs.engagementExternalIds),
      repositories.activities.findByExternalIds(needs.activityExternalIds),
      repositories.engagement.ofLeads(needs.leadIds),
      readTasks(repositories, needs),
      repositories.touches.findMany(needs.touches),
      readSales(repositories, needs.sales),
      readWaiting(repositories, needs, now),
      repositories.visitorEvents.ofVisitors(needs.visitorIds),
      repositories.visitorEvents.findByExternalIds(needs.visitExternalIds),
      repositories.leads.stamps(needs.snapshots.map(({ lead }) => lead.id)),
      repositories.jobs.findLeadJobs(needs.jobIds),
    ]);
  const [waiting, visitorEvents, countedVisits, stamps, jobs] = more;
  const found = { answered, byKey, byId, counted, countedActivities, histories, tasks, touches, sales, waiting };
  return { needs, ...found, visitorEvents, countedVisits, stamps, jobs };
}

/** Puts the records of the first round into the batch, and loads the records that they point to. */
export async function loadBatch(
  scope: WriteScope,
  batch: Batch,
  requests: readonly TransactionRequest[],
  preloaded: Preloaded,
): Promise<void> {
  const { byKey, byId, counted, countedActivities, waiting, stamps, histories, needs } = preloaded;
  const { unchanged, changedIds } = compare(needs.snapshots, stamps);
  for (const { lead, engagement } of unchanged) batch.loadLead(lead, engagement);
  for (const { lead, engagement } of byKey) batch.loadLead(lead, engagement);
  putLeads(batch, byId, histories);
  for (const task of preloaded.tasks) batch.tasks.load(task);
  for (const touch of preloaded.touches) batch.touches.load(touch);
  for (const job of preloaded.jobs) batch.jobs.load(job);
  putSales(batch.sales, preloaded.sales);
  for (const { key, lead } of byKey) batch.leads.loadKey(key.kind, key.value, lead.id);
  const waitingIds = waiting.map(({ id }) => id);
  const countedIds = [...counted, ...countedActivities].map(({ leadId }) => leadId);
  const next = await nextReads(batch, requests, needs);
  const missing = [...new Set([...countedIds, ...changedIds, ...waitingIds, ...next.leadIds])].filter(
    (id) => !batch.leads.has(id),
  );
  const [byNextKey, alsoById, alsoHistories, openTasks, sales, countedMeanwhile, , decisions] = await Promise.all([
    scope.leads.findByKeys(next.keys),
    scope.leads.findMany(missing),
    scope.engagement.ofLeads(missing),
    scope.tasks.openOf([...new Set([...byKey.map(({ lead }) => lead.id), ...missing])]),
    readSales(scope, needs.sales),
    // An event sent first for a visitor and later for a lead has been counted meanwhile.
    scope.engagement.findByExternalIds(preloaded.visitorEvents.flatMap(({ externalId }) => externalId ?? [])),
    Promise.all([
      loadConsents(scope, batch, [...needs.keys, ...next.keys], needs.customerFacts),
      loadSuppressions(scope, batch, requests, [...needs.facts, ...needs.customerFacts]),
    ]),
    scope.decisions.ofOwners(needs.ownerDecisions.filter((id) => isOwnedByTeam(batch.leads.find(id)))),
    needs.referrals && loadReferrals(scope, batch, needs, [...byId, ...byKey.map(({ lead }) => lead)]),
  ]);
  for (const [leadId, record] of decisions) batch.assignment.setDecision(leadId, record);
  for (const { lead, engagement } of byNextKey) batch.loadLead(lead, engagement);
  putLeads(batch, alsoById, alsoHistories);
  for (const task of openTasks) batch.tasks.load(task);
  putSales(batch.sales, sales);
  batch.leads.loadWaiting(waitingIds);
  for (const { key, lead } of byNextKey) batch.leads.loadKey(key.kind, key.value, lead.id);
  for (const one of [...counted, ...countedMeanwhile]) batch.engagement.loadCounted(one.externalId, one.id, one.leadId);
  for (const { externalId, id, leadId } of countedActivities) batch.activities.loadCounted(externalId, id, leadId);
  for (const { externalId, id } of preloaded.countedVisits) batch.visitors.loadCounted(externalId, id);
  batch.visitors.load(preloaded.visitorEvents);
  await loadPasts(scope, batch, requests);
  const turns = turnsAfter(TURN_MS);
  for (const command of requests.flatMap(({ commands }) => commands)) {
    needs.customerLeads.add(batch, command);
    const turn = turns.due();
    if (turn) await turn;
  }
  await loadCustomerLeads(scope, batch, needs.customerLeads);
}

/** The referrals of the leads that claims are about, and the chains above their referrers. */
async function loadReferrals(
  scope: WriteScope,
  batch: Batch,
  { referrerLeadIds }: Needs,
  loaded: readonly Lead[],
): Promise<void> {
  const candidates = [...new Set(loaded.map(({ id }) => id))];
  const unread = referrerLeadIds.filter((id) => !candidates.includes(id));
  const [referrers, links, heights, known] = await Promise.all([
    scope.leads.findMany(unread),
    scope.referrals.linksAbove(referrerLeadIds),
    scope.referrals.heights(candidates),
    scope.referrals.ofReferred(candidates),
  ]);
  for (const lead of referrers) batch.referrals.loadReferrer(lead);
  batch.referrals.loadLinks(links, heights);
  batch.referrals.load(known);
}

/** Snapshots whose leads have not changed since, and the ids of leads that have. Removed leads are in neither. */
function compare(snapshots: readonly LeadSnapshot[], stamps: readonly LeadStamp[]) {
  const unchanged: LeadSnapshot[] = [];
  const changedIds: string[] = [];
  if (stamps.length === 0) return { unchanged, changedIds };
  const byId = new Map(stamps.map((stamp) => [stamp.id, stamp]));
  for (const snapshot of snapshots) {
    const { id, version, reviewAt } = snapshot.lead;
    const stamp = byId.get(id);
    const isComplete = stamp?.compared === snapshot.compared;
    if (stamp?.version === version && stamp.reviewAt === reviewAt && isComplete) unchanged.push(snapshot);
    else if (stamp) changedIds.push(id);
  }
  return { unchanged, changedIds };
}

function readWaiting({ leads }: Repositories, needs: Needs, now: number): Promise<Lead[]> | Lead[] {
  const { claimingRepIds } = needs;
  return claimingRepIds.length === 0
    ? []
    : leads.waitingFor(claimingRepIds, CANDIDATES_PER_CLAIM + needs.commands, now);
}

/** Tasks that commands name, and open tasks of their leads. The leads of snapshots are adjacent, so one range covers them. */
async function readTasks({ tasks }: Repositories, { taskIds, leadIds, snapshots }: Needs): Promise<Task[]> {
  const [first, last] = [snapshots[0]?.lead.id, snapshots.at(-1)?.lead.id];
  const found = await Promise.all([
    tasks.findMany(taskIds),
    tasks.openOf(leadIds),
    first === undefined || last === undefined ? [] : tasks.openBetween(first, last),
  ]);
  return found.flat();
}

/** Keys for the second round of reads, which follow from the first. A correction is normalised here: other requests get turns. */
async function nextReads(
  batch: Batch,
  requests: readonly TransactionRequest[],
  needs: Needs,
): Promise<{ keys: KeyValue[]; leadIds: string[] }> {
  const turns = turnsAfter(TURN_MS);
  const next: { keys: KeyValue[]; leadIds: string[] } = { keys: [], leadIds: [] };
  for (const command of requests.flatMap(({ commands }) => commands)) {
    const {
      keys = [],
      leadIds = [],
      ownerDecisions = [],
      facts,
      customerFacts,
      sales,
    } = nextReadsOf(batch, command) ?? {};
    next.keys.push(...keys);
    next.leadIds.push(...leadIds);
    needs.ownerDecisions.push(...ownerDecisions);
    if (facts) needs.facts.push(facts);
    if (customerFacts) needs.customerFacts.push(customerFacts);
    if (sales) needs.sales.add(sales);
    const turn = turns.due();
    if (turn) await turn;
  }
  return next;
}
