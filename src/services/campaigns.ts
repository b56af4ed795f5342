import { type Campaign, type CampaignPlan, NO_PLAN, type PlanPatch, planWith } from '../core/campaigns.js';
import { normalizeCurrency } from '../core/identity/currencies.js';
import type { IfMatch } from '../core/refusals.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { CampaignFilter } from '../db/repositories/sources.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { emitConfigChange, newRow } from './resources.js';
import { refreshSurvivors } from './source-merges.js';
import { described, type NamePatch, nameKeyOf, namesOnly } from './sources.js';
import { changedFields, checkVersion, orNotFound } from './versions.js';
import type { Write } from './writes.js';

export interface CampaignInput extends PlanPatch {
  sourceId: string;
  name: string;
  description?: string | undefined;
}

export type CampaignPatch = NamePatch & PlanPatch;
export type CampaignsService = ReturnType<typeof campaignsService>;

export function campaignsService(store: Store, write: Write) {
  return {
    create(context: WriteContext, input: CampaignInput): Promise<Campaign> {
      return write(context, async (scope) => {
        if (!(await scope.sources.find(input.sourceId))) {
          const detail = 'There is no such source in this workspace.';
          throw new AppError('reference_not_found', detail, {
            errors: [{ pointer: '/sourceId', code: 'reference_not_found', detail }],
          });
        }
        const taken = (await scope.campaigns.all()).some(
          (campaign) => campaign.sourceId === input.sourceId && nameKeyOf(campaign.name) === nameKeyOf(input.name),
        );
        if (taken) throw new AppError('conflict', 'This source has a campaign of this name already.');
        const row = newCampaign(scope, input, checkedPlan(NO_PLAN, input));
        await scope.campaigns.insert([row]);
        await refreshSurvivors(scope);
        return (await scope.campaigns.find(row.id)) ?? row;
      });
    },
    async get(workspaceId: string, id: string): Promise<Campaign> {
      return orNotFound(await store.read(workspaceId).campaigns.find(id), 'campaign');
    },
    list: (workspaceId: string, filter: CampaignFilter, request: ListRequest): Promise<Page<Campaign>> =>
      store.read(workspaceId).campaigns.list(filter, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: CampaignPatch): Promise<Campaign> {
      return write(context, async (scope) => {
        const before = orNotFound(await scope.campaigns.find(id), 'campaign');
        checkVersion(before, ifMatch);
        const siblings = async () =>
          (await scope.campaigns.all()).filter(({ sourceId }) => sourceId === before.sourceId);
        const names = await described(scope, 'campaign', before, patch, siblings);
        const changes = { ...names, ...checkedPlan(before, patch) };
        const changed = changedFields<Campaign>(before, changes);
        if (!changed) return before;
        emitConfigChange(scope, {
          ...{ type: 'campaign.updated', subjectKind: 'campaign', subjectId: id },
          ...namesOnly(changed),
        });
        const after = await scope.campaigns.update(before, changes, scope.now);
        if (after.nameKey === before.nameKey) return after;
        await refreshSurvivors(scope);
        return (await scope.campaigns.find(id)) ?? after;
      });
    },
  };
}

export function newCampaign(
  scope: WriteScope,
  { sourceId, name, description = null }: Pick<CampaignInput, 'sourceId' | 'name'> & { description?: string | null },
  plan: CampaignPlan = NO_PLAN,
): Campaign {
  const own = { sourceId, name: name.trim(), nameKey: nameKeyOf(name), description };
  const row: Campaign = { ...newRow(scope), ...own, ...plan, mergedInto: null, survivorId: null };
  const after = { sourceId: row.sourceId, name: row.name, status: row.status };
  emitConfigChange(scope, { type: 'campaign.created', subjectKind: 'campaign', subjectId: row.id, after });
  return row;
}

/** The plan that a caller states. Refuses what makes no plan with all violations at once, and unknown currencies. */
function checkedPlan(before: CampaignPlan, patch: PlanPatch): CampaignPlan {
  const { plan, violations: errors } = planWith(before, patch);
  if (patch.budgetCurrency && normalizeCurrency(patch.budgetCurrency) === undefined)
    errors.push({ pointer: '/budgetCurrency', code: 'value_invalid', detail: 'there is no such currency in ISO 4217' });
  if (errors.length > 0) throw new AppError('rule_refused', 'The campaign cannot be so: see `errors`.', { errors });
  return plan;
}
