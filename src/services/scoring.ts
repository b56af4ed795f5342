import { currentClassOf } from '../core/batch/current-class.js';
import type { CurrentCategory } from '../core/classification/classify.js';
import {
  type Counterfactual,
  type CounterfactualSearch,
  searchCounterfactuals,
} from '../core/classification/counterfactual.js';
import { explainQualification, type QualificationExplanation, qualify } from '../core/classification/qualify.js';
import { withDetails } from '../core/conditions/event-details.js';
import { type Subject, subjectOf } from '../core/conditions/subject.js';
import type { EngagementFact, EngagementType } from '../core/engagement.js';
import { withArrived } from '../core/engagement-history.js';
import type { BacktestOutcome } from '../core/evidence/backtest.js';
import type { Job } from '../core/jobs/shapes.js';
import type { Lead } from '../core/leads/lead.js';
import { withTouches } from '../core/leads/touch.js';
import type { Channel } from '../core/sources.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { readDetails, readTouches } from './event-details.js';
import { enqueue } from './jobs/states.js';
import type { LeadInput } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { readHistory, readHypotheticalSubject, readSource } from './leads/subjects.js';
import { compileRules, publishedOf, publishedScoreModels } from './policies/published.js';
import { turnsAfter } from './turns.js';
import { notFound, orNotFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';
import type { Write } from './writes.js';

/** An event to assume in a simulation. */
export interface HypotheticalEvent {
  type: EngagementType;
  /** Epoch milliseconds; the instant of the simulation when absent. */
  occurredAt?: number | undefined;
  sourceChannel?: Channel | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** Exactly one of `leadId` and `lead`. */
export interface SimulationInput {
  leadId?: string | undefined;
  lead?: LeadInput | undefined;
  /** Added to the lead's own events. */
  engagement?: readonly HypotheticalEvent[] | undefined;
  /** Epoch milliseconds; now when absent. */
  at?: number | undefined;
}

interface DecidedBy {
  scoreModelVersion: number;
  classificationPolicyVersion: number;
  at: number;
}

export type Simulation = DecidedBy & { leadId: string | undefined; explanation: QualificationExplanation };
export type LeadCounterfactuals = DecidedBy & { leadId: string; counterfactuals: Counterfactual[] };

export interface ScoringOptions {
  store: Store;
  write: Write;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type ScoringService = ReturnType<typeof scoringService>;

/** Simulates scores. `backtest` enqueues a job; the others write nothing. */
export function scoringService({ store, write, timeOf, defaultCountry }: ScoringOptions) {
  return {
    /** Enqueues a backtest: any version beside the published one, on the leads whose outcome is known. */
    backtest(
      context: WriteContext,
      version: number,
      { threshold, outcome }: { threshold?: number | undefined; outcome?: BacktestOutcome | undefined },
    ): Promise<Job<'backtest'>> {
      return write(context, async (scope) => {
        orNotFound(await scope.policies.find('score_model', version), 'score model');
        return enqueue(scope, context, 'backtest', { scoreModelVersion: version, threshold, outcome });
      });
    },
    /** The smallest changes that would lift the lead, as the published documents would decide about it now. */
    async counterfactuals(workspaceId: string, leadId: string): Promise<LeadCounterfactuals> {
      const read = store.read(workspaceId);
      const [lead, published, prediction] = await Promise.all([
        findLead(read, leadId),
        read.policies.published(),
        read.predictionModels.published(),
      ]);
      const at = await timeOf(workspaceId);
      const model = publishedScoreModels(published)(lead.facts);
      const policy = publishedOf(published, 'classification_policy');
      const rules = compileRules(model.document, policy.document, prediction);
      const subject = await readSubject(read, lead, { at, before: undefined, documents: [] });
      const counterfactuals = await searchInTurns(
        searchCounterfactuals(rules, subject, (changed) => qualify(rules, changed, currentClassOf(lead))),
      );
      const versions = { scoreModelVersion: model.version, classificationPolicyVersion: policy.version };
      return { leadId, at, ...versions, counterfactuals };
    },
    /** A known or hypothetical lead under any version of the score model and the published classification policy. */
    async simulate(workspaceId: string, version: number, input: SimulationInput): Promise<Simulation> {
      if ((input.leadId === undefined) === (input.lead === undefined)) {
        throw new AppError('rule_refused', 'Send exactly one of leadId and lead.');
      }
      const country = input.lead && (await defaultCountry(workspaceId));
      return simulate(store.read(workspaceId), version, input, { country, now: await timeOf(workspaceId) });
    },
  };
}

/** Milliseconds of a search after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

async function searchInTurns({ steps, results }: CounterfactualSearch): Promise<Counterfactual[]> {
  const turns = turnsAfter(TURN_MS);
  for (const _ of steps) {
    await turns.due();
  }
  return results();
}

async function simulate(
  read: Repositories,
  version: number,
  input: SimulationInput,
  { country, now }: { country: string | undefined; now: number },
): Promise<Simulation> {
  const [row, published, prediction] = await Promise.all([
    read.policies.forDecision('score_model', version),
    read.policies.published(),
    read.predictionModels.published(),
  ]);
  if (!row) throw notFound('score model');
  const policy = publishedOf(published, 'classification_policy');
  const { leadId, at = now } = input;
  const lead = leadId === undefined ? undefined : await findLead(read, leadId);
  const known = lead
    ? await readSubject(read, lead, { at, before: input.at, documents: [row.document, policy.document] })
    : await readHypotheticalSubject(read, input.lead ?? {}, { country, at });
  const added = (input.engagement ?? []).map(eventAt(at));
  const subject = { ...known, engagement: withArrived(known.engagement, added) };
  const rules = compileRules(row.document, policy.document, prediction);
  const explanation = explainQualification(rules, subject, lead && currentClassAt(lead, at));
  return { leadId, at, scoreModelVersion: version, classificationPolicyVersion: policy.version, explanation };
}

/** The lead's class at the instant `at`: a class that it got later does not count. */
function currentClassAt(lead: Lead, at: number): CurrentCategory {
  const present = currentClassOf(lead);
  const { categorySince, temperatureSince } = lead;
  return {
    ...(categorySince <= at ? present : { automatic: true }),
    temperature: temperatureSince <= at ? present.temperature : undefined,
    temperatureSince: temperatureSince <= at ? temperatureSince : undefined,
  };
}

async function findLead(read: Repositories, id: string): Promise<Lead> {
  return orNotFound(await read.leads.find(id), 'lead');
}

interface Tried {
  at: number;
  before: number | undefined;
  /** The documents that are tried. */
  documents: readonly unknown[];
}

/** The lead at an instant; `before`, where given, excludes later events. */
async function readSubject(
  read: Repositories,
  lead: Lead,
  { at, before = Number.POSITIVE_INFINITY, documents }: Tried,
): Promise<Subject> {
  const [source, counted, details, touches] = await Promise.all([
    readSource(read, lead),
    readHistory(read, lead.id),
    readDetails(read, [lead.id], documents),
    readTouches(read, [lead.id], documents),
  ]);
  const isKnown = ({ occurredAt }: { occurredAt: number }) => occurredAt <= before;
  const engagement = withDetails(counted.engagement, details).filter(isKnown);
  const touched = withTouches(lead, (touches?.get(lead.id) ?? counted.touches)?.filter(isKnown));
  return subjectOf(touched, { source, engagement, now: at });
}

/** Hypothetical events are numbered in the order given, so that an explanation can name them. */
const eventAt =
  (at: number) =>
  (
    { type, occurredAt = at, sourceChannel: channel, properties }: HypotheticalEvent,
    index: number,
  ): EngagementFact => ({
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    type,
    occurredAt,
    channel,
    properties,
  });
