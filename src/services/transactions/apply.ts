import { type AssignmentState, createAssignmentState } from '../../core/assignment/state.js';
import { Batch } from '../../core/batch/batch.js';
import { arrivalOf, type Command } from '../../core/commands/table.js';
import type { DomainEvent } from '../../core/events/events.js';
import type { WriteScope } from '../../db/store.js';
import { originOf } from '../writes.js';
import { createAnswers, type RequestResult } from './answers.js';
import { applyRequest } from './apply-request.js';
import { type ConfigCache, nextRouting, sourceOf, type WorkspaceConfig } from './config.js';
import { loadBatch, type Preloaded } from './load.js';
import { loadMissing } from './load-missing.js';
import { Projections } from './projections.js';
import type { TransactionRequest } from './request.js';
import { batchWriter, saveTotals } from './save.js';
import { SegmentMembership } from './segments.js';
import { type WaitingQueue, waitingQueue } from './serve-queue.js';
import { createSlices } from './slices.js';
import { type NamedSources, namedSources } from './sources.js';
import { readStickyOwners } from './sticky-owners.js';

/** The results of a transaction. The caller must call `confirm` after the commit. */
export interface TransactionResult {
  results: RequestResult[];
  confirm: () => void;
}

/**
 * One transaction: loads what the commands of the requests need, applies them in order, and saves what has changed slice by
 * slice, with a fixed number of set-based statements for each; the database writes one slice while the next is decided.
 */
export async function applyRequests(
  scope: WriteScope,
  cache: ConfigCache,
  requests: readonly TransactionRequest[],
  preloaded: Preloaded,
): Promise<TransactionResult> {
  const config = await cache.get(scope, scope.workspaceId, scope.head, scope.now);
  const shareNames = () => cache.shareNames(scope.workspaceId);
  shareNames();
  const { routing, reps, teams, ledger } = config;
  const assignment = createAssignmentState(routing, { reps, teams, ledgers: [...ledger.values()] });
  const projections = new Projections(scope.newId, scope.now, {
    loadedOf: (leadId) => batch.leads.loadedOf(leadId),
    find: (leadId) => batch.leads.find(leadId),
  });
  const counted = countEvents(scope, projections);
  const sources = namedSources(counted.scope, config);
  const batch: Batch = newBatch(scope, config, assignment, sources);
  await loadBatch(scope, batch, requests, preloaded);
  await readStickyOwners(scope, assignment, preloaded);

  const answers = createAnswers(scope, preloaded.answered, shareNames);
  const membership = config.segments && new SegmentMembership(counted.scope, batch, config.segments);
  const { write, erasedIds } = batchWriter(scope, batch, { config, membership });
  const slices = createSlices({
    isJob: preloaded.needs.jobIds.length > 0,
    members: largestTeam(config),
    write,
  });
  const results: RequestResult[] = [];
  const missing = (command: Command) => loadMissing(scope, batch, command, preloaded.needs);
  const queue = waitingQueue(counted.scope, batch, slices, largestTeam(config));
  await serveBefore(counted.scope, config, requests, { batch, queue });
  const work = { batch, write, slices, loadMissing: missing, queue };
  for (const request of requests) {
    const origin = originOf(request.context);
    batch.emitTo((event: DomainEvent) => {
      if (event.subjectKind === 'lead') membership?.noteOrigin(event.subjectId, origin);
      counted.scope.emit(event, origin);
    });
    results.push(await answers.once(request, () => applyRequest(work, request)));
  }
  await write();
  queue.save();
  projections.write(scope);
  saveTotals(scope, { batch, sources, config, answers: answers.added });
  // Runs after the insert of this transaction's answers, which may name the same records.
  if (erasedIds.length > 0) scope.defer(scope.idempotency.erase(erasedIds, new Date(scope.realNow)));
  if (sources.isNew) scope.configChanged();
  // Policies name merged campaigns: where these change, the config is read anew.
  const isCurrent = sources.isNew && sources.newSurvivors.size === 0;
  const confirm = cache.stage(scope.workspaceId, {
    eventSequence: scope.head.eventSequence + counted.events(),
    configVersion: scope.head.configVersion + (isCurrent ? 1 : 0),
  });
  return { results, confirm };
}

/**
 * Before a new lead: leads that wait for an instant that has come, and those that a pass through the queue has left. Their timers may
 * be late by a moment.
 */
async function serveBefore(
  scope: WriteScope,
  config: WorkspaceConfig,
  requests: readonly TransactionRequest[],
  { batch, queue }: { batch: Batch; queue: WaitingQueue },
): Promise<void> {
  const isDue = config.routingDueAt <= scope.now;
  if (!isDue && scope.head.queuePass === null) return;
  const commands = requests.flatMap((request) => request.commands);
  const fires = commands.some(({ type }) => type === 'route' || type === 'route_queue');
  if (fires || !commands.some((command) => arrivalOf(command).type === 'submission')) return;
  const origin = { actorKind: 'system', actorId: 'timers', requestId: scope.newId() } as const;
  batch.emitTo((event: DomainEvent) => scope.emit(event, origin));
  await queue.servePass();
  if (isDue && (await queue.serveDue())) config.routingDueAt = await nextRouting(scope, scope.now, scope.now);
}

function newBatch(scope: WriteScope, config: WorkspaceConfig, assignment: AssignmentState, sources: NamedSources) {
  const { scoreModelFor, classification, prediction, lifecycle, attributes, comparesTouches } = config;
  const published = { scoreModelFor, classification, prediction, lifecycle, attributes, comparesTouches };
  const basis = {
    ...published,
    assignment,
    sourceOf: (lead: Parameters<typeof sourceOf>[1]) => sourceOf(config, lead),
  };
  return new Batch({ basis, sources, now: scope.now, newId: scope.newId });
}

function largestTeam({ teams }: WorkspaceConfig): number {
  let members = 0;
  for (const team of teams.values()) members = Math.max(members, team.members.length);
  return members;
}

/** A scope that counts emitted events and collects the report rows that follow from them. */
function countEvents(scope: WriteScope, projections: Projections): { scope: WriteScope; events: () => number } {
  let events = 0;
  const emit: WriteScope['emit'] = (event, origin) => {
    events++;
    projections.note(event, origin);
    scope.emit(event, origin);
  };
  return { scope: { ...scope, emit }, events: () => events };
}
