import type { LoggedDecision } from '../../core/assignment/decision.js';
import type { EngagementEvent } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import { orNotFound } from '../versions.js';
import { explainLead, type LeadExplanation } from './explain.js';
import { type TouchWithProposal, withProposal } from './proposals.js';
import { type LeadState, readEngagement, readLeadAsOf } from './subjects.js';

/** A lead with the last decision about its owner. */
export interface LeadAssignment {
  lead: Lead;
  decision: LoggedDecision | undefined;
}

/** Reads one lead and the reasons for its state: now, or at an instant of the past (`asOf`, epoch milliseconds). */
export function leadReads(store: Store) {
  const find = async (workspaceId: string, id: string): Promise<Lead> => {
    return orNotFound(await store.read(workspaceId).leads.find(id), 'lead');
  };
  const stateAsOf = (workspaceId: string, id: string, asOf: number): Promise<LeadState> =>
    readLeadAsOf(store.read(workspaceId), id, asOf);
  const state = async (workspaceId: string, id: string, asOf: number | undefined): Promise<LeadState> => {
    if (asOf !== undefined) return stateAsOf(workspaceId, id, asOf);
    const lead = await find(workspaceId, id);
    return { lead, engagement: await readEngagement(store.read(workspaceId), lead) };
  };
  return {
    /** The lead now, or as a read at the instant `asOf` returned it. */
    get: async (workspaceId: string, id: string, asOf?: number): Promise<Lead> =>
      asOf === undefined ? find(workspaceId, id) : (await stateAsOf(workspaceId, id, asOf)).lead,
    /** Why the lead has its score, grade, temperature and category: computed anew from the same facts and versions. */
    async explain(workspaceId: string, id: string, asOf?: number): Promise<LeadExplanation> {
      return explainLead(store.read(workspaceId), await state(workspaceId, id, asOf));
    },
    async decisions(workspaceId: string, id: string, request: ListRequest): Promise<Page<LoggedDecision>> {
      await find(workspaceId, id);
      return store.read(workspaceId).decisions.list(id, request);
    },
    /** The lead with the decision that gave it its owner or queued it last. */
    async assignment(workspaceId: string, id: string, asOf?: number): Promise<LeadAssignment> {
      const lead = asOf === undefined ? await find(workspaceId, id) : (await stateAsOf(workspaceId, id, asOf)).lead;
      const { rows } = await store.read(workspaceId).decisions.list(id, { limit: 1 }, asOf);
      return { lead, decision: rows[0] };
    },
    async touches(workspaceId: string, id: string, request: ListRequest): Promise<Page<TouchWithProposal>> {
      const lead = await find(workspaceId, id);
      const page = await store.read(workspaceId).touches.list(id, request);
      return { ...page, rows: page.rows.map((touch) => withProposal(lead, touch)) };
    },
    async engagement(workspaceId: string, id: string, request: ListRequest): Promise<Page<EngagementEvent>> {
      await find(workspaceId, id);
      return store.read(workspaceId).engagement.list(id, request);
    },
  };
}
