import type { ContactHashes } from '../contact-hashes.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { activitiesRepository } from './activities.js';
import { apiKeysRepository } from './api-keys.js';
import { repsRepository, teamMembersRepository, teamsRepository } from './assignment.js';
import { attributeDefinitionsRepository } from './attribute-definitions.js';
import { attributionRepository } from './attribution.js';
import { companyOwnersRepository } from './company-owners.js';
import { connectorBackfillsRepository } from './connector-backfills.js';
import { connectorPayloadsRepository } from './connector-payloads.js';
import { connectorsRepository } from './connectors.js';
import { consentPassesRepository } from './consent-passes.js';
import { consentsRepository } from './consents.js';
import { conversionsRepository } from './conversions.js';
import { costsRepository } from './costs.js';
import { customerKeysRepository } from './customer-keys.js';
import { customersRepository } from './customers.js';
import { dealsRepository } from './deals.js';
import { decisionsRepository } from './decisions.js';
import { duplicateGroupsRepository, duplicatePairsRepository } from './duplicate-pairs.js';
import { engagementRepository } from './engagement.js';
import { eventsRepository } from './events.js';
import { exchangeRatesRepository } from './exchange-rates.js';
import { exportCountsRepository } from './export-counts.js';
import { exportFilesRepository } from './export-files.js';
import { firstContactsRepository } from './first-contacts.js';
import { forecastsRepository } from './forecasts.js';
import { formsRepository } from './forms.js';
import { handoffSlaReports } from './handoff-sla-reports.js';
import { handoffsRepository } from './handoffs.js';
import { idempotencyRepository } from './idempotency.js';
import { importRepositories } from './imports.js';
import { jobsRepository } from './jobs.js';
import { keyAllowancesRepository } from './key-allowances.js';
import { leadOutcomesRepository } from './lead-outcomes.js';
import { leadStepPassesRepository } from './lead-step-passes.js';
import { leadKeysRepository, leadsRepository } from './leads.js';
import { matchLeadsRepository } from './match-leads.js';
import { matchStatisticsRepository } from './match-statistics.js';
import { namesRepository } from './names.js';
import { operationLeadsRepository } from './operation-leads.js';
import { personalDataRepository } from './personal-data.js';
import { policiesRepository } from './policies.js';
import { outcomesRepository, predictionModelsRepository, predictionSettingsRepository } from './predictions.js';
import { recyclingRepository } from './recycling.js';
import { referralReports } from './referral-reports.js';
import { referralsRepository } from './referrals.js';
import { reportQueries } from './report-queries.js';
import { salesRepository } from './sales.js';
import { segmentMembersRepository } from './segment-members.js';
import { segmentsRepository } from './segments.js';
import { sequenceReports } from './sequence-reports.js';
import { sequencesRepository } from './sequences.js';
import { slaRepository } from './sla.js';
import { sourceMergesRepository } from './source-merges.js';
import { campaignsRepository, sourcesRepository } from './sources.js';
import { stageChangesRepository } from './stage-changes.js';
import { suppressionsRepository } from './suppressions.js';
import { targetMeasures } from './target-measures.js';
import { targetsRepository } from './targets.js';
import { tasksRepository } from './tasks.js';
import { timelineRepository } from './timeline.js';
import { timersRepository } from './timers.js';
import { touchesRepository } from './touches.js';
import { visitorEventsRepository } from './visitor-events.js';
import { waitingSubmissionsRepository } from './waiting-submissions.js';
import { webhookDeliveriesRepository } from './webhook-deliveries.js';
import { webhookEndpointsRepository } from './webhook-endpoints.js';
import { workspacesRepository } from './workspaces.js';

export type Repositories = ReturnType<typeof createRepositories>;

/** What is computed with the secrets of the deployment. */
export interface Codecs {
  cursors: CursorCodec;
  contactHashes: ContactHashes;
}

/** The same repositories on the pool or in a transaction, all bound to one workspace. */
export function createRepositories(executor: Executor, workspaceId: string, codecs: Codecs) {
  const { cursors } = codecs;
  return {
    ...contactRepositories(executor, workspaceId, codecs),
    ...webhookRepositories(executor, workspaceId, cursors),
    ...predictionRepositories(executor, workspaceId, cursors),
    ...reportRepositories(executor, workspaceId, cursors),
    ...teamRepositories(executor, workspaceId, cursors),
    activities: activitiesRepository(executor, workspaceId, cursors),
    apiKeys: apiKeysRepository(executor, workspaceId, cursors),
    attributeDefinitions: attributeDefinitionsRepository(executor, workspaceId, cursors),
    ...connectorRepositories(executor, workspaceId, cursors),
    conversions: conversionsRepository(executor, workspaceId),
    customerKeys: customerKeysRepository(executor, workspaceId),
    customers: customersRepository(executor, workspaceId, cursors),
    deals: dealsRepository(executor, workspaceId, cursors),
    decisions: decisionsRepository(executor, workspaceId, cursors),
    engagement: engagementRepository(executor, workspaceId, cursors),
    events: eventsRepository(executor, workspaceId, cursors),
    forms: formsRepository(executor, workspaceId, cursors),
    handoffs: handoffsRepository(executor, workspaceId, cursors),
    idempotency: idempotencyRepository(executor, workspaceId),
    keyAllowances: keyAllowancesRepository(executor, workspaceId),
    leadKeys: leadKeysRepository(executor, workspaceId),
    leadStepPasses: leadStepPassesRepository(executor, workspaceId),
    leadOutcomes: leadOutcomesRepository(executor, workspaceId),
    leads: leadsRepository(executor, workspaceId, cursors),
    ...importRepositories(executor, workspaceId, cursors),
    operationLeads: operationLeadsRepository(executor, workspaceId, cursors),
    jobs: jobsRepository(executor, workspaceId, cursors),
    names: namesRepository(executor, workspaceId),
    policies: policiesRepository(executor, workspaceId, cursors),
    recycling: recyclingRepository(executor, workspaceId),
    referrals: referralsRepository(executor, workspaceId, cursors),
    firstContacts: firstContactsRepository(executor, workspaceId),
    segmentMembers: segmentMembersRepository(executor, workspaceId, cursors),
    segments: segmentsRepository(executor, workspaceId, cursors),
    sequences: sequencesRepository(executor, workspaceId),
    sla: slaRepository(executor, workspaceId),
    sales: salesRepository(executor, workspaceId),
    ...sourceRepositories(executor, workspaceId, cursors),
    stageChanges: stageChangesRepository(executor, workspaceId, cursors),
    tasks: tasksRepository(executor, workspaceId, cursors),
    timeline: timelineRepository(executor, workspaceId, cursors),
    timers: timersRepository(executor, workspaceId),
    touches: touchesRepository(executor, workspaceId, cursors),
    visitorEvents: visitorEventsRepository(executor, workspaceId),
    workspaces: workspacesRepository(executor, workspaceId),
    ...exportRepositories(executor, workspaceId),
    ...duplicateRepositories(executor, workspaceId, cursors),
  };
}

const exportRepositories = (executor: Executor, workspaceId: string) => ({
  exportCounts: exportCountsRepository(executor, workspaceId),
  exportFiles: exportFilesRepository(executor, workspaceId),
});

/** Leads that may be one. */
const duplicateRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  duplicatePairs: duplicatePairsRepository(executor, workspaceId),
  duplicateGroups: duplicateGroupsRepository(executor, workspaceId, cursors),
  matchLeads: matchLeadsRepository(executor, workspaceId),
  matchStatistics: matchStatisticsRepository(executor, workspaceId),
});

const connectorRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  connectorBackfills: connectorBackfillsRepository(executor, workspaceId),
  connectorPayloads: connectorPayloadsRepository(executor, workspaceId, cursors),
  connectors: connectorsRepository(executor, workspaceId, cursors),
});

/** What is known of addresses, whether leads have them or not. */
const contactRepositories = (executor: Executor, workspaceId: string, codecs: Codecs) => ({
  consentPasses: consentPassesRepository(executor, workspaceId),
  consents: consentsRepository({ executor, workspaceId, ...codecs }),
  personalData: personalDataRepository(executor, workspaceId),
  suppressions: suppressionsRepository({ executor, workspaceId, ...codecs }),
  waitingSubmissions: waitingSubmissionsRepository(executor, workspaceId, codecs),
  /** Hashes of texts with a key of the deployment, different for each workspace and kind. Nothing of it is stored. */
  keyedHashes: { of: (kind: string, text: string) => codecs.contactHashes.of(workspaceId, { kind, value: text }) },
});

const webhookRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  webhookDeliveries: webhookDeliveriesRepository(executor, workspaceId, cursors),
  webhookEndpoints: webhookEndpointsRepository(executor, workspaceId, cursors),
});

const predictionRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  predictionModels: predictionModelsRepository(executor, workspaceId, cursors),
  predictionSettings: predictionSettingsRepository(executor, workspaceId),
  outcomes: outcomesRepository(executor, workspaceId),
});

/** Where leads come from, and what it costs. */
const sourceRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  sourceMerges: sourceMergesRepository(executor, workspaceId),
  campaigns: campaignsRepository(executor, workspaceId, cursors),
  costs: costsRepository(executor, workspaceId, cursors),
  exchangeRates: exchangeRatesRepository(executor, workspaceId, cursors),
  sources: sourcesRepository(executor, workspaceId, cursors),
});

/** What reports read. */
const reportRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  attribution: attributionRepository(executor, workspaceId, cursors),
  handoffSlaReports: handoffSlaReports(executor, workspaceId),
  referralReports: referralReports(executor, workspaceId),
  reports: reportQueries(executor, workspaceId, cursors),
  sequenceReports: sequenceReports(executor, workspaceId),
  forecasts: forecastsRepository(executor, workspaceId, cursors),
  targetMeasures: targetMeasures(executor, workspaceId),
  targets: targetsRepository(executor, workspaceId, cursors),
});

const teamRepositories = (executor: Executor, workspaceId: string, cursors: CursorCodec) => ({
  companyOwners: companyOwnersRepository(executor, workspaceId),
  reps: repsRepository(executor, workspaceId, cursors),
  teamMembers: teamMembersRepository(executor, workspaceId),
  teams: teamsRepository(executor, workspaceId, cursors),
});
