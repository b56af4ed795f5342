import type { Operation } from './operations.js';
import * as access from './routes/access.js';
import * as activities from './routes/activities.js';
import * as attributeDefinitions from './routes/attribute-definitions.js';
import * as attribution from './routes/attribution.js';
import * as bulkChanges from './routes/bulk-changes.js';
import * as campaigns from './routes/campaigns.js';
import { captureLead, capturePageVisit } from './routes/capture.js';
import * as changeBatches from './routes/change-batches.js';
import * as clock from './routes/clock.js';
import * as connectorBackfills from './routes/connector-backfills.js';
import * as connectorPayloads from './routes/connector-payloads.js';
import * as connectors from './routes/connectors.js';
import * as consents from './routes/consents.js';
import * as conversions from './routes/conversions.js';
import * as costs from './routes/costs.js';
import * as customers from './routes/customers.js';
import * as deals from './routes/deals.js';
import * as duplicates from './routes/duplicates.js';
import {
  createEngagementEvent,
  createEngagementEventBatch,
  createVisitorEvent,
  listLeadEngagement,
} from './routes/engagement.js';
import * as erasures from './routes/erasures.js';
import { listEvents } from './routes/events.js';
import * as exchangeRates from './routes/exchange-rates.js';
import * as exports from './routes/exports.js';
import * as forecasts from './routes/forecasts.js';
import * as forms from './routes/forms.js';
import { handoffPolicies } from './routes/handoff-policies.js';
import * as handoffSlaReports from './routes/handoff-sla-reports.js';
import * as handoffs from './routes/handoffs.js';
import * as imports from './routes/imports.js';
import * as leadCounts from './routes/lead-counts.js';
import { recordLeadHistory } from './routes/lead-history.js';
import * as leadLifecycle from './routes/lead-lifecycle.js';
import * as leadLists from './routes/lead-lists.js';
import { moveLead, releaseLeadCategory } from './routes/lead-moves.js';
import * as leadOwners from './routes/lead-owners.js';
import * as leadReads from './routes/lead-reads.js';
import * as leadRecords from './routes/lead-records.js';
import {
  enterSequence,
  getLeadSequences,
  getSequenceReport,
  leaveSequence,
  simulateSequence,
} from './routes/lead-sequences.js';
import { createLead, createLeadBatch, deleteLead, updateLead } from './routes/lead-writes.js';
import * as metrics from './routes/metrics.js';
import * as operationRoutes from './routes/operations.js';
import { policies } from './routes/policies.js';
import * as predictions from './routes/predictions.js';
import { getReferralReport } from './routes/referral-report.js';
import * as referrals from './routes/referrals.js';
import * as reports from './routes/reports.js';
import * as reps from './routes/reps.js';
import * as routing from './routes/routing.js';
import { getSalesReport } from './routes/sales-report.js';
import { createBacktest, getLeadCounterfactual, simulateScoreModel } from './routes/scoring.js';
import * as segments from './routes/segments.js';
import { sequences } from './routes/sequences.js';
import * as sla from './routes/sla.js';
import { slaPolicies } from './routes/sla-policies.js';
import * as sources from './routes/sources.js';
import * as suppressions from './routes/suppressions.js';
import * as targets from './routes/targets.js';
import * as tasks from './routes/tasks.js';
import * as teams from './routes/teams.js';
import { getLeadNextAction, listLeadTimeline } from './routes/timeline.js';
import * as touches from './routes/touches.js';
import * as webhookDeliveries from './routes/webhook-deliveries.js';
import * as webhooks from './routes/webhooks.js';
import * as workBatches from './routes/work-batches.js';

/** Every operation of the API, in the order of the reference. An operation that is not listed here is not served. */
export const operations: readonly Operation[] = [
  createLead,
  createLeadBatch,
  recordLeadHistory,
  updateLead,
  deleteLead,
  moveLead,
  releaseLeadCategory,
  ...Object.values(changeBatches),
  ...Object.values(workBatches),
  ...Object.values(bulkChanges),
  ...Object.values(imports),
  ...Object.values(leadLifecycle),
  ...Object.values(leadLists),
  ...Object.values(leadCounts),
  ...Object.values(leadReads),
  ...Object.values(touches),
  getLeadCounterfactual,
  createEngagementEvent,
  createEngagementEventBatch,
  createVisitorEvent,
  listLeadEngagement,
  ...Object.values(leadRecords),
  captureLead,
  capturePageVisit,
  ...Object.values(consents),
  ...Object.values(duplicates),
  ...Object.values(suppressions),
  ...Object.values(erasures),
  ...Object.values(forms),
  ...Object.values(connectors),
  ...Object.values(connectorPayloads),
  ...Object.values(connectorBackfills),
  conversions.previewConversion,
  conversions.convertLead,
  conversions.undoConversion,
  conversions.loseLead,
  customers.createCustomer,
  customers.listCustomers,
  customers.getCustomer,
  customers.updateCustomer,
  customers.deleteCustomer,
  customers.churnCustomer,
  customers.returnCustomer,
  customers.undoCustomerChurn,
  deals.createDeal,
  deals.listDeals,
  deals.getDeal,
  deals.updateDeal,
  deals.winDeal,
  deals.loseDeal,
  deals.reopenDeal,
  getSalesReport,
  listLeadTimeline,
  getLeadNextAction,
  ...Object.values(activities),
  ...Object.values(tasks),
  ...Object.values(referrals),
  getReferralReport,
  ...Object.values(sources),
  ...Object.values(campaigns),
  ...Object.values(costs),
  ...Object.values(exchangeRates),
  ...Object.values(attributeDefinitions),
  ...Object.values(reps),
  ...Object.values(teams),
  ...Object.values(leadOwners),
  ...Object.values(handoffs),
  ...Object.values(sla),
  ...policies,
  ...handoffPolicies,
  ...slaPolicies,
  ...Object.values(segments),
  ...sequences,
  simulateSequence,
  getLeadSequences,
  enterSequence,
  leaveSequence,
  ...Object.values(routing),
  simulateScoreModel,
  createBacktest,
  ...Object.values(predictions),
  ...Object.values(metrics),
  ...Object.values(attribution),
  ...Object.values(reports),
  ...Object.values(targets),
  ...Object.values(forecasts),
  ...Object.values(exports),
  operationRoutes.listOperations,
  operationRoutes.getOperation,
  operationRoutes.cancelOperation,
  ...Object.values(handoffSlaReports),
  getSequenceReport,
  listEvents,
  ...Object.values(webhooks),
  ...Object.values(webhookDeliveries),
  ...Object.values(access),
  ...Object.values(clock),
];

/** Every tag that an operation may have, with its description in the reference. */
export const tags: readonly { name: string; description: string }[] = [
  {
    name: 'Leads',
    description: 'People and organizations that showed interest: matched, scored, classified, assigned and explained.',
  },
  { name: 'Imports', description: 'Files that become leads: upload, mapping, rehearsal, run and revert.' },
  { name: 'Bulk changes', description: 'One change of many leads, what it did to each, and its undo.' },
  { name: 'Exports', description: 'Files of leads and of what belongs to them, for spreadsheets and other systems.' },
  {
    name: 'Engagement',
    description: 'What leads did, such as visits and downloads; each event changes their score at once.',
  },
  { name: 'Work', description: 'What sales does about leads: activities, tasks, playbooks, and one timeline.' },
  {
    name: 'Consents',
    description:
      'Who agreed to be contacted and who objected: an append-only ledger, and the list of those who are not stored.',
  },
  {
    name: 'Duplicates',
    description: 'Leads that may be one person or organization, with the evidence, and what people decide about them.',
  },
  { name: 'Capture', description: 'Forms of public pages, and what visitors submit with publishable keys.' },
  {
    name: 'Connectors',
    description: 'What chats, forms, call trackers and ad platforms send, how it becomes leads, and what came of it.',
  },
  {
    name: 'Conversion',
    description: 'The conversion of a lead into a customer with a deal, its undo, and the loss of a lead.',
  },
  { name: 'Customers', description: 'People and organizations that bought, and whether they stay.' },
  { name: 'Deals', description: 'Sales opportunities: open, won and lost.' },
  { name: 'Attributes', description: 'Declared attributes of leads: types, options, defaults and uniqueness.' },
  { name: 'Sources', description: 'Where leads come from, and the campaigns within.' },
  { name: 'Costs', description: 'What sources and campaigns cost, day by day.' },
  { name: 'Referrals', description: 'Who referred which lead, the chains of referrals, and their outcomes.' },
  { name: 'Assignment', description: 'Reps, teams, and the policy that routes leads to them.' },
  { name: 'Lifecycle', description: 'The stages of the funnel, and how leads move through them.' },
  {
    name: 'Hand-off',
    description: 'Hand-off from marketing to sales: leads are offered, and sales accepts or rejects them.',
  },
  { name: 'SLA', description: 'Service levels promised to leads, and the clocks that measure whether they are met.' },
  { name: 'Segments', description: 'Saved conditions and lists of leads, whose members are kept.' },
  {
    name: 'Sequences',
    description: 'Rows of steps over time that educate, reactivate or accompany leads, and where each lead is in them.',
  },
  { name: 'Scoring', description: 'The versioned documents that score and classify leads.' },
  { name: 'Operations', description: 'Long-running operations: progress, result and cancellation.' },
  {
    name: 'Prediction',
    description: 'Models, trained on won and lost leads, that estimate the probability that a lead is won.',
  },
  { name: 'Reports', description: 'Reports, with the definition of each figure.' },
  { name: 'Events', description: 'The append-only log of everything that changed.' },
  { name: 'Webhooks', description: 'Endpoints that events are sent to, and what was sent.' },
  { name: 'Workspaces', description: 'Isolated tenants of one deployment.' },
  { name: 'API keys', description: 'API keys and their scopes.' },
];
