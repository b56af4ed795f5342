import { stageChanges } from '../core/lifecycle/stage-history.js';
import type { Store, WriteScope } from '../db/store.js';
import { leadStepPassesService } from './lead-step-passes.js';
import { passesService } from './passes.js';

/** Leads of one transaction, so that other writers wait only briefly. */
const SLICE = 200;

const ORIGIN = { actorKind: 'system', actorId: 'stage_changes', requestId: 'stage_changes' } as const;

export type StageChangePassesService = ReturnType<typeof stageChangePassesService>;

/**
 * Makes the rows of stage changes of leads from before there were rows, from their events. A slice replaces the rows of its leads under the
 * head row and stores how far the pass is, so a pass that stops, or runs in two processes, does no harm.
 */
export function stageChangePassesService(store: Store, clock: () => number) {
  const { deployment } = store;
  const stages = passesService(store, clock, { origin: ORIGIN, due: deployment.dueStageChangePasses, makeSlice });
  const steps = leadStepPassesService(store, clock);
  return {
    /** Continues the passes for a while, and then those of steps, which are made of the stage changes. Returns whether some are not complete. */
    async runDue(signal?: AbortSignal): Promise<boolean> {
      const more = await stages.runDue(signal);
      return (await steps.runDue(signal)) || more;
    },
  };
}

/** Returns whether the pass is complete. */
async function makeSlice(scope: WriteScope): Promise<boolean> {
  const { stageChanges: records, events, newId } = scope;
  const afterId = await records.passAfterId();
  if (afterId === undefined) return true;
  const leadIds = await records.leadsAfter(afterId, SLICE);
  const histories = await events.histories(leadIds);
  const changes = leadIds.flatMap((leadId) =>
    stageChanges(histories.get(leadId) ?? []).map((change) => ({ ...change, id: newId(), leadId })),
  );
  await records.replace(leadIds, changes);
  const lastId = leadIds.length < SLICE ? undefined : leadIds.at(-1);
  await records.savePass(lastId);
  return lastId === undefined;
}
