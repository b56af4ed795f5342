import type { CompiledRoutingPolicy, RoutingPolicy } from '../../core/assignment/policy.js';
import { type AssignmentFacts, type AssignmentState, createAssignmentState } from '../../core/assignment/state.js';
import { currentClassOf } from '../../core/batch/current-class.js';
import { type QualificationRules, qualifiedSubject, qualify } from '../../core/classification/qualify.js';
import { withDetails } from '../../core/conditions/event-details.js';
import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import { survivorLookup } from '../../core/source-merges.js';
import type { History } from '../../db/repositories/engagement.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { readDetails, readTouches } from '../event-details.js';
import { publishedOf, rulesByProductLine } from '../policies/published.js';
import { turnsAfter } from '../turns.js';
import { repFacts, teamFacts } from './facts.js';

/** The stored facts that a trial of a policy starts from. A trial never writes. */
export type AssignmentSnapshot = AssignmentFacts & { companies: { domain: string; ownerId: string }[] };

/** Reps, teams, ledgers and the owners of companies. Hours, absences and caps are those at the instant `at`. */
export async function readAssignmentSnapshot(read: Repositories, at: number): Promise<AssignmentSnapshot> {
  const [reps, teams, members, documents] = await Promise.all([
    read.reps.all(),
    read.teams.all(),
    read.teamMembers.all(),
    read.policies.published(),
  ]);
  const published = publishedOf(documents, 'routing_policy');
  const known = await repFacts(reps, at);
  // Company owners are stored only while the published policy uses them.
  const companies = published.document.stickiness?.includes('company') ? await read.companyOwners.all() : [];
  return {
    reps: new Map(known.map((rep) => [rep.id, rep])),
    teams: teamFacts(teams, members),
    ledgers: members,
    companies,
  };
}

/** Loads the owners that the policy sticks to into a trial's state. Ids are those of the leads, in their order. */
export async function loadStickyOwners(
  read: Repositories,
  state: AssignmentState,
  leads: readonly { leadId: string | undefined; subject: Subject }[],
): Promise<void> {
  const [contacts, referrers] = await Promise.all([
    state.stickiness.includes('contact')
      ? read.leadKeys.ownersOf(leads.flatMap(({ subject }) => matchKeysOf(subject.facts)))
      : [],
    state.stickiness.includes('referrer')
      ? read.referrals.ownersOfReferrers(leads.flatMap(({ leadId }) => leadId ?? []))
      : [],
  ]);
  for (const { key, ...owner } of contacts) state.setContactOwner(key, owner);
  for (const { leadId, ownerId } of referrers) state.setReferrerOwner(leadId, ownerId);
}

/** An assignment state for a trial of a policy. */
export function trialState(
  policy: CompiledRoutingPolicy,
  { companies, ...facts }: AssignmentSnapshot,
): AssignmentState {
  const state = createAssignmentState(policy, facts);
  for (const { domain, ownerId } of companies) state.setCompanyOwner(domain, ownerId);
  return state;
}

export async function readRules(read: Repositories): Promise<(facts: LeadFacts) => QualificationRules> {
  const [published, prediction] = await Promise.all([read.policies.published(), read.predictionModels.published()]);
  return rulesByProductLine(published, prediction);
}

/** After so many milliseconds of qualifying leads, other requests get a turn of the event loop. */
const TURN_MS = 10;

/** Subjects for routing rules, qualified by the published models at the instant `at`, in the order of the leads. `documents`: drafts to try. */
export async function readQualifiedSubjects(
  read: Repositories,
  leads: readonly Lead[],
  at: number,
  documents: readonly RoutingPolicy[] = [],
): Promise<Subject[]> {
  const [rulesFor, sourceOf, historyOf] = await Promise.all([
    readRules(read),
    readSources(read),
    readHistories(read, leads, documents),
  ]);
  const turns = turnsAfter(TURN_MS);
  const subjects: Subject[] = [];
  for (const lead of leads) {
    const { engagement, touches } = historyOf(lead.id);
    const subject = subjectOf(withTouches(lead, touches), { source: sourceOf(lead), engagement, now: at });
    subjects.push(qualifiedSubject(subject, qualify(rulesFor(lead.facts), subject, currentClassOf(lead))));
    await turns.due();
  }
  return subjects;
}

async function readSources(read: Repositories): Promise<(lead: Lead) => Subject['source']> {
  const [sources, campaigns] = await Promise.all([read.sources.all(), read.campaigns.all()]);
  const [survivingSource, survivingCampaign] = [survivorLookup(sources), survivorLookup(campaigns)];
  return ({ sourceId, campaignId }) => {
    const source = survivingSource(sourceId);
    return source && { channel: source.channel, name: source.name, campaign: survivingCampaign(campaignId)?.name };
  };
}

async function readHistories(
  read: Repositories,
  leads: readonly Lead[],
  documents: readonly RoutingPolicy[],
): Promise<(leadId: string) => History> {
  const ids = leads.map(({ id }) => id);
  const [histories, details, touches] = await Promise.all([
    read.engagement.ofLeads(ids),
    readDetails(read, ids, documents),
    readTouches(read, ids, documents),
  ]);
  const byLead = new Map(histories.map((history) => [history.leadId, history]));
  return (leadId) => {
    const known = byLead.get(leadId);
    const engagement = withDetails(known?.engagement ?? [], details);
    return { engagement, touches: touches?.get(leadId) ?? known?.touches };
  };
}
