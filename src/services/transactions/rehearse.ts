import { createAssignmentState } from '../../core/assignment/state.js';
import { Batch } from '../../core/batch/batch.js';
import { execute, refusalOf } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
import { type CarriedLoad, NOTHING_CARRIED } from '../../core/jobs/imports.js';
import type { Workspace } from '../../core/workspaces.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { turnsAfter } from '../turns.js';
import { createConfigCache, sourceOf, type WorkspaceConfig } from './config.js';
import { loadBatch, preload } from './load.js';
import { loadMissing } from './load-missing.js';
import type { Outcome, TransactionRequest } from './request.js';
import { namedSources } from './sources.js';
import { readStickyOwners } from './sticky-owners.js';

/** Milliseconds of decisions after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;
/** Most entries that are carried from one block to the next: they are stored with the job. */
const MOST_CARRIED = 2_000;

interface Options {
  store: Store;
  clock: () => number;
  newId: () => string;
}

export interface Rehearsed<One extends Command> {
  outcomes: Outcome<One>[];
  /** The leads as the commands leave them. */
  batch: Batch;
  carried: CarriedLoad;
  /** The names of reps. */
  nameOf: WorkspaceConfig['nameOf'];
}

/**
 * Loads what the commands need and decides, as a transaction does, and writes nothing. Takes no lock. `before`: what earlier commands gave to
 * reps, which is stored nowhere.
 */
export async function rehearse<One extends Command>(
  { store, clock, newId }: Options,
  context: WriteContext,
  commands: readonly One[],
  before: CarriedLoad,
): Promise<Rehearsed<One>> {
  const { workspaceId } = context;
  const read = store.read(workspaceId);
  const workspace = await read.workspaces.find();
  if (workspace === undefined) throw new Error('the workspace is gone');
  const request: TransactionRequest = { context, commands, mode: 'partial', answer: () => undefined };
  const scope = unwritten(read, workspace, { realNow: clock(), newId });
  const config = await createConfigCache().get(read, workspaceId, scope.head, scope.now);
  carry(config, before);
  const { routing, reps, teams, ledger } = config;
  const assignment = createAssignmentState(routing, { reps, teams, ledgers: [...ledger.values()] });
  const { scoreModelFor, classification, prediction, lifecycle, attributes } = config;
  const batch = new Batch({
    basis: {
      ...{ scoreModelFor, classification, prediction, lifecycle, attributes, assignment },
      sourceOf: (lead) => sourceOf(config, lead),
    },
    sources: namedSources(scope, config),
    now: scope.now,
    newId,
  });
  const preloaded = await preload(read, [request], scope.realNow);
  await loadBatch(scope, batch, [request], preloaded);
  await readStickyOwners(scope, assignment, preloaded);
  batch.emitTo(() => undefined);
  const outcomes: Outcome<One>[] = [];
  const turns = turnsAfter(TURN_MS);
  for (const command of commands) {
    await loadMissing(scope, batch, command, preloaded.needs);
    const refusal = refusalOf(batch, command);
    outcomes.push(refusal ? { refusal } : { result: execute(batch, command) });
    const turn = turns.due();
    if (turn) await turn;
  }
  return { outcomes, batch, carried: carriedAfter(before, batch), nameOf: config.nameOf };
}

/** A write that sends nothing. */
function unwritten(
  read: Repositories,
  workspace: Workspace,
  { realNow, newId }: { realNow: number; newId: () => string },
): WriteScope {
  const refused = () => Promise.reject(new Error('a rehearsal writes nothing'));
  const nothing = () => undefined;
  const now = realNow + (workspace.clockOffset ?? 0);
  const scope: WriteScope = {
    ...read,
    ...{ workspaceId: workspace.id, head: workspace, now, realNow, newId },
    ...{ emit: nothing, sendEvents: nothing, defer: nothing, configChanged: nothing, setQueuePass: nothing },
    ...{ attempt: refused, createWorkspace: refused, setClock: refused },
    at: () => scope,
  };
  return scope;
}

function carry(config: WorkspaceConfig, { ledgers, loads }: CarriedLoad): void {
  for (const line of ledgers) {
    const key = `${line.teamId}|${line.repId}`;
    config.ledger.set(key, { weight: config.ledger.get(key)?.weight ?? 1, ...line });
  }
  for (const { repId, leads, effort } of loads) {
    const rep = config.reps.get(repId);
    if (rep)
      config.reps.set(repId, { ...rep, openLeads: rep.openLeads + leads, openEffort: (rep.openEffort ?? 0) + effort });
  }
}

function carriedAfter(before: CarriedLoad, { assignment, loadDifferences }: Batch): CarriedLoad {
  const ledgers = new Map(before.ledgers.map((line) => [`${line.teamId}|${line.repId}`, line]));
  for (const line of assignment.changedLedgers()) ledgers.set(`${line.teamId}|${line.repId}`, line);
  const loads = new Map(before.loads.map((load) => [load.repId, load]));
  for (const [repId, { leads, effort }] of loadDifferences) {
    const known = loads.get(repId) ?? { leads: 0, effort: 0 };
    loads.set(repId, { repId, leads: known.leads + leads, effort: known.effort + effort });
  }
  if (ledgers.size + loads.size > MOST_CARRIED) return NOTHING_CARRIED;
  return { ledgers: [...ledgers.values()], loads: [...loads.values()] };
}
