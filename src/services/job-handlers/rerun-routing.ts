import type { RerunCommand } from '../../core/assignment/commands/reassign.js';
import { rerunObstacle } from '../../core/assignment/commands/route.js';
import { compileRoutingPolicy } from '../../core/assignment/policy.js';
import type { RerunOutcome } from '../../core/assignment/rerun.js';
import { EMPTY_RERUN, type RerunMove, withOutcomes } from '../../core/assignment/rerun.js';
import type { AssignmentState } from '../../core/assignment/state.js';
import type { Subject } from '../../core/conditions/subject.js';
import type { RerunRoutingShape } from '../../core/jobs/shapes.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { loadStickyOwners, readAssignmentSnapshot, readQualifiedSubjects, trialState } from '../assignment/trials.js';
import { BEFORE_ALL, type JobHandler, type Step } from '../jobs/kinds.js';
import { publishedOf } from '../policies/published.js';
import type { Transactions } from '../transactions/request.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Most leads decided in one transaction, so that other writers wait only briefly. */
const SLICE = 250;
/** Most unfinished dry runs that one process keeps. */
const MOST_TRIALS = 4;

interface RerunResult {
  outcome: RerunOutcome;
  move?: RerunMove | undefined;
}

/** The progress of a dry run, in memory only: it writes nothing, so a lost one starts again. */
interface Trial {
  state: AssignmentState;
  afterId: string;
}

type RerunStep = Step<'rerun_routing'>;

/** Applies the rules again to all leads that match a filter, slice by slice. A dry run only reports the effect. */
export function rerunRoutingHandler(transactions: Transactions): JobHandler<'rerun_routing'> {
  const trials = new Map<string, Trial>();
  return async (step) => {
    const { id, cursor, params, read, done } = step;
    if (cursor === undefined) return step.write(({ now }) => ({ cursor: { now }, done: 0 }));
    const filter = filterOf(params, cursor.now);
    const { place } = cursor;
    if (place === undefined || (params.dryRun && trials.get(id)?.afterId !== place.afterId)) {
      const { count, lastId = BEFORE_ALL } = await read.leads.countForJob(filter);
      if (params.dryRun) await openTrial(trials, step, cursor.now);
      const begun = { afterId: BEFORE_ALL, lastId, ...EMPTY_RERUN };
      return step.write(() => ({ cursor: { ...cursor, place: begun }, done: 0, total: count }));
    }
    const { afterId: _, lastId, ...totals } = place;
    const ids = await read.leads.nextForJob(filter, place, SLICE);
    const afterId = ids.at(-1);
    if (afterId === undefined) {
      await step.write(() => ({ result: totals }));
      trials.delete(id);
      return;
    }
    const trial = trials.get(id);
    if (trial === undefined) {
      const commands = ids.map((leadId, index): RerunCommand => {
        return { type: 'rerun', ...stepOf(step, leadId, ids[index - 1] ?? place.afterId) };
      });
      return passLeads(transactions, step, commands);
    }
    const tried = await tryAll(read, trial.state, ids, cursor.now);
    const next = { afterId, lastId, ...withOutcomes(totals, tried) };
    await step.write(() => ({ cursor: { ...cursor, place: next }, done: done + ids.length }));
    trial.afterId = afterId;
  };
}

const filterOf = ({ where, repId, teamId }: RerunRoutingShape['params'], now: number) => ({
  where,
  ownerId: repId,
  teamId,
  categories: [...OPEN_CATEGORIES],
  now,
});

async function openTrial(trials: Map<string, Trial>, { id, read }: RerunStep, at: number): Promise<void> {
  const [snapshot, published] = await Promise.all([readAssignmentSnapshot(read, at), read.policies.published()]);
  const { document, version } = publishedOf(published, 'routing_policy');
  trials.set(id, { state: trialState(compileRoutingPolicy(document, version), snapshot), afterId: BEFORE_ALL });
  for (const other of trials.keys()) if (trials.size > MOST_TRIALS) trials.delete(other);
}

async function tryAll(
  read: Repositories,
  state: AssignmentState,
  ids: readonly string[],
  at: number,
): Promise<RerunResult[]> {
  const leads = await read.leads.findMany(ids);
  const subjects = await readQualifiedSubjects(read, leads, at);
  const tried = leads.map((lead, index) => ({ lead, leadId: lead.id, subject: subjects[index] as Subject }));
  await loadStickyOwners(read, state, tried);
  return tried.map(({ lead, subject }) => tryOne(state, lead, subject));
}

function tryOne(state: AssignmentState, lead: Lead, subject: Subject): RerunResult {
  const { id: leadId, ownerId, teamId } = lead;
  const obstacle = rerunObstacle({ ...lead, category: subject.category ?? lead.category }, subject.now);
  if (obstacle !== undefined) return { outcome: obstacle };
  if (ownerId === undefined) {
    const decision = state.assign(subject, { leadId });
    if (decision.outcome === 'queued') return { outcome: 'waiting' };
    return { outcome: 'moved', move: { leadId, toRepId: decision.repId, teamId: decision.teamId } };
  }
  const moved = state.rerun(subject, { leadId, ownerId, teamId });
  if (moved === undefined) return { outcome: 'kept' };
  state.addLoad(ownerId, -1, -(lead.effort ?? 0));
  return { outcome: 'moved', move: { leadId, fromRepId: ownerId, toRepId: moved.repId, teamId: moved.teamId } };
}
