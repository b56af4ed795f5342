import { type CompiledRoutingPolicy, compileRoutingPolicy } from '../../core/assignment/policy.js';
import type { LedgerLine, TeamFacts } from '../../core/assignment/pool.js';
import type { RepFacts } from '../../core/assignment/reps.js';
import { type DeclaredAttributes, declaredAttributes } from '../../core/attributes/declared.js';
import { UTC } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import type { Campaign } from '../../core/campaigns.js';
import { type CompiledClassificationPolicy, compileClassificationPolicy } from '../../core/classification/classify.js';
import { declaredKinds } from '../../core/conditions/declared-fields.js';
import { type MergedOrigins, mergedOrigins } from '../../core/conditions/merged-sources.js';
import type { Subject } from '../../core/conditions/subject.js';
import { compileHandoffPolicy } from '../../core/handoffs/policy.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import { type LifecycleBasis, lifecycleBasis } from '../../core/lifecycle/basis.js';
import { compileFunnel, withRequiredAttributes } from '../../core/lifecycle/funnel.js';
import { compilePlaybook } from '../../core/playbooks/choose.js';
import { isOfKind, type Policy, type PolicyKind } from '../../core/policies/policy.js';
import { compileLeadPredictor, type LeadPredictor } from '../../core/prediction/lead-predictor.js';
import { type CompiledScoreModel, compileScoreModel } from '../../core/scoring/compile.js';
import { scoreModelChooser } from '../../core/scoring/product-lines.js';
import { lookupOf } from '../../core/segments/expand.js';
import type { Segment } from '../../core/segments/segment.js';
import { conditionSettings } from '../../core/segments/stored-conditions.js';
import { mergedAmong } from '../../core/source-merges.js';
import type { Channel, Source } from '../../core/sources.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WorkspaceHead } from '../../db/repositories/workspaces.js';
import { repFacts, teamFacts } from '../assignment/facts.js';
import type { NameLookup, Names } from '../names.js';
import { publishedOf } from '../policies/published.js';
import { compileSequences } from '../policies/sequences.js';
import { compileSla } from '../policies/sla.js';
import { keptSegments } from '../segments/conditions.js';
import { nameKeyOf } from '../sources.js';
import { type SegmentBasis, segmentBasis } from './segments.js';

/** The basis of decisions in one workspace, compiled and cached as long as the head row's versions match. */
export interface WorkspaceConfig {
  configVersion: number;
  /** The event number up to which open leads and ledgers below are current. */
  eventSequence: number;
  scoreModelFor: (facts: LeadFacts) => { version: number; compiled: CompiledScoreModel };
  classification: { version: number; compiled: CompiledClassificationPolicy };
  prediction: { version: number; compiled: LeadPredictor } | undefined;
  routing: CompiledRoutingPolicy;
  lifecycle: LifecycleBasis;
  attributes: DeclaredAttributes | undefined;
  /** Whether published policies compare touches. */
  comparesTouches: boolean;
  /** Undefined: the workspace has no segments. */
  segments: SegmentBasis | undefined;
  sourcesByName: Map<string, Source>;
  sourcesById: Map<string, Source>;
  campaignsByName: Map<string, Campaign>;
  campaignsById: Map<string, Campaign>;
  teams: TeamFacts[];
  reps: Map<string, RepFacts>;
  ledger: Map<string, LedgerLine & { weight: number }>;
  /** When the first waiting lead is to be tried again, epoch milliseconds, or earlier. */
  routingDueAt: number;
  /** The name of a rep, team, source or campaign. */
  nameOf: NameLookup;
}

const MOST_CACHED_WORKSPACES = 1_000;

export interface ConfigCache {
  /** The config as of the head row of this write. Queries the database only when another write has changed it. */
  get(repositories: Repositories, workspaceId: string, head: WorkspaceHead, now: number): Promise<WorkspaceConfig>;
  /**
   * After a write has changed the cached config: `head` is the head row that the write will commit. The cache does not serve the
   * config until the returned function confirms the commit. After a failed write call `drop`.
   */
  stage(workspaceId: string, head: Pick<WorkspaceHead, 'eventSequence' | 'configVersion'>): () => void;
  drop(workspaceId: string): void;
  /** Lets answers show the names of the config. */
  shareNames(workspaceId: string): void;
}

export function createConfigCache(names?: Pick<Names, 'learn'>): ConfigCache {
  const known = new Map<string, WorkspaceConfig>();
  /** Configs that a write has changed and not committed, each with the head row of the last such write. */
  const staged = new Map<string, object>();
  return {
    async get(repositories, workspaceId, head, now) {
      const cached = known.get(workspaceId);
      if (cached && !staged.has(workspaceId) && cached.configVersion === head.configVersion) {
        if (cached.eventSequence !== head.eventSequence) {
          await loadRotation(repositories, cached, now);
          cached.eventSequence = head.eventSequence;
        }
        return cached;
      }
      const fresh = await load(repositories, head, now);
      if (known.size >= MOST_CACHED_WORKSPACES) known.clear();
      known.set(workspaceId, fresh);
      staged.delete(workspaceId);
      return fresh;
    },
    stage(workspaceId, head) {
      const config = known.get(workspaceId);
      if (config) Object.assign(config, head);
      staged.set(workspaceId, head);
      return () => {
        if (staged.get(workspaceId) === head) staged.delete(workspaceId);
      };
    },
    drop(workspaceId) {
      known.delete(workspaceId);
      staged.delete(workspaceId);
    },
    shareNames(workspaceId) {
      const config = known.get(workspaceId);
      if (config) names?.learn(workspaceId, config.nameOf);
    },
  };
}

export const sourceName = (channel: Channel, name: string) => `${channel}\u001f${nameKeyOf(name)}`;
export const campaignName = (sourceId: string, name: string) => `${sourceId}\u001f${nameKeyOf(name)}`;

const survivorIn = <Row extends Source | Campaign>(
  rows: ReadonlyMap<string, Row>,
  id: string | undefined,
): Row | undefined => {
  const row = id === undefined ? undefined : rows.get(id);
  return row && (rows.get(row.survivorId ?? '') ?? row);
};

/** How a lead's first source looks to conditions. */
export function sourceOf(config: WorkspaceConfig, lead: Pick<Lead, 'sourceId' | 'campaignId'>): Subject['source'] {
  const source = survivorIn(config.sourcesById, lead.sourceId);
  if (!source) return undefined;
  const campaign = survivorIn(config.campaignsById, lead.campaignId)?.name;
  return { channel: source.channel, name: source.name, campaign };
}

export function addSource(config: WorkspaceConfig, row: Source): void {
  config.sourcesByName.set(sourceName(row.channel, row.name), row);
  config.sourcesById.set(row.id, row);
}

export function addCampaign(config: WorkspaceConfig, row: Campaign): void {
  config.campaignsByName.set(campaignName(row.sourceId, row.name), row);
  config.campaignsById.set(row.id, row);
}

function namedIn(config: WorkspaceConfig, id: string | null | undefined): { name: string } | undefined {
  if (id === undefined || id === null) return undefined;
  const { reps, sourcesById, campaignsById, teams } = config;
  const source = survivorIn(sourcesById, id) ?? survivorIn(campaignsById, id);
  return reps.get(id) ?? source ?? teams.find((team) => team.id === id);
}

async function load(repositories: Repositories, head: WorkspaceHead, now: number): Promise<WorkspaceConfig> {
  const [published, predictionModel, sources, campaigns, definitions, workspace, segments] = await Promise.all([
    repositories.policies.published(),
    repositories.predictionModels.published(),
    repositories.sources.all(),
    repositories.campaigns.all(),
    repositories.attributeDefinitions.all(),
    repositories.workspaces.find(),
    repositories.segments.all(),
  ]);
  const policy = <Kind extends Exclude<PolicyKind, 'score_model'>>(kind: Kind) => publishedOf(published, kind);
  const [classification, routing] = [policy('classification_policy'), policy('routing_policy')];
  const [funnel, playbook] = [policy('funnel'), policy('playbook')];
  const [handoff, sla] = [policy('handoff_policy'), policy('sla_policy')];
  const attributes = declaredAttributes(definitions, workspace?.undeclaredAttributes ?? 'accepted');
  const merged = mergedOrigins(mergedAmong(sources, campaigns));
  const zone = head.timeZone ?? UTC.name;
  const config: WorkspaceConfig = {
    configVersion: head.configVersion,
    eventSequence: head.eventSequence,
    scoreModelFor: scoreModelChooser(compiledModels(published)),
    classification: {
      version: classification.version,
      compiled: compileClassificationPolicy(classification.document),
    },
    prediction: predictionModel?.document
      ? { version: predictionModel.version, compiled: compileLeadPredictor(predictionModel.document) }
      : undefined,
    routing: compileRoutingPolicy(routing.document, routing.version),
    lifecycle: lifecycleBasis({
      funnel: compileFunnel(withRequiredAttributes(funnel.document, definitions), funnel.version),
      handoff: compileHandoffPolicy(handoff.document, handoff.version),
      sla: await compileSla(sla.document, sla.version, now),
      playbook: compilePlaybook(playbook.document, playbook.version),
      sequences: await compileSequences(published, head.timeZone, now),
      conditions: conditionSettings(lookupOf(segments), { zone, attributes, merged }),
    }),
    attributes,
    comparesTouches: workspace?.comparesTouches ?? false,
    segments: segments.length === 0 ? undefined : segmentsOf(segments, { definitions, zone, merged }, now),
    sourcesByName: new Map(),
    sourcesById: new Map(),
    campaignsByName: new Map(),
    campaignsById: new Map(),
    teams: [],
    reps: new Map(),
    ledger: new Map(),
    routingDueAt: now,
    nameOf: (id) => namedIn(config, id)?.name,
  };
  for (const row of sources) addSource(config, row);
  for (const row of campaigns) addCampaign(config, row);
  await loadRotation(repositories, config, now);
  return config;
}

const compiledModels = (published: readonly Policy[]) =>
  published
    .filter(isOfKind('score_model'))
    .map(({ version, productLine, document }) => ({ version, productLine, compiled: compileScoreModel(document) }));

function segmentsOf(
  segments: readonly Segment[],
  {
    definitions,
    zone,
    merged,
  }: {
    definitions: Parameters<typeof declaredAttributes>[0];
    zone: string;
    merged: MergedOrigins | undefined;
  },
  now: number,
): SegmentBasis {
  const kinds = declaredKinds(declaredAttributes(definitions, 'accepted'));
  const context = { find: lookupOf(segments), zone: zoneOffsets(zone), declaredKinds: kinds, merged };
  return segmentBasis(keptSegments(segments, context, now));
}

/** How far ahead timers are read: other processes may set earlier ones, and a workspace can have many. */
const ROUTING_HORIZON = 60_000;

/** When waiting leads have to be looked at next, after `after`: when the first is to be tried again, in a minute at the latest. */
export async function nextRouting(repositories: Repositories, after: number, now: number): Promise<number> {
  const until = now + ROUTING_HORIZON;
  return (await repositories.timers.firstBetween('lead_routing', after, until)) ?? until;
}

async function loadRotation(repositories: Repositories, config: WorkspaceConfig, now: number): Promise<void> {
  const [reps, teams, members, routingDueAt] = await Promise.all([
    repositories.reps.all(),
    repositories.teams.all(),
    repositories.teamMembers.all(),
    nextRouting(repositories, 0, now),
  ]);
  config.routingDueAt = routingDueAt;
  config.reps = new Map((await repFacts(reps, now)).map((rep) => [rep.id, rep]));
  config.teams = teamFacts(teams, members);
  config.ledger = new Map(
    members.map(({ teamId, repId, weight, given, credit, missed, recentClaims }) => [
      `${teamId}|${repId}`,
      { teamId, repId, weight, given, credit, missed, recentClaims },
    ]),
  );
}
