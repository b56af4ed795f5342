import { type Exchanges, type Journey, STAFFED, type Step, WITH_LEAD } from './examples-scene.js';
import { type Fixtures, insertPredictionModels } from './fixtures.js';

const DAY = 86_400_000;

/** A workspace whose policy fits no lead without a country of its own: leads wait. */
const WAITING: Journey = [
  ...['createWorkspace', 'createRep', 'createTeam'],
  { send: 'createRoutingPolicy', body: { document: { rules: [] } } },
  ...['publishRoutingPolicy', 'createLead'],
];

const OFFERED: Journey = [...WITH_LEAD, 'offerLead'];
const CLAIMED: Journey = [...WAITING, 'claimNextLead'];

const KNOWN_COMPANY: Journey = [...STAFFED, 'createCustomer', 'createLead'];

/** A known lead, and a public submission that states another job title. */
/** The consent of the example, of the lead. */
const NAMED_CONSENT: Step = { send: 'recordConsent', body: ({ leadId }) => ({ leadId, email: undefined }) };

const PROPOSED: Journey = [
  ...STAFFED,
  { send: 'createLead', body: { jobTitle: 'Analyst' } },
  { send: 'captureLead', body: { jobTitle: 'Head of Computing' } },
];

/** The token of the link that a program would send by e-mail. */
async function readToken({ app }: Exchanges, fixtures: Fixtures): Promise<void> {
  const { events } = app.store.read(fixtures.workspaceId ?? '');
  const { rows } = await events.list({ types: ['form.confirmation_requested'] }, { limit: 1 });
  const after = rows[0]?.data.after as { token: string } | undefined;
  fixtures.token = after?.token ?? '';
}

export const VERBS_OF_LEADS: Journey[] = [
  [...WITH_LEAD, 'moveLead'],
  [...WITH_LEAD, 'moveLead', 'releaseLeadCategory'],
  [...WITH_LEAD, 'moveLeadToStage'],
  [...WITH_LEAD, 'getLeadStageHistory'],
  [...WITH_LEAD, 'disqualifyLead'],
  [...WITH_LEAD, 'parkLead'],
  [...WITH_LEAD, 'loseLead', { send: 'recycleLead', before: ({ pass }) => pass(90 * DAY) }],
  [...WITH_LEAD, { send: 'createDeal', body: ({ leadId }) => ({ customerId: undefined, leadId }) }, 'loseLead'],
  [...KNOWN_COMPANY, 'previewConversion'],
  [...KNOWN_COMPANY, 'convertLead'],
  [...KNOWN_COMPANY, 'convertLead', 'undoConversion'],
  [...WITH_LEAD, 'deleteLead'],
  [...STAFFED, 'createCustomer', 'deleteCustomer'],
  [...STAFFED, 'createCustomer', 'updateCustomer', 'churnCustomer', 'returnCustomer'],
];

/** Only an activity with an external id is known again. */
const CALL = { send: 'recordActivity', body: { externalId: 'call-4711' } };

const CONNECTED: Journey = ['createWorkspace', 'createSource', 'createConnector'];
const META = { kind: 'meta_lead_ads', fields: [], secret: 'app-secret', accessToken: 'page-token' };
const BACKFILLED: Journey = [
  ...['createWorkspace', 'createSource', { send: 'createConnector', body: META }, 'backfillConnector'],
];
const RECEIVED: Journey = [...CONNECTED, 'createConnectorPayload'];

export const SUBMISSIONS: Journey[] = [
  [...STAFFED, 'captureLead'],
  ['createWorkspace', 'capturePageVisit'],
  ['createWorkspace', 'createSource', 'createForm', 'submitForm'],
  ['createWorkspace', 'createSource', 'createForm', 'startForm'],
  [
    ...['createWorkspace', 'createSource', { send: 'createForm', body: { confirmationHours: 100 } }, 'submitForm'],
    { send: 'confirmForm', before: readToken, body: ({ token }) => ({ token }) },
  ],
  ['createWorkspace', 'createSource', 'createForm', 'deleteForm'],
  [...CONNECTED, 'rotateConnectorAddress'],
  [...CONNECTED, 'deleteConnector'],
  [...CONNECTED, 'createConnectorPayload'],
  BACKFILLED,
  [...BACKFILLED, 'getConnectorBackfill'],
  [...RECEIVED, 'listConnectorPayloads'],
  [...RECEIVED, 'getConnectorPayload'],
  [...RECEIVED, 'replayConnectorPayload'],
  [...RECEIVED, 'replayConnectorPayloads'],
  [...STAFFED, 'createLeadBatch'],
  [...STAFFED, 'recordLeadHistory'],
  [...WITH_LEAD, 'createEngagementEventBatch'],
  [...WITH_LEAD, 'createEngagementEvent', 'listLeadEngagement'],
  [...WITH_LEAD, 'createEngagementEvent', 'listEngagementEvents'],
  [...WITH_LEAD, 'createEngagementEvent', 'searchEngagementEvents'],
  [...WITH_LEAD, 'recordActivity', 'listActivities'],
  [...WITH_LEAD, 'recordActivity', 'searchActivities'],
  [...WITH_LEAD, 'moveLeadToStage', 'listStageChanges'],
  [...WITH_LEAD, 'moveLeadToStage', 'searchStageChanges'],
  [...STAFFED, 'createVisitorEvent'],
  [...STAFFED, 'createVisitorEvent', 'createVisitorEvent'],
  [...WITH_LEAD, 'searchLeads'],
  [...WITH_LEAD, 'loseLead', 'countLeads'],
  [...WITH_LEAD, 'aggregateLeads'],
  [...PROPOSED, 'listLeadTouches'],
  ['createWorkspace', 'createSource', 'createCost'],
  ['createWorkspace', 'putExchangeRates'],
  ['createWorkspace', 'putExchangeRates', 'listExchangeRates'],
  ['createWorkspace', 'createSource', 'createCostBatch'],
  ['createWorkspace', 'createSource', 'createCost', 'listCosts'],
  ['createWorkspace', 'createSource', 'createCost', 'getCost'],
  ['createWorkspace', 'startDuplicateScan'],
  ['createWorkspace', 'createErasure'],
  ['createWorkspace', 'requestAccess'],
  ['createWorkspace', 'createSuppression'],
  ['createWorkspace', 'createSuppressionBatch'],
  ['createWorkspace', 'createSuppression', 'checkSuppression'],
  ['createWorkspace', 'createSuppression', 'listSuppressions'],
  ['createWorkspace', 'createSuppression', 'deleteSuppression'],
  [...WITH_LEAD, NAMED_CONSENT],
  [...WITH_LEAD, NAMED_CONSENT, 'listConsents'],
  [...WITH_LEAD, NAMED_CONSENT, 'listLeadConsents'],
  [...PROPOSED, 'listTouches'],
  [...PROPOSED, 'searchTouches'],
  [...PROPOSED, 'acceptProposal'],
  [...PROPOSED, 'dismissProposal'],
  [...WITH_LEAD, { send: 'listEvents', query: 'type=lead.assigned&limit=1' }],
  [...WITH_LEAD, 'recordActivity', { send: 'listLeadTimeline', query: 'kinds=activity' }],
  [...WITH_LEAD, 'recordActivity'],
  [...WITH_LEAD, CALL, CALL],
  [...WITH_LEAD, 'getLeadNextAction'],
  [...WITH_LEAD, 'createTask', 'skipTask'],
  [...WITH_LEAD, 'createReferral', 'getLeadReferrals'],
  [...WITH_LEAD, 'getLeadCounterfactual'],
];

const SEGMENTED: Journey = ['createWorkspace', 'createSegment', { send: 'createLead', body: { country: 'DE' } }];
const LISTED: Journey = [
  ...WITH_LEAD,
  { send: 'createSegment', body: { kind: 'static', condition: undefined } },
  { send: 'changeSegmentLeads', body: ({ leadId }) => ({ add: [leadId] }) },
];

export const SEGMENTS: Journey[] = [
  ['createWorkspace', 'createSegment'],
  ['createWorkspace', 'createSegment', 'updateSegment'],
  ['createWorkspace', 'createSegment', 'deleteSegment'],
  LISTED,
  [...LISTED.slice(0, -1), 'changeSegmentLeadsWhere'],
  [...SEGMENTED, 'getSegment'],
  [...SEGMENTED, 'listSegments'],
  [...SEGMENTED, 'listSegmentVersions'],
  [...SEGMENTED, 'listSegmentLeads'],
  [...SEGMENTED, 'listSegmentSizes'],
  [...SEGMENTED, 'getLeadSegments'],
];

const SEQUENCED: Journey = [...WITH_LEAD, 'createSequence', 'publishSequence', 'enterSequence'];

export const SEQUENCES: Journey[] = [
  SEQUENCED,
  [...SEQUENCED, 'getLeadSequences'],
  [...SEQUENCED, 'leaveSequence'],
  [...SEQUENCED, { send: 'getSequenceReport', before: ({ app }) => app.services.timers.fireDue() }],
  [...WITH_LEAD, 'createSequence', 'simulateSequence'],
  [...STAFFED, 'createSequence', 'publishSequence', 'retireSequence'],
];

const GERMAN: Journey = [...WITH_LEAD, { send: 'updateLead', body: { country: 'DE' } }];

export const MANY_LEADS: Journey[] = [
  [...WITH_LEAD, 'updateLeadBatch'],
  [...WITH_LEAD, 'recordActivityBatch'],
  [...WITH_LEAD, 'createTaskBatch'],
  [...WITH_LEAD, 'createDealBatch'],
  [...WITH_LEAD, 'createReferralBatch'],
  [...WITH_LEAD, 'createTask', 'completeTaskBatch'],
  [...STAFFED, 'createCustomerBatch'],
  [...WITH_LEAD, 'changeLeads'],
  ['createWorkspace', 'createExport'],
  ['createWorkspace', 'createExport', { send: 'deleteExportFile', before: ({ app }) => app.services.exports.runDue() }],
  ['createWorkspace', 'createAttributeDefinition', 'changeAttributeType'],
  [...WITH_LEAD, 'changeLeads', 'undoLeadChange'],
  ['createWorkspace', 'createImport', 'getImport'],
  ['createWorkspace', 'createImport', 'listImports'],
  ['createWorkspace', 'createImport', 'updateImport'],
  ['createWorkspace', 'createImport', 'deleteImport'],
  ['createWorkspace', 'createImport', 'rehearseImport'],
  ['createWorkspace', 'createImport', 'runImport'],
  ['createWorkspace', 'createImport', 'runImport', 'pauseImport'],
  ['createWorkspace', 'createImport', 'runImport', 'pauseImport', 'resumeImport'],
  [
    'createWorkspace',
    'createImport',
    'runImport',
    { send: 'listImportRows', before: ({ app }) => app.services.jobs.runDue() },
  ],
  [
    'createWorkspace',
    'createImport',
    'runImport',
    { send: 'revertImport', before: ({ app }) => app.services.jobs.runDue() },
  ],
  [...GERMAN, 'changeLeads', { send: 'listChangedLeads', before: ({ app }) => app.services.jobs.runDue() }],
];

export const ASSIGNMENT: Journey[] = [
  [...WITH_LEAD, 'getLeadAssignment'],
  [...WITH_LEAD, 'listLeadDecisions'],
  [...WITH_LEAD, 'assignLead'],
  [...WITH_LEAD, 'assignLead', 'releaseLeadOwner'],
  [...WITH_LEAD, 'reassignLeads'],
  [...WITH_LEAD, 'previewRepReassignment'],
  [...WITH_LEAD, 'reassignRepLeads'],
  [...WAITING, 'claimNextLead'],
  [...CLAIMED, 'renewLease'],
  [...CLAIMED, 'returnLead'],
  [...CLAIMED, 'takeLead'],
  [...WITH_LEAD, 'simulateRoutingPolicy'],
  [
    ...WITH_LEAD,
    { send: 'createRoutingPolicy', body: { document: { rules: [] } } },
    { send: 'compareRoutingPolicies', params: { version: '2' } },
  ],
];

export const HANDOFFS: Journey[] = [
  OFFERED,
  [...OFFERED, 'acceptHandoff'],
  [...OFFERED, 'rejectHandoff'],
  [...OFFERED, 'withdrawHandoff'],
  [...OFFERED, 'rejectHandoff', 'listLeadHandoffs'],
  [...OFFERED, 'rejectHandoff', 'listHandoffs'],
  [...OFFERED, 'acceptHandoff', 'getHandoffAcceptanceReport'],
  [...WITH_LEAD, 'pauseLeadSla'],
  [...WITH_LEAD, 'pauseLeadSla', 'resumeLeadSla'],
];

const PROMISED: Journey = [
  ...STAFFED,
  ...['createSlaPolicy', 'publishSlaPolicy', 'createLead', 'createEngagementEvent', 'recordActivity'],
];

const PIPELINE: Step = { send: 'createDeal', body: ({ leadId }) => ({ customerId: undefined, leadId }) };

export const REPORTS: Journey[] = [
  [...PROMISED, 'getLeadSla'],
  [...PROMISED, 'getSlaAttainmentReport'],
  [...PROMISED, 'getSpeedToLeadReport'],
  [...WITH_LEAD, 'createReferral', 'getReferralReport'],
  [...WITH_LEAD, 'convertLead', 'getSalesReport'],
  [...WITH_LEAD, 'queryReport'],
  [...WITH_LEAD, 'listReportLeads'],
  [...WITH_LEAD, 'convertLead', 'queryAttribution'],
  [...WITH_LEAD, 'convertLead', 'listAttributionCredits'],
  [...STAFFED, 'createCustomer', { send: 'createDeal', body: ({ customerId }) => ({ customerId }) }, 'listReportDeals'],
  ['createWorkspace', 'getMetricCatalogue'],
  [...WITH_LEAD, PIPELINE, 'getForecast'],
  [...WITH_LEAD, PIPELINE, 'listForecastDeals'],
  [...WITH_LEAD, 'createTarget', 'getTargetProgress'],
  [...WITH_LEAD, 'createTarget', 'listTargetProgress'],
  [...WITH_LEAD, 'createTarget', 'deleteTarget'],
  [...WITH_LEAD, 'loseLead', { send: 'recycleLead', before: ({ pass }) => pass(90 * DAY) }, 'getRecyclingReport'],
];

const CLASSIFIED: Journey = ['createWorkspace', 'createClassificationPolicy', 'publishClassificationPolicy'];

/** A published model, as a training leaves it. */
const MODELLED: Journey = [
  ...WITH_LEAD,
  {
    send: 'publishPredictionModel',
    params: { version: '1' },
    before: ({ app }, { workspaceId = '' }) => insertPredictionModels(app.store, workspaceId, 1),
  },
];

const RELEASED: Journey = [...MODELLED, { send: 'releasePredictionModel', params: { version: '1' } }];

export const DOCUMENTS: Journey[] = [
  [...CLASSIFIED, 'listClassificationPolicies'],
  [...CLASSIFIED, 'getClassificationPolicy'],
  [...STAFFED, 'trainPredictionModel'],
  MODELLED,
  RELEASED,
  [...RELEASED, 'listPredictionModels'],
  [...RELEASED, { send: 'getPredictionModel', params: { version: '1' } }],
  [...MODELLED, 'getLeadPrediction'],
  [...STAFFED, 'getPredictionSettings'],
  [...STAFFED, 'createScoreModel', 'createBacktest'],
  [...WITH_LEAD, 'createScoreModel', 'simulateScoreModel'],
  [
    ...STAFFED,
    { send: 'createScoreModel', body: { productLine: 'engines' } },
    ...['publishScoreModel', 'retireScoreModel'],
  ],
];

/** A rescore that has ended. */
const RESCORED: Journey = [
  ...WITH_LEAD,
  ...['createScoreModel', 'publishScoreModel'],
  { send: 'getWorkspace', before: ({ app }) => app.services.jobs.runDue() },
];

export const DEPLOYMENT: Journey[] = [
  ['createWorkspace', 'listWorkspaces'],
  ['createWorkspace', 'getWorkspace'],
  [{ send: 'createWorkspace', body: { sandbox: true } }, 'advanceClock'],
  [{ send: 'createWorkspace', body: { sandbox: true } }, 'advanceClock', 'getClock'],
  ['createWorkspace', 'createApiKey', 'revokeApiKey'],
  [...RESCORED, 'listOperations'],
  [...RESCORED, 'getOperation'],
  [...WITH_LEAD, 'createScoreModel', 'publishScoreModel', 'cancelOperation'],
];

const ENDPOINT: Journey = ['createWorkspace', 'createWebhookEndpoint'];

/** Sends what is due; no receiver answers under a reserved name. */
const sends = ({ app }: Exchanges) => app.services.webhookDeliveries.startDue().then(({ ended }) => ended);

export const WEBHOOKS: Journey[] = [
  [...ENDPOINT, 'rotateWebhookSecret'],
  [...ENDPOINT, 'testWebhookEndpoint'],
  [...ENDPOINT, 'testWebhookEndpoint', { send: 'listWebhookDeliveries', before: sends }],
  [...ENDPOINT, 'testWebhookEndpoint', { send: 'listWebhookAttempts', before: sends }],
  [...ENDPOINT, 'resendWebhookDeliveries'],
  [...ENDPOINT, 'replayWebhookEvents'],
  [...ENDPOINT, 'deleteWebhookEndpoint'],
];

/** The one that is misspelt is the last that was made. */
const MISSPELT_SOURCE: Step = {
  ...{ send: 'createSource', body: { name: 'Spring fiar' } },
  before: (_, fixtures) => Object.assign(fixtures, { intoId: fixtures.sourceId }),
};
const MISSPELT_CAMPAIGN: Step = {
  ...{ send: 'createCampaign', body: { name: 'Boot 12' } },
  before: (_, fixtures) => Object.assign(fixtures, { intoId: fixtures.campaignId }),
};
const merging = (send: string): Step => ({ send, body: ({ intoId }) => ({ into: intoId }) });
const MISSPELT_SOURCES: Journey = ['createWorkspace', 'createSource', MISSPELT_SOURCE];
const MISSPELT_CAMPAIGNS: Journey = ['createWorkspace', 'createSource', 'createCampaign', MISSPELT_CAMPAIGN];

export const MERGES: Journey[] = [
  [...MISSPELT_SOURCES, merging('previewSourceMerge')],
  [...MISSPELT_SOURCES, merging('mergeSource')],
  [...MISSPELT_SOURCES, merging('mergeSource'), 'unmergeSource'],
  [...MISSPELT_CAMPAIGNS, merging('previewCampaignMerge')],
  [...MISSPELT_CAMPAIGNS, merging('mergeCampaign')],
  [...MISSPELT_CAMPAIGNS, merging('mergeCampaign'), 'unmergeCampaign'],
];
