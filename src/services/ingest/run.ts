import { type AssignmentState, createAssignmentState } from '../../core/assignment/state.js';
import type { DomainEvent } from '../../core/events.js';
import { matchKeysOf } from '../../core/identity/keys.js';
import { LeadBook } from '../../core/ingest/book.js';
import type { IngestResult, Refusal } from '../../core/ingest/commands.js';
import type { WriteScope } from '../../db/store.js';
import type { StoredResponse } from '../context.js';
import { AppError } from '../errors.js';
import { originOf, replayOf } from '../writes.js';
import { type ConfigCache, sourceOf, type WorkspaceConfig } from './config.js';
import { type Found, type Remembered, readRelated } from './found.js';
import type { IngestOrder, IngestUnit, LeadOrder } from './orders.js';
import { Projections } from './projections.js';
import { openReferring, type Referring } from './referring.js';
import { atomicRefusal } from './refusals.js';
import { type Slices, slicesOf } from './slices.js';
import { createSourceResolver, type SourceResolver } from './source-resolver.js';
import { readStickyOwners } from './sticky-owners.js';
import { openVisiting, type Visiting } from './visiting.js';
import { writeSums, writing } from './write.js';

/** `confirm` is said once the transaction is committed. */
export interface Ran {
  outcomes: Outcome[];
  confirm: () => void;
}

export type Outcome = { value: unknown } | { error: unknown };

/**
 * One transaction of the pipeline: read what the orders are about, let the core decide them in order, write what has
 * changed slice by slice, with a fixed number of set-based statements for each.
 */
export async function runUnits(
  scope: WriteScope,
  cache: ConfigCache,
  units: readonly IngestUnit[],
  found: Found,
): Promise<Ran> {
  const [config, fill] = await Promise.all([
    cache.get(scope, scope.workspaceId, scope.head, scope.now),
    readRelated(scope, units, found),
  ]);
  const assignment = createAssignmentState(config.routing, {
    reps: config.reps,
    teams: config.teams,
    ledgers: [...config.ledger.values()],
  });
  const leadBook = openBook(scope, config, assignment);
  fill(leadBook);
  if (config.lifecycle.playbook.hasAutomatic) await readOpenTasks(scope, leadBook);
  await readStickyOwners(scope, assignment, units, found);
  const referring = await openReferring(scope, units, found, leadBook);
  const visiting = await openVisiting(scope, units, leadBook);

  const projections = new Projections(scope.newId);
  const counting = countEvents(scope, projections);
  const sources = createSourceResolver(counting.scope, config);
  const remembered = new Answers(scope, found.answered);
  const { write, erasedIds } = writing(scope, leadBook);
  const isBackground = units.some((unit) => unit.known);
  const slices = slicesOf({ isBackground, members: largestTeam(config), write });
  const outcomes: Outcome[] = [];
  for (const unit of units) {
    const origin = originOf(unit.context);
    const emit = (event: DomainEvent) => counting.scope.emit(event, origin);
    // What else a unit writes is told as its own; a copy of the scope for each of the others would cost them something.
    const writesItself = unit.enclosed !== undefined || unit.later !== undefined;
    // It may be about a task that one before it has ended, or a customer whose lead is gone.
    if (writesItself && leadBook.work.hasFollowers) await write();
    const within = writesItself ? { ...counting.scope, emit } : counting.scope;
    const orders = () => carryOut({ book: leadBook, scope: within, sources, referring, visiting, emit, slices }, unit);
    const work = async () => unit.finish(await enclose(unit, within, orders));
    outcomes.push(await remembered.once(unit, work));
  }
  await write();
  projections.write(scope);
  visiting?.write();
  writeSums(scope, {
    load: leadBook.openLeads,
    assignment,
    queueReview: leadBook.queueReview,
    sources,
    answers: remembered.rows(),
    referrals: referring?.takeNew() ?? [],
    config,
  });
  // After the answers of this transaction, which may name them as well.
  if (erasedIds.length > 0) scope.defer(scope.idempotency.erase(erasedIds, new Date(scope.realNow)));
  if (sources.isNew) scope.configChanged();
  const confirm = cache.foresee(scope.workspaceId, {
    eventSequence: scope.head.eventSequence + counting.events(),
    configVersion: scope.head.configVersion + (sources.isNew ? 1 : 0),
  });
  return { outcomes, confirm };
}

/** A book for orders about leads, by what is published. */
function openBook(scope: WriteScope, config: WorkspaceConfig, assignment: AssignmentState): LeadBook {
  const { scoreModelFor, classification, prediction, lifecycle } = config;
  return new LeadBook({
    basis: {
      ...{ scoreModelFor, classification, prediction, assignment, lifecycle },
      sourceOf: (lead) => sourceOf(config, lead),
    },
    keysOf: matchKeysOf,
    now: scope.now,
    newId: scope.newId,
  });
}

function largestTeam({ teams }: WorkspaceConfig): number {
  let members = 0;
  for (const team of teams.values()) members = Math.max(members, team.members.length);
  return members;
}

/** Of which templates the leads have open tasks: no second one is made by itself. */
async function readOpenTasks(scope: WriteScope, book: LeadBook): Promise<void> {
  for (const { leadId, templateKey } of await scope.tasks.openTemplates(book.leadIds)) {
    book.work.loadOpenTask(leadId, templateKey);
  }
}

/** The same scope, and how many events went through it; what rows follow from them is noted. */
function countEvents(scope: WriteScope, projections: Projections): { scope: WriteScope; events: () => number } {
  let events = 0;
  const emit: WriteScope['emit'] = (event, origin) => {
    events++;
    projections.note(event, origin);
    scope.emit(event, origin);
  };
  return { scope: { ...scope, emit }, events: () => events };
}

/** The unit with the orders that were still to be said. */
async function complete(unit: IngestUnit, { scope, book }: Work): Promise<IngestUnit> {
  if (unit.later === undefined) return unit;
  const later = await unit.later.orders(scope, (leadId) => book.entry(leadId)?.lead);
  return { ...unit, orders: [...unit.orders, ...later] };
}

async function enclose(
  { enclosed }: IngestUnit,
  scope: WriteScope,
  orders: () => Promise<IngestResult[]>,
): Promise<IngestResult[]> {
  await enclosed?.before(scope);
  const results = await orders();
  await enclosed?.after(scope, results);
  return results;
}

interface Work {
  scope: WriteScope;
  book: LeadBook;
  sources: SourceResolver;
  referring: Referring | undefined;
  visiting: Visiting | undefined;
  emit: (event: DomainEvent) => void;
  slices: Slices;
}

async function carryOut(work: Work, asked: IngestUnit): Promise<IngestResult[]> {
  const unit = await complete(asked, work);
  const { slices } = work;
  if (unit.mode === 'atomic') {
    const refusals = unit.orders.map((order) => check(work, order));
    if (refusals.some((refusal) => refusal)) throw atomicRefusal(refusals);
  }
  const results: IngestResult[] = [];
  for (const order of unit.orders) {
    const records = order.type === 'engagement' || order.type === 'visit';
    if (!records) await decideRecorded(work);
    // Asked before sources are resolved: a refused order leaves nothing behind, not even the name of its source.
    const refusal = check(work, order);
    results.push(refusal ? { type: 'refused', refusal } : execute(work, order));
    const pause = records ? slices.worked() : slices.decided(order);
    if (pause) await pause;
  }
  await decideRecorded(work);
  return results.map((result) => withLeadOf(result, work));
}

/** Events that follow each other need one decision for each lead, not one for each event. */
async function decideRecorded({ book, emit, slices }: Work): Promise<void> {
  for (const leadId of book.engagements.undecidedIds) {
    book.decideRecorded(leadId, emit);
    const pause = slices.decided();
    if (pause) await pause;
  }
}

/** Each event is answered with its lead as all events of the request have left it. */
function withLeadOf(result: IngestResult, { book }: Work): IngestResult {
  if (result.type !== 'engagement' && result.type !== 'visit') return result;
  const lead = result.lead && book.entry(result.lead.id)?.lead;
  return lead ? { ...result, lead } : result;
}

function check({ book, referring }: Work, order: IngestOrder): Refusal | undefined {
  if (order.type === 'visit') return undefined;
  return (order.type === 'refer' ? undefined : book.check(order)) ?? referring?.check(order);
}

function execute({ book, sources, referring, visiting, emit }: Work, order: IngestOrder): IngestResult {
  if (order.type === 'refer') return (referring as Referring).refer(order, emit);
  if (order.type === 'visit') return (visiting as Visiting).visit(order, sources, emit);
  const command = sources.commandOf(withoutRepetition(order, book));
  if (command.type === 'submission') command.referrerOwnerId = referring?.ownerOf(order);
  const carriedOut = command.type === 'engagement' ? book.record(command, emit) : book.execute(command, emit);
  const result = visiting ? visiting.join(order, carriedOut, emit) : carriedOut;
  return referring ? referring.record(order, result, emit) : result;
}

/** A repeated event leaves nothing behind either. */
function withoutRepetition(order: LeadOrder, book: LeadBook): LeadOrder {
  if (order.type !== 'engagement' || order.externalId === undefined || !book.engagements.hasCounted(order.externalId))
    return order;
  return { ...order, source: undefined };
}

/** What was answered before under an Idempotency-Key, in earlier transactions and in this one. */
class Answers {
  private readonly known = new Map<string, Omit<Remembered, 'principal_id' | 'key'>>();
  private readonly fresh: Parameters<WriteScope['idempotency']['insert']>[0][number][] = [];

  constructor(
    private readonly scope: WriteScope,
    stored: readonly Remembered[],
  ) {
    for (const row of stored) this.known.set(`${row.principal_id}|${row.key}`, row);
  }

  async once({ context }: IngestUnit, work: () => Promise<unknown>): Promise<Outcome> {
    const { idempotency } = context;
    const name = idempotency && `${idempotency.principalId}|${idempotency.key}`;
    const before = name === undefined ? undefined : this.known.get(name);
    if (before && idempotency) return { error: replayOf(before, idempotency.fingerprint) };
    try {
      const value = await work();
      if (idempotency) this.remember(context, idempotency.render(value));
      return { value };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const answer = idempotency?.renderRefusal(error);
      if (answer) this.remember(context, answer);
      return { error };
    }
  }

  rows() {
    return this.fresh;
  }

  private remember({ workspaceId, idempotency }: IngestUnit['context'], answer: StoredResponse): void {
    if (!idempotency) return;
    const { principalId, key, fingerprint } = idempotency;
    const row = {
      workspaceId,
      principalId,
      key,
      fingerprint,
      ...answer,
      createdAt: new Date(this.scope.realNow),
    };
    this.known.set(`${principalId}|${key}`, { ...row, erased: false });
    this.fresh.push(row);
  }
}
