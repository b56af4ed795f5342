import type { Campaign } from '../../core/campaigns.js';
import { suppressionKeysOf } from '../../core/consents/suppression.js';
import type { ExportResource, ExportSelection } from '../../core/exports/export.js';
import { isContactable } from '../../core/leads/channels.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Source, SourceReference } from '../../core/sources.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { OF_RIGHTS } from '../events.js';
import { createDecidingRules } from '../leads/exact.js';
import { explainLeads } from '../leads/include.js';
import type { ExportedLead, ExportRows } from './tables.js';

/** Leads whose scores are explained at a time: each may take milliseconds. */
const EXPLAINED = 200;

/** Where the rows come from: a snapshot, and the instant of it by the clock of the workspace. */
export interface ExportSource {
  workspaceId: string;
  read: Repositories;
  /** Epoch milliseconds. */
  now: number;
  /** Rows of one statement: presenting a thousand leads takes a tenth of a second of the thread. */
  pageRows: number;
}

type Wanted = ExportSelection & { explanation: boolean };
type ReadPage<Row> = (read: Repositories, wanted: Wanted, request: ListRequest, now: number) => Promise<Page<Row>>;

const conditions = ({ where, lead }: Wanted, now: number) => ({ where, lead, given: [where, lead], now });

/** One page of each resource, by the statements of its list: leads and events oldest first, the others newest first. */
const PAGES: { [Resource in ExportResource]: ReadPage<Resource extends 'leads' ? Lead : ExportRows[Resource]> } = {
  leads: (read, { where, stage, rotted }, request, now) =>
    read.leads.search({ where, stage, rotted, sort: [{ field: 'createdAt', direction: 'asc' }], now }, request),
  touches: (read, wanted, request, now) => read.touches.search(conditions(wanted, now), request),
  engagement_events: (read, wanted, request, now) => read.engagement.search(conditions(wanted, now), request),
  activities: (read, wanted, request, now) => read.activities.search(conditions(wanted, now), request),
  deals: (read, _, request) => read.deals.list({}, request),
  customers: (read, _, request) => read.customers.list({}, request),
  events: async (read, { types, occurredFrom, occurredBefore }, request) => {
    const page = await read.events.list({ types, occurredFrom, occurredBefore }, request);
    // What an event says of the rights of a key is only for keys that have them.
    return { ...page, rows: page.rows.map((event) => (OF_RIGHTS.has(event.type) ? { ...event, data: {} } : event)) };
  },
};

/** Rows of a file, and how many leads between them must not be contacted. */
interface ExportPage<Row> {
  rows: Row[];
  leftOut: number;
}

/** All rows of a selection, page by page. */
export async function* exportPages<Resource extends ExportResource>(
  source: ExportSource,
  wanted: Wanted & { resource: Resource },
): AsyncGenerator<ExportPage<ExportRows[Resource]>> {
  const readPage = PAGES[wanted.resource] as ReadPage<ExportRows[Resource] | Lead>;
  const complete = wanted.resource === 'leads' ? leadCompletion(source, wanted.explanation) : undefined;
  const limit = wanted.explanation ? Math.min(EXPLAINED, source.pageRows) : source.pageRows;
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await readPage(source.read, wanted, { limit, cursor }, source.now);
    if (complete === undefined) {
      if (page.rows.length > 0) yield { rows: page.rows as ExportRows[Resource][], leftOut: 0 };
    } else {
      // Only the rows of leads are not complete as their list has them.
      const leads = await contactable(source, wanted, page.rows as Lead[]);
      const leftOut = page.rows.length - leads.length;
      if (page.rows.length > 0) yield { rows: (await complete(leads)) as ExportRows[Resource][], leftOut };
    }
    cursor = page.nextCursor;
    more = page.hasMore;
  }
}

/** The leads that may be contacted through the channel; all without one. */
async function contactable({ read }: ExportSource, { contactableBy }: Wanted, leads: Lead[]): Promise<Lead[]> {
  if (contactableBy === undefined) return leads;
  const allowed = leads.filter(({ facts }) => isContactable(facts, contactableBy));
  const keys = allowed.map(({ facts }) => suppressionKeysOf(facts));
  const found = await read.suppressions.findMany(keys.flat());
  const suppressed = new Set([...found.keys()].map(({ kind, value }) => `${kind}|${value}`));
  return allowed.filter((_, index) => !keys[index]?.some(({ kind, value }) => suppressed.has(`${kind}|${value}`)));
}

/** Adds the names of sources, and explanations where they are wanted. Sources are read once. */
function leadCompletion(source: ExportSource, explained: boolean) {
  const { read } = source;
  const [sources, campaigns] = [new Map<string, Source>(), new Map<string, Campaign>()];
  const rulesOf = createDecidingRules();
  return async (leads: readonly Lead[]): Promise<ExportedLead[]> => {
    await Promise.all([
      learn(sources, leads, ({ sourceId }) => sourceId, read.sources.survivors),
      learn(campaigns, leads, ({ campaignId }) => campaignId, read.campaigns.survivors),
    ]);
    const explanations = explained ? await explainLeads(read, rulesOf, source, leads) : undefined;
    const referenceOf = ({ sourceId, campaignId }: Lead): SourceReference | undefined => {
      const found = sources.get(sourceId);
      return found && { channel: found.channel, name: found.name, campaign: campaigns.get(campaignId ?? '')?.name };
    };
    return leads.map((lead) => ({ lead, source: referenceOf(lead), explanation: explanations?.get(lead.id) }));
  };
}

async function learn<Row extends { id: string }>(
  known: Map<string, Row>,
  leads: readonly Lead[],
  idOf: (lead: Lead) => string | undefined,
  find: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>,
): Promise<void> {
  const ids = new Set(leads.map(idOf).filter((id): id is string => id !== undefined && !known.has(id)));
  for (const [id, row] of ids.size === 0 ? [] : await find([...ids])) known.set(id, row);
}
