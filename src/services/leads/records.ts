import type { Condition } from '../../core/condition.js';
import { resolveDates } from '../../core/conditions/relative-dates.js';
import { validateCondition } from '../../core/conditions/validate.js';
import { type RecordKind, recordFieldsOf } from '../../core/records/fields.js';
import { type RecordFilters, recordFilterCondition } from '../../core/records/filters.js';
import type { FieldViolation } from '../../core/violations.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { RecordSearch } from '../../db/repositories/record-search.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { cursorInvalid } from '../guard.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { type TouchWithProposal, withProposal } from './proposals.js';
import {
  checkedLeadCondition,
  SEARCH_LIMIT_MS,
  type SearchContext,
  slowErrors,
  unsearchable,
  withSurvivors,
} from './search.js';
import type { ReadSettings } from './settings.js';

export type { ListedStageChange } from '../../db/repositories/stage-changes.js';

/** A condition on the records, and one on the leads that they belong to. */
export interface RecordSearchInput {
  where?: Condition | undefined;
  lead?: Condition | undefined;
}

interface Options {
  store: Store;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
}

export type LeadRecordsService = ReturnType<typeof leadRecordsService>;

type Read<Row> = (read: Repositories, search: RecordSearch, request: ListRequest) => Promise<Page<Row>>;

/** Touches, engagement events, activities and stage changes of all leads of a workspace. */
export function leadRecordsService({ store, settings, timeOf }: Options) {
  const recordsOf = <Row>(kind: RecordKind, read: Read<Row>) => {
    const page = async (workspaceId: string, input: RecordSearchInput, request: ListRequest): Promise<Page<Row>> => {
      const context = { ...(await settings(workspaceId)), now: await timeOf(workspaceId) };
      const search = await prepareSearch(kind, input, context);
      return store.readWithin(workspaceId, SEARCH_LIMIT_MS, (repositories) => read(repositories, search, request));
    };
    return {
      /** One page by filters of a query, the last that occurred first. */
      list: (workspaceId: string, filters: RecordFilters, request: ListRequest): Promise<Page<Row>> =>
        page(workspaceId, { where: recordFilterCondition(kind, filters) }, request),
      /** The same by conditions. Refuses invalid ones with all their violations at once. */
      async search(workspaceId: string, input: RecordSearchInput, request: ListRequest): Promise<Page<Row>> {
        try {
          return await page(workspaceId, input, request);
        } catch (error) {
          if (error instanceof Error && error.name === 'CursorRefused') throw cursorInvalid({ pointer: '/cursor' });
          const isGiven = input.where !== undefined || input.lead !== undefined;
          throw isGiven && store.failureOf(error)?.kind === 'timeout' ? tooExpensive(input, error) : error;
        }
      },
    };
  };
  const touches = recordsOf('touches', readTouches);
  const engagement = recordsOf('engagement', (read, search, request) => read.engagement.search(search, request));
  const activities = recordsOf('activities', (read, search, request) => read.activities.search(search, request));
  const stageChanges = recordsOf('stageChanges', (read, search, request) => read.stageChanges.search(search, request));
  return {
    listTouches: touches.list,
    searchTouches: touches.search,
    listEngagement: engagement.list,
    searchEngagement: engagement.search,
    listActivities: activities.list,
    searchActivities: activities.search,
    listStageChanges: stageChanges.list,
    searchStageChanges: stageChanges.search,
  };
}

/** Touches with what they propose to their leads. */
async function readTouches(
  read: Repositories,
  search: RecordSearch,
  request: ListRequest,
): Promise<Page<TouchWithProposal>> {
  const page = await read.touches.search(search, request);
  const leadIds = new Set(page.rows.flatMap(({ kept, leadId }) => (kept === undefined ? [] : [leadId])));
  const leads = new Map((await read.leads.findMany([...leadIds])).map((lead) => [lead.id, lead]));
  const rows = page.rows.map((touch) => {
    const lead = leads.get(touch.leadId);
    return lead === undefined ? touch : withProposal(lead, touch);
  });
  return { ...page, rows };
}

export async function prepareSearch(
  kind: RecordKind,
  { where, lead }: RecordSearchInput,
  context: SearchContext,
): Promise<RecordSearch> {
  const recordFieldOf = recordFieldsOf(kind);
  const ofRecord =
    where === undefined ? [] : validateCondition(where, { pointer: '/where', purpose: 'search', recordFieldOf });
  const ofLead = lead && (await checkedLeadCondition(lead, '/lead', context));
  const violations: FieldViolation[] = [...ofRecord, ...(ofLead?.violations ?? [])];
  if (violations.length > 0) throw unsearchable(violations);
  const { now, zone } = context;
  return {
    where: where && resolveDates(await withSurvivors(where, context.merged), { now, zone, recordFieldOf }),
    lead: ofLead?.condition,
    given: [where ?? null, lead ?? null],
    now,
  };
}

/** Names the parts of the conditions for which too many records are read. */
function tooExpensive({ where, lead }: RecordSearchInput, cause: unknown): AppError {
  const detail = 'is tested for each of too many records: add a period (occurredAt), or a condition on fewer leads';
  const errors = [
    ...(lead === undefined ? [] : slowErrors(lead, '/lead')),
    ...(where === undefined ? [] : [{ pointer: '/where', code: 'too_expensive', detail }]),
  ];
  return new AppError('rule_refused', 'The search takes too long.', { errors, cause });
}
