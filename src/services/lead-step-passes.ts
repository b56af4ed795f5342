import type { Store, WriteScope } from '../db/store.js';
import { passesService } from './passes.js';

/** Leads of one transaction, so that other writers wait only briefly. */
const SLICE = 500;

const ORIGIN = { actorKind: 'system', actorId: 'lead_steps', requestId: 'lead_steps' } as const;

/** Fills the steps of leads from before they were columns. Until then reports read the stage changes. */
export const leadStepPassesService = (store: Store, clock: () => number) =>
  passesService(store, clock, { origin: ORIGIN, due: store.deployment.dueLeadStepPasses, makeSlice });

/** Returns whether the pass is complete. */
async function makeSlice({ leadStepPasses }: WriteScope): Promise<boolean> {
  const afterId = await leadStepPasses.afterId();
  if (afterId === undefined) return true;
  const lastId = await leadStepPasses.fill(afterId, SLICE);
  await (lastId === undefined ? leadStepPasses.end() : leadStepPasses.save(lastId));
  return lastId === undefined;
}
