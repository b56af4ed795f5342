import { compareWaiting } from '../../core/assignment/queue-order.js';
import type { Batch } from '../../core/batch/batch.js';
import { evaluateRecorded, execute, recordOnly, refusalOf, withCurrentLead } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
import { keyMoves, releaseMoved } from '../../core/leads/commands/key-moves.js';
import type { EngagementCommand } from '../../core/leads/commands/record-engagement.js';
import type { Refusal } from '../../core/refusals.js';
import type { VisitCommand } from '../../core/visits/commands/visit.js';
import { AppError } from '../errors.js';
import { turnsAfter } from '../turns.js';
import { atomicRefusal, errorsAt, RefusedMidway, refusalError, SOME_REFUSED } from './refusals.js';
import type { BatchMode, Outcome, TransactionRequest } from './request.js';
import type { WaitingQueue } from './serve-queue.js';
import type { Slices } from './slices.js';

interface Work {
  batch: Batch;
  write: () => Promise<void>;
  /** Loads what the command needs and the batch does not have. */
  loadMissing: (command: Command) => Promise<void> | undefined;
  slices: Slices;
  queue: WaitingQueue;
}

/** Applies the commands of one request; throws AppError when it is refused. */
export async function applyRequest(work: Work, request: TransactionRequest): Promise<unknown> {
  return request.answer(await applyCommands(work, request));
}

async function applyCommands(work: Work, request: TransactionRequest): Promise<Outcome[]> {
  const { batch, slices, loadMissing, queue } = work;
  const { mode } = request;
  const commands = await withMovedKeys(batch, inQueueOrder(batch, request.commands), mode);
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    if (!isRecording(command)) await evaluateAll(work);
    const missing = loadMissing(command);
    if (missing) await missing;
    const outcome = applyOne(batch, command);
    if (mode === 'atomic' && 'refusal' in outcome) throw midway(outcomes.length, outcome.refusal);
    outcomes.push(outcome);
    // Written now, so that later events about the same customers and deals stay in the log.
    if (batch.sales.hasErasures) await work.write();
    const pause = isRecording(command) ? slices.worked() : slices.decided(command);
    if (pause) await pause;
    // Before the next command: a lead that waits comes before one that arrives later.
    const served = queue.serve(command);
    if (served && (await served) > 0 && command.type === 'route_queue') outcomes[outcomes.length - 1] = QUEUE_GIVEN;
  }
  await evaluateAll(work);
  await queue.serve();
  return outcomes.map((outcome, index) => (wasRecorded(commands[index]) ? current(batch, outcome) : outcome));
}

/**
 * The commands, after the keys that corrections of the request exchange have been released: the state after all corrections counts. Throws the refusal of an
 * atomic request.
 */
async function withMovedKeys(batch: Batch, commands: readonly Command[], mode: BatchMode): Promise<readonly Command[]> {
  const patches = commands.filter((command) => command.type === 'patch');
  if (mode === 'partial' && patches.length < 2) return commands;
  const refusals = await refusalsOf(batch, commands);
  if (!refusals.some((refusal) => refusal)) return commands;
  const moves = keyMoves(batch, patches);
  const left = commands.map((command, index) =>
    command.type === 'patch' ? moves.refused.get(command) : refusals[index],
  );
  if (mode === 'atomic' && left.some((refusal) => refusal)) throw atomicRefusal(left);
  const released = releaseMoved(batch, patches, moves);
  return commands.map((command) => (command.type === 'patch' ? (released.shift() ?? command) : command));
}

/** Milliseconds of checks after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

async function refusalsOf(batch: Batch, commands: readonly Command[]): Promise<(Refusal | undefined)[]> {
  const turns = turnsAfter(TURN_MS);
  const refusals: (Refusal | undefined)[] = [];
  for (const command of commands) {
    refusals.push(refusalOf(batch, command));
    await turns.due();
  }
  return refusals;
}

/** Nothing refused the commands before the first was applied, so what an earlier one did refuses this one. */
function midway(index: number, refusal: Refusal): RefusedMidway {
  const errors = errorsAt(index, refusalError(refusal));
  return new RefusedMidway(new AppError('rule_refused', SOME_REFUSED, { errors }));
}

/** Timers of several waiting leads are due at once, when hours begin: their leads are routed in the order of the queue. */
function inQueueOrder(batch: Batch, commands: readonly Command[]): readonly Command[] {
  const waiting = commands.flatMap((command) => {
    const lead = command.type === 'route' ? batch.leads.find(command.leadId) : undefined;
    return lead ? { command, lead } : [];
  });
  if (waiting.length < 2) return commands;
  const routed = new Set<Command>(waiting.map(({ command }) => command));
  const ordered = waiting.toSorted((a, b) => compareWaiting(a.lead, b.lead)).map(({ command }) => command);
  return commands.map((command) => (routed.has(command) ? (ordered.shift() ?? command) : command));
}

const QUEUE_GIVEN: Outcome = { result: { changed: true } };

/** Events that follow each other need one evaluation of each lead, not one for each event. */
const isRecording = (command: Command): command is EngagementCommand | VisitCommand =>
  command.type === 'engagement' || command.type === 'visit';

const wasRecorded = (command: Command | undefined) => command !== undefined && isRecording(command);

function applyOne(batch: Batch, command: Command): Outcome {
  const refusal = refusalOf(batch, command);
  if (refusal) return { refusal };
  return { result: isRecording(command) ? recordOnly(batch, command) : execute(batch, command) };
}

async function evaluateAll({ batch, slices }: Work): Promise<void> {
  for (const leadId of batch.engagement.pendingLeadIds) {
    evaluateRecorded(batch, leadId);
    const pause = slices.decided();
    if (pause) await pause;
  }
}

/** The result of each event shows its lead after all commands of the request. */
const current = (batch: Batch, outcome: Outcome): Outcome =>
  'refusal' in outcome ? outcome : { result: withCurrentLead(batch, outcome.result) };
