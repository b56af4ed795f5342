import { type EventDetails, withDetails } from '../../core/conditions/event-details.js';
import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import { type TouchFact, withTouches } from '../../core/leads/touch.js';
import type { HistoricEngagement } from '../../core/replay/event-contents.js';
import { historyUntil, nameAsOf } from '../../core/replay/history-until.js';
import { type ReplayedLead, replayLead } from '../../core/replay/replay.js';
import { survivorLookup } from '../../core/source-merges.js';
import type { Channel } from '../../core/sources.js';
import type { History } from '../../db/repositories/engagement.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError } from '../errors.js';
import { normalizeFacts } from '../identity/facts.js';
import { nameKeyOf } from '../sources.js';
import { orNotFound } from '../versions.js';
import { type LeadInput, UNNAMED_SOURCE } from './prepare.js';

/** A lead at an instant, with its engagement up to then as decisions counted it, oldest first. */
export interface LeadState {
  lead: Lead;
  engagement: readonly EngagementFact[];
}

/** The same with how its first source looks to conditions. */
export interface SourcedState extends LeadState {
  source: Subject['source'];
}

/** How a lead's first source looks to conditions; with `asOf` it has the name that it had then. */
export async function readSource(
  read: Repositories,
  { id: leadId, sourceId, campaignId }: Pick<Lead, 'id' | 'sourceId' | 'campaignId'>,
  asOf?: number,
): Promise<Subject['source']> {
  if (asOf === undefined) return read.sources.ofLead(leadId);
  const named = campaignId === undefined ? [sourceId] : [sourceId, campaignId];
  const [source, campaign, histories] = await Promise.all([
    read.sources.survivors([sourceId]).then((found) => found.get(sourceId)),
    read.campaigns.survivors(campaignId === undefined ? [] : [campaignId]).then((found) => found.get(campaignId ?? '')),
    read.events.histories(named),
  ]);
  const nameOf = ({ id, name }: { id: string; name: string }) => nameAsOf(name, histories.get(id) ?? [], asOf);
  return source && { channel: source.channel, name: nameOf(source), campaign: campaign && nameOf(campaign) };
}

/** The events of a lead that decisions count, oldest first, and its touches where published policies compare them. */
export async function readHistory(read: Repositories, leadId: string): Promise<History> {
  return (await read.engagement.ofLeads([leadId]))[0] ?? { engagement: [], touches: undefined };
}

/** The stored lead with its engagement and source, in one statement; refuses an unknown id. */
export const readLeadState = async (read: Repositories, leadId: string): Promise<SourcedState> =>
  orNotFound(await read.leads.state(leadId), 'lead');

/** The stored lead of an instant of the past, rebuilt from its events. */
export async function readLeadAsOf(read: Repositories, leadId: string, asOf: number): Promise<LeadState> {
  const history = (await read.events.histories([leadId])).get(leadId) ?? [];
  // A removed lead has no history to return.
  const state = history.at(-1)?.type === 'lead.deleted' ? undefined : replayLead(leadId, historyUntil(history, asOf));
  if (state === undefined) throw new AppError('not_found', 'This workspace had no such lead at that instant.');
  const sourceIds = [...state.engagement, ...state.touches].flatMap(({ sourceId }) => sourceId ?? []);
  const sources = await read.sources.findMany([...new Set(sourceIds)]);
  const channels = new Map(sources.map(({ id, channel }) => [id, channel]));
  const details = state.engagement.length === 0 ? undefined : await read.engagement.detailsOf([leadId]);
  const lead = withTouches(state.lead, touchesWithChannels(channels, state.touches));
  return { lead, engagement: withDetails(withChannels(channels, state.engagement), details) };
}

/** Sources, campaigns and engagement for subjects of many past leads, read once. Names are the present ones. */
export interface BulkSubjects {
  sourceOf(lead: Pick<Lead, 'sourceId' | 'campaignId'>): Subject['source'];
  /** `details`: of events, where a condition compares them. */
  engagementOf(replayed: ReplayedLead, details?: ReadonlyMap<string, EventDetails>): readonly EngagementFact[];
  touchesOf(replayed: ReplayedLead): readonly TouchFact[];
}

export async function readBulkSubjects(read: Repositories): Promise<BulkSubjects> {
  const [sources, campaigns] = await Promise.all([read.sources.all(), read.campaigns.all()]);
  const [survivingSource, survivingCampaign] = [survivorLookup(sources), survivorLookup(campaigns)];
  const channels = new Map(sources.map(({ id, channel }) => [id, channel]));
  return {
    sourceOf({ sourceId, campaignId }) {
      const source = survivingSource(sourceId);
      return source && { channel: source.channel, name: source.name, campaign: survivingCampaign(campaignId)?.name };
    },
    engagementOf: ({ engagement }, details) => withDetails(withChannels(channels, engagement), details),
    touchesOf: ({ touches }) => touchesWithChannels(channels, touches),
  };
}

const touchesWithChannels = (channels: ReadonlyMap<string, Channel>, touches: readonly TouchFact[]): TouchFact[] =>
  touches.map(({ sourceId, ...rest }) => ({
    ...{ sourceId, ...rest },
    channel: sourceId === undefined ? undefined : channels.get(sourceId),
  }));

function withChannels(
  channels: ReadonlyMap<string, Channel>,
  engagement: readonly HistoricEngagement[],
): EngagementFact[] {
  return engagement
    .map(({ id, type, occurredAt, sourceId }) => ({
      id,
      type,
      occurredAt,
      channel: sourceId === undefined ? undefined : channels.get(sourceId),
    }))
    .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
}

/** The subject of a hypothetical lead that arrives at the instant `at`. Its touch is of the source and campaign that have these names, if there are any. */
export async function readHypotheticalSubject(
  read: Repositories,
  input: LeadInput,
  { country, at }: { country: string | undefined; at: number },
): Promise<Subject> {
  const { source = UNNAMED_SOURCE, occurredAt: touchedAt = at, ...raw } = input;
  const { facts } = normalizeFacts(raw, { country, now: touchedAt });
  const touches = [{ occurredAt: touchedAt, channel: source.channel, ...(await originNamed(read, source)) }];
  const lead = { facts, createdAt: at, firstTouchAt: touchedAt, lastTouchAt: touchedAt, touchCount: 1, touches };
  return subjectOf(lead, { source, engagement: [], now: at });
}

async function originNamed(
  read: Repositories,
  { channel, name, campaign }: NonNullable<Subject['source']>,
): Promise<Pick<TouchFact, 'sourceId' | 'campaignId'>> {
  const key = nameKeyOf(name);
  const source = (await read.sources.all()).find((one) => one.channel === channel && nameKeyOf(one.name) === key);
  if (source === undefined || campaign === undefined) return { sourceId: source?.id };
  const campaigns = (await read.campaigns.all()).filter(({ sourceId }) => sourceId === source.id);
  const campaignKey = nameKeyOf(campaign);
  return { sourceId: source.id, campaignId: campaigns.find((one) => nameKeyOf(one.name) === campaignKey)?.id };
}
