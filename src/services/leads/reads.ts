import type { LoggedDecision } from '../../core/assignment/decision.js';
import type { EngagementEvent } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import type { DecisionFilter } from '../../db/repositories/decisions.js';
import type { EngagementFilter } from '../../db/repositories/engagement.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { TouchFilter } from '../../db/repositories/touches.js';
import type { Store } from '../../db/store.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { createDecidingRules, type ExactState, exactState } from './exact.js';
import { explainLead, type LeadExplanation } from './explain.js';
import { explainLeads, type IncludedOf, readIncluded, type Wanted } from './include.js';
import { type TouchWithProposal, withProposal } from './proposals.js';
import { readLeadAsOf, readLeadState, readSource, type SourcedState } from './subjects.js';

/** A lead with the last decision about its owner. */
export interface LeadAssignment {
  lead: Lead;
  decision: LoggedDecision | undefined;
}

async function pastState(read: Repositories, leadId: string, asOf: number): Promise<SourcedState> {
  const state = await readLeadAsOf(read, leadId, asOf);
  return { ...state, source: await readSource(read, state.lead, asOf) };
}

/** Reads one lead and the reasons for its state: now, or at an instant of the past (`asOf`, epoch milliseconds). */
export function leadReads(store: Store, timeOf: WorkspaceTime) {
  const rulesOf = createDecidingRules();
  const find = async (workspaceId: string, id: string): Promise<Lead> => {
    return orNotFound(await store.read(workspaceId).leads.find(id), 'lead');
  };
  const exact = async (workspaceId: string, id: string, asOf: number | undefined): Promise<ExactState> => {
    const read = store.read(workspaceId);
    const now = await timeOf(workspaceId);
    const isPast = asOf !== undefined && asOf <= now;
    const state = isPast ? await pastState(read, id, asOf) : await readLeadState(read, id);
    return exactState(read, rulesOf, { workspaceId, now, asOf: isPast ? asOf : undefined }, state);
  };
  return {
    /** The lead at an instant: exact now, or as a read at the instant `asOf` returned it. */
    get: (workspaceId: string, id: string, asOf?: number): Promise<ExactState> => exact(workspaceId, id, asOf),
    /** What the caller wants about leads that it has read, in the present. */
    async included(workspaceId: string, leads: readonly Lead[], wanted: Wanted): Promise<IncludedOf> {
      const read = store.read(workspaceId);
      const now = await timeOf(workspaceId);
      return readIncluded(read, leads, wanted, (all) => explainLeads(read, rulesOf, { workspaceId, now }, all));
    },
    /** Why the lead has its score, grade, temperature and category at that instant. */
    explain: async (workspaceId: string, id: string, asOf?: number): Promise<LeadExplanation> =>
      explainLead(await exact(workspaceId, id, asOf)),
    async decisions(
      workspaceId: string,
      id: string,
      filter: DecisionFilter,
      request: ListRequest,
    ): Promise<Page<LoggedDecision>> {
      await find(workspaceId, id);
      return store.read(workspaceId).decisions.list(id, filter, request);
    },
    /** The lead with the decision that gave it its owner or queued it last. */
    async assignment(workspaceId: string, id: string, asOf?: number): Promise<LeadAssignment> {
      const read = store.read(workspaceId);
      const lead = asOf === undefined ? await find(workspaceId, id) : (await readLeadAsOf(read, id, asOf)).lead;
      const { rows } = await read.decisions.list(id, { until: asOf }, { limit: 1 });
      return { lead, decision: rows[0] };
    },
    async touches(
      workspaceId: string,
      id: string,
      filter: TouchFilter,
      request: ListRequest,
    ): Promise<Page<TouchWithProposal>> {
      const lead = await find(workspaceId, id);
      const page = await store.read(workspaceId).touches.list(id, filter, request);
      return { ...page, rows: page.rows.map((touch) => withProposal(lead, touch)) };
    },
    async engagement(
      workspaceId: string,
      id: string,
      filter: EngagementFilter,
      request: ListRequest,
    ): Promise<Page<EngagementEvent>> {
      await find(workspaceId, id);
      return store.read(workspaceId).engagement.list(id, filter, request);
    },
  };
}
