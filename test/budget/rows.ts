import * as documents from './documents.js';

/** What is sent to an operation beyond its documented example and the widest body of its schema. */
export interface Attack {
  what: string;
  /** Made only when it is sent. */
  body?: () => unknown;
  query?: string;
  /** Parameters that differ from the fixtures. */
  params?: Record<string, string>;
}

export interface Heavy {
  fixtures: Record<string, string>;
  /** A number that no call before was given. */
  next: () => number;
}

/** Why nothing is worse than the widest body, or what is. */
export type Row = string | ((heavy: Heavy) => Attack[]);

/** They would take the key, the lead or the time from the others, so they come last. */
export const ENDING = ['deleteCustomer', 'deleteLead', 'rotateApiKey', 'revokeApiKey', 'advanceClock'];

const ONE = 'One thing by its id, as large as what writes it allows.';
const PAGE = 'One page, of 200 things at most, found by an index.';
const BODY = 'Its widest body, which every operation with a body is sent.';
const LATER = 'It enqueues a job, which runs in steps apart from requests.';
const REPORT = 'One statement over rows of the period, by an index; its widest period is sent to every report.';

const document = (name: string, make: (heavy: Heavy) => unknown) => (heavy: Heavy) => [
  { what: 'as many rules and leaves as a document may have', body: () => ({ name, document: make(heavy) }) },
];

const repeated = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const ODD_TEXTS = ['a\u0301\u0327', '\uFDFA', '((((', '<a@', '"a ', 's a ', '1 2;3/4 or ', '. '];

/** A lead whose every text makes the normalisers work. */
function oddLead(number: number, unit: string, share = 1) {
  const few = (most: number, text: (index: number) => string) =>
    Array.from({ length: Math.max(1, Math.floor(most * share)) }, (_, index) => text(index));
  return {
    externalId: `odd-${number}`,
    name: repeated(unit, 300),
    email: repeated(unit, 320),
    phone: repeated(unit, 100),
    organizationName: repeated(unit, 300),
    otherEmails: few(10, (index) => repeated(`${index}${unit}@a`, 320)),
    otherPhones: few(10, (index) => repeated(`${index}${number}-2 x${index};`, 100)),
    description: repeated(unit, Math.floor(5_000 * share)),
  };
}

const oddLeads = ({ next }: Heavy) =>
  ODD_TEXTS.map((unit) => ({ what: `texts of ${JSON.stringify(unit)}`, body: () => oddLead(next(), unit) }));

const leaves = (count: number, leaf: (index: number) => unknown) => ({
  where: { type: 'any', conditions: Array.from({ length: count }, (_, index) => leaf(index)) },
  sort: ['conversionProbability', 'score.total', 'lastTouchAt'].map((field) => ({ field, direction: 'asc' })),
  limit: 200,
});

const events = ({ fixtures: { leadId } }: Heavy, batches: number): Attack[] =>
  Array.from({ length: batches }, (_, batch) => ({
    what: `1,000 events on one lead, batch ${batch}`,
    body: () => ({
      items: Array.from({ length: 1_000 }, (_, index) => ({
        leadId,
        type: index % 2 === 0 ? 'page_viewed' : 'demo_requested',
        occurredAt: new Date(Date.now() - index * 60_000).toISOString(),
      })),
    }),
  }));

const plainLeads = ({ next }: Heavy, count: number): Attack => ({
  what: `${count} leads`,
  body: () => ({ items: Array.from({ length: count }, () => ({ externalId: `plain-${next()}`, country: 'DE' })) }),
});

/** What is sent where the published documents are at their limits. */
export const HEAVY: Record<string, (heavy: Heavy) => Attack[]> = {
  createLead: oddLeads,
  captureLead: oddLeads,
  createLeadBatch: (heavy) => [plainLeads(heavy, 20), plainLeads(heavy, 100)],
  createTaskBatch: ({ fixtures: { leadId } }) => [
    {
      what: '1,000 tasks of one lead',
      body: () => ({
        items: Array.from({ length: 1_000 }, (_, index) => ({
          ...{ leadId, kind: 'call', title: `Call ${index}`, dueAt: new Date(Date.now() + 86_400_000).toISOString() },
        })),
      }),
    },
  ],
  createDealBatch: ({ fixtures: { leadId } }) => [
    {
      what: '1,000 deals about one lead',
      body: () => ({ items: Array.from({ length: 1_000 }, () => ({ leadId, currency: 'EUR', amount: '10.00' })) }),
    },
  ],
  recordLeadHistory: ({ next }) => [
    {
      what: '1,000 leads with a past of 10 records',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => {
          const occurredAt = '2025-03-01T00:00:00Z';
          return {
            ...{ externalId: `past-${next()}`, createdAt: '2025-01-01T00:00:00Z' },
            stages: [{ stage: 'sql', at: '2025-02-01T00:00:00Z' }],
            engagement: Array.from({ length: 5 }, () => ({
              ...{ type: 'page_viewed', occurredAt, externalId: `past-event-${next()}` },
            })),
            activities: Array.from({ length: 4 }, () => ({
              ...{ kind: 'call', occurredAt, externalId: `past-call-${next()}` },
            })),
          };
        }),
      }),
    },
  ],
  createEngagementEventBatch: (heavy) => events(heavy, 1),
  ...Object.fromEntries(
    `updateLead getLeadScore getLeadClassification getLeadCounterfactual getLeadNextAction getLeadSla createEngagementEvent
    moveLead recycleLead assignLead simulateScoreModel simulateRoutingPolicy previewConversion convertLead`
      .split(/\s+/)
      .map((id) => [id, () => []]),
  ),
};

/** What is sent beside the examples where a workspace has many reps, and the lead a long history. */
export const CROWDED: Record<string, (heavy: Heavy) => Attack[]> = {
  // 1,000 leads that each look at 1,000 reps take 10 s of CPU time and more: known, and over the budget.
  createLeadBatch: (heavy) => [plainLeads(heavy, 100)],
  createEngagementEventBatch: (heavy) => events(heavy, 1),
  advanceClock: () => [{ what: 'ten years', body: () => ({ seconds: 315_000_000 }) }],
};

export const ROWS: Record<string, Row> = {
  createLead: oddLeads,
  createLeadBatch: ({ next }) => [
    ...['s a ', 'a\u0301\u0327', '(<"'].map((unit) => ({
      what: `1,000 leads with texts of ${JSON.stringify(unit)}`,
      body: () => ({ items: Array.from({ length: 1_000 }, () => oddLead(next(), unit, 0.2)) }),
    })),
    {
      what: '10,000 phone numbers that only the library can refuse',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({
          externalId: `br-${next()}`,
          country: 'BR',
          otherPhones: Array.from({ length: 10 }, () => `0${1_000_000_000 + next()}x${next()};009${next()}1234567`),
        })),
      }),
    },
    {
      what: '1,000 leads with descriptions of 4,900 characters',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({ externalId: `l-${next()}`, description: 'a'.repeat(4_900) })),
      }),
    },
  ],
  updateLeadBatch: ({ fixtures: { leadId } }) =>
    ['s a ', 'a\u0301\u0327', '(<"'].map((unit) => ({
      what: `1,000 corrections of one lead with texts of ${JSON.stringify(unit)}`,
      body: () => ({
        items: Array.from({ length: 1_000 }, (_, index) => {
          const { externalId: _externalId, email: _email, ...facts } = oddLead(index, unit, 0.2);
          return { leadId, ...facts };
        }),
      }),
    })),
  recordActivityBatch: ({ fixtures: { leadId }, next }) => [
    {
      what: '1,000 calls about one lead',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({
          ...{ leadId, kind: 'call', direction: 'outgoing', outcome: 'no_answer', externalId: `call-${next()}` },
        })),
      }),
    },
  ],
  createTaskBatch: ({ fixtures: { leadId } }) => [
    {
      what: '1,000 tasks of one lead',
      body: () => ({ items: Array.from({ length: 1_000 }, () => ({ leadId, kind: 'call', title: 'á̧'.repeat(60) })) }),
    },
  ],
  createCustomerBatch: ({ next }) => [
    {
      what: '1,000 customers',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({ kind: 'person', name: 'Ada', externalId: `customer-${next()}` })),
      }),
    },
  ],
  requestAccess: 'Everything about one person: one statement with a limit for each table.',
  createSuppressionBatch: ({ next }) => [
    {
      what: '1,000 addresses',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({ kind: 'email', value: `suppressed-${next()}@example.com` })),
      }),
    },
  ],
  createCostBatch: ({ fixtures: { leadId } }) => [
    {
      what: '1,000 entries of costs',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({
          ...{ leadId, from: '2026-03-01', before: '2026-04-01', amount: '1.50', currency: 'EUR', kind: 'list' },
        })),
      }),
    },
  ],
  putExchangeRates: ({ next }) => [
    {
      what: '1,000 rates',
      body: () => ({
        rates: Array.from({ length: 1_000 }, () => ({
          ...{ base: 'EUR', quote: 'USD', rate: '1.1' },
          day: new Date(Date.UTC(1980, 0, 1) + next() * 86_400_000).toISOString().slice(0, 10),
        })),
      }),
    },
  ],
  createReferralBatch: ({ next }) => [
    {
      what: '100 referrals with their leads',
      body: () => ({
        items: Array.from({ length: 100 }, () => ({
          ...{ referrer: { partner: 'Partner' }, lead: { externalId: `referred-${next()}`, country: 'DE' } },
        })),
      }),
    },
  ],
  completeTaskBatch: ({ fixtures: { taskId } }) => [
    {
      what: '1,000 completions of one task',
      body: () => ({ items: Array.from({ length: 1_000 }, () => ({ taskId, outcome: 'successful' })) }),
    },
  ],
  createDealBatch: ({ fixtures: { customerId } }) => [
    {
      what: '1,000 deals of one customer',
      body: () => ({
        items: Array.from({ length: 1_000 }, () => ({
          customerId,
          name: 'á̧'.repeat(60),
          currency: 'EUR',
          amount: '10',
        })),
      }),
    },
  ],
  createEngagementEventBatch: (heavy) => events(heavy, 1),
  recordLeadHistory: BODY,
  updateLead: BODY,
  deleteLead: ONE,
  captureLead: oddLeads,
  createForm: BODY,
  listForms: PAGE,
  getForm: ONE,
  updateForm: BODY,
  deleteForm: ONE,
  startForm: ONE,
  confirmForm: BODY,
  createConnector: BODY,
  listConnectors: PAGE,
  getConnector: ONE,
  updateConnector: BODY,
  deleteConnector: ONE,
  rotateConnectorAddress: ONE,
  listConnectorPayloads: PAGE,
  createConnectorPayload: ({ next }) => [
    {
      what: 'as much text as a payload has',
      body: () => ({
        text: JSON.stringify({ chatId: next(), visitor: { name: repeated(ODD_TEXTS[0] ?? '', 80_000) } }),
      }),
    },
  ],
  backfillConnector: 'It stores one row; the pages are read in the background.',
  getConnectorBackfill: ONE,
  getConnectorPayload: ONE,
  replayConnectorPayload: ONE,
  replayConnectorPayloads: 'One statement over the payloads of 30 days; they are processed in the background.',
  submitForm: ({ next }) =>
    ODD_TEXTS.map((unit) => ({
      what: `texts of ${JSON.stringify(unit)}`,
      body: () => ({ email: `odd-${next()}@acme.example`, 'your-name': repeated(unit, 300) }),
    })),
  searchLeads: () => [
    {
      what: '50 texts in custom attributes',
      body: () =>
        leaves(50, (index) => ({
          type: 'field',
          field: `attributes.k${index}`,
          operator: 'contains',
          value: '(a+)+$',
        })),
    },
    {
      what: '50 lists of 100 values',
      body: () =>
        leaves(50, (index) => ({
          type: 'field',
          field: `attributes.k${index}`,
          operator: 'not_in',
          value: Array.from({ length: 100 }, (_, value) => (index % 2 ? value : `no ${value}`)),
        })),
    },
    {
      what: '50 counts of events',
      body: () =>
        leaves(50, (index) => ({
          type: 'engagement',
          measure: 'distinct_days',
          operator: 'gt',
          value: 90_000 + index,
          withinDays: 3_650,
        })),
    },
    {
      what: '50 texts that are almost found',
      body: () =>
        leaves(50, (index) => ({
          type: 'field',
          field: 'description',
          operator: 'contains',
          value: `${'a'.repeat(249)}b${'a'.repeat(240)}${index}`,
        })),
    },
  ],
  countLeads: () => [
    {
      what: '50 relations',
      body: () => {
        const { where } = leaves(50, (index) => ({
          ...{ type: 'related', relation: 'touches', from: '-10y', before: 'now' },
          ...{ measure: 'days_since_last', operator: 'gt', value: 90_000 + index },
        }));
        return { where };
      },
    },
  ],
  searchTouches: () => [
    {
      what: '50 conditions on records and 50 on leads',
      body: () => ({
        where: leaves(50, (index) => ({
          ...{ type: 'field', field: 'source.name', operator: 'contains', value: `${'a'.repeat(490)}${index}` },
        })).where,
        lead: leaves(50, (index) => ({
          ...{ type: 'field', field: `attributes.k${index}`, operator: 'contains', value: '(a+)+$' },
        })).where,
      }),
    },
  ],
  searchEngagementEvents: () => [
    {
      what: '50 properties with lists of 100 values',
      body: () => ({
        where: leaves(50, (index) => ({
          ...{ type: 'field', field: `properties.k${index}`, operator: 'not_in' },
          value: Array.from({ length: 100 }, (_, value) => `no ${value}`),
        })).where,
      }),
    },
  ],
  searchStageChanges: () => [
    {
      what: '50 texts with lists of 100 values',
      body: () => ({
        where: leaves(50, (index) => ({
          ...{ type: 'field', field: 'reason', operator: 'not_in' },
          value: Array.from({ length: 100 }, (_, value) => `no ${index} ${value}`),
        })).where,
      }),
    },
  ],
  searchActivities: () => [
    {
      what: '50 texts that are almost found',
      body: () => ({
        where: leaves(50, (index) => ({
          ...{
            type: 'field',
            field: 'body',
            operator: 'contains',
            value: `${'a'.repeat(249)}b${'a'.repeat(240)}${index}`,
          },
        })).where,
      }),
    },
  ],
  aggregateLeads: BODY,
  getWorkspaceDocument: 'One document, made once for each set of definitions, which a workspace has 500 of at most.',
  createScoreModel: document('Heavy', documents.scoreModel),
  createClassificationPolicy: document('Heavy', documents.classificationPolicy),
  createSlaPolicy: document('Heavy', documents.slaPolicy),
  createPlaybook: document('Heavy', documents.playbook),
  createSequence: document('Heavy', documents.sequence),
  simulateSequence: ONE,
  enterSequence: ONE,
  leaveSequence: ONE,
  getSequenceReport: REPORT,
  createRoutingPolicy: document('Heavy', ({ fixtures: { teamId = '' } }) => documents.routingPolicy(teamId)),
  simulateScoreModel: ({ next }) =>
    ODD_TEXTS.slice(0, 3).map((unit) => ({ what: unit, body: () => ({ lead: oddLead(next(), unit) }) })),
  simulateRoutingPolicy: () => [{ what: 'the 500 latest leads', body: () => ({ latest: 500 }) }],
  compareRoutingPolicies: () => [{ what: 'the 500 latest leads', body: () => ({ withVersion: 1, latest: 500 }) }],
  listLeads: () => [{ what: 'a long e-mail of brackets', query: `email=${encodeURIComponent(repeated('(', 300))}` }],
  listCustomers: () => [
    { what: 'a long e-mail of brackets', query: `email=${encodeURIComponent(repeated('((a)', 300))}` },
  ],

  ...rows(
    'All sources and campaigns, which are few and in memory as well; records are counted by indexes and not changed.',
    'mergeSource unmergeSource previewSourceMerge mergeCampaign unmergeCampaign previewCampaignMerge',
  ),
  ...rows(
    ONE,
    `getLead getLeadAssignment getLeadClassification getLeadCounterfactual getLeadNextAction getLeadPrediction
    getLeadReferrals getLeadScore getLeadSla getLeadStageHistory moveLead releaseLeadCategory disqualifyLead offerLead
    acceptHandoff rejectHandoff withdrawHandoff renewLease returnLead takeLead loseLead assignLead releaseLeadOwner recycleLead
    pauseLeadSla resumeLeadSla moveLeadToStage undoConversion getActivity getReferral getRep getTeam getTeamRotation getTask
    skipTask getCost getSource getCampaign getCustomer churnCustomer returnCustomer undoCustomerChurn getDeal loseDeal reopenDeal winDeal getWorkspace
    getApiKey revokeApiKey rotateApiKey getOperation cancelOperation getPlaybook getFunnel getHandoffPolicy getSlaPolicy getSequence getLeadSequences
    acceptProposal dismissProposal deleteCustomer getScoreModel getClassificationPolicy getRoutingPolicy getPredictionModel getPredictionSettings publishPredictionModel
    releasePredictionModel getSegment deleteSegment getLeadSegments getLeadDuplicates getClock previewRepReassignment getAttributeDefinition getWebhookEndpoint rotateWebhookSecret
    deleteSuppression getExportFile deleteExportFile testWebhookEndpoint deleteImport pauseImport resumeImport getImport deleteWebhookEndpoint resendWebhookDeliveries replayWebhookEvents`,
  ),
  ...rows(
    PAGE,
    `listApiKeys listCampaigns listClassificationPolicies listDeals listEvents listFunnels listHandoffPolicies
    listHandoffs listTouches listDuplicates listEngagementEvents listActivities listStageChanges listLeadActivities listLeadDecisions listLeadEngagement listLeadHandoffs listLeadTimeline listLeadTouches
    listChangedLeads listOperations listPlaybooks listPredictionModels listReferrals listReps listRoutingPolicies listScoreModels listSlaPolicies listSequences
    listCosts listExchangeRates listSources listTasks listTeams listWorkspaces listAttributeDefinitions listSegments listSegmentVersions listSegmentLeads listSegmentSizes
    listReportLeads listReportDeals getMetricCatalogue listImports listImportRows streamExport getRejectedRows getRehearsalFile listConsents listLeadConsents listSuppressions listWebhookEndpoints listWebhookDeliveries listWebhookAttempts`,
  ),
  ...rows(
    BODY,
    `createApiKey createCampaign createCost updateCampaign createCustomer updateCustomer createDeal updateDeal
    recordConsent decideDuplicate createSuppression checkSuppression createEngagementEvent createVisitorEvent capturePageVisit createFunnel createHandoffPolicy recordActivity
    convertLead previewConversion parkLead createReferral updateReferral createRep updateRep claimNextLead createSource
    updateSource createTask updateTask completeTask createTeam updateTeam createWorkspace updateWorkspace
    updatePredictionSettings createAttributeDefinition updateAttributeDefinition createSegment updateSegment changeSegmentLeads
    createImport updateImport createWebhookEndpoint updateWebhookEndpoint`,
  ),
  ...rows(
    LATER,
    `publishClassificationPolicy publishFunnel publishHandoffPolicy publishPlaybook publishRoutingPolicy
    publishScoreModel publishSlaPolicy publishSequence retireSequence retireScoreModel changeLeads undoLeadChange changeSegmentLeadsWhere changeAttributeType reassignLeads reassignRepLeads createBacktest trainPredictionModel
    createExport startDuplicateScan createErasure advanceClock rehearseImport runImport revertImport`,
  ),
  ...rows(
    REPORT,
    `queryReport downloadReport queryAttribution listAttributionCredits getHandoffAcceptanceReport getRecyclingReport getReferralReport getSalesReport getSlaAttainmentReport
    getSpeedToLeadReport`,
  ),
  ...rows(ONE, 'getTarget deleteTarget'),
  ...rows(PAGE, 'listTargets'),
  ...rows(BODY, 'createTarget updateTarget'),
  ...rows(REPORT, 'getTargetProgress listTargetProgress getForecast listForecastDeals'),
};

function rows(why: string, ids: string): Record<string, Row> {
  return Object.fromEntries(ids.split(/\s+/).map((id) => [id, why]));
}
