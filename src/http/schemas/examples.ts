/** Examples of the reference. They are validated against their schemas when the document is built. */

export const EXAMPLE_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
export const OTHER_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8ea0';
export const AT = '2026-03-01T09:30:00.000Z';

/** Names beside ids in the examples. */
export const REP_NAME = 'Grace Hopper';
export const TEAM_NAME = 'Europe';
export const SOURCE_NAME = 'Contact form';

export const LEAD_INPUT = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@analytical.example',
  organizationName: 'Analytical Engines',
  country: 'GB',
  purchaseTimeframeDays: 30,
  source: { channel: 'web_form', name: SOURCE_NAME },
};

export const LEAD = {
  id: EXAMPLE_ID,
  version: 1,
  kind: 'person',
  name: 'Ada Lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  organizationName: 'Analytical Engines',
  email: 'ada@analytical.example',
  emailNormalized: 'ada@analytical.example',
  emailType: 'business',
  country: 'GB',
  purchaseTimeframeDays: 30,
  timeframeStatedAt: AT,
  score: { fit: 14, engagement: 0, total: 14 },
  grade: 'C3',
  temperature: 'warm',
  category: 'mql',
  temperatureSince: AT,
  categorySince: AT,
  categoryDecidedBy: 'rule',
  scoreModelVersion: 1,
  classificationPolicyVersion: 1,
  scoredAt: AT,
  ownerId: OTHER_ID,
  ownerName: REP_NAME,
  teamId: OTHER_ID,
  teamName: TEAM_NAME,
  assignedAt: AT,
  effort: 2,
  stage: 'mql',
  stageSince: AT,
  sourceId: OTHER_ID,
  sourceName: SOURCE_NAME,
  touchCount: 1,
  firstTouchAt: AT,
  lastTouchAt: AT,
  createdAt: AT,
  updatedAt: AT,
  links: {
    self: `/v1/leads/${EXAMPLE_ID}`,
    score: `/v1/leads/${EXAMPLE_ID}/score`,
    prediction: `/v1/leads/${EXAMPLE_ID}/prediction`,
    classification: `/v1/leads/${EXAMPLE_ID}/classification`,
    assignment: `/v1/leads/${EXAMPLE_ID}/assignment`,
    touches: `/v1/leads/${EXAMPLE_ID}/touches`,
    engagement: `/v1/leads/${EXAMPLE_ID}/engagement-events`,
  },
};

/** What gives the lead its points. */
export const ADA_CONTRIBUTIONS = [
  {
    ...{ ruleId: 'email-business', label: 'Business e-mail address', group: 'fit', points: 6 },
    ...{ eventCount: 0, reason: 'emailType is business' },
  },
  {
    ...{ ruleId: 'organization-known', label: 'Organization known', group: 'fit', points: 3 },
    ...{ eventCount: 0, reason: 'organizationName is known' },
  },
  {
    ...{ ruleId: 'timeframe-60', label: 'Decides within 60 days', group: 'fit', points: 5, eventCount: 0 },
    reason: 'timeframeDaysLeft (30) is between 0 and 60 (stated 30 days on 2026-03-01, 30 remain)',
  },
];

/** The same lead without an owner. */
export const UNOWNED_LEAD = {
  ...LEAD,
  ownerId: undefined,
  ownerName: undefined,
  teamId: undefined,
  teamName: undefined,
  assignedAt: undefined,
  effort: undefined,
};

export const LEAD_RESULT = {
  outcome: 'created',
  matchedBy: null,
  touchId: OTHER_ID,
  otherMatches: [],
  notes: [],
  lead: LEAD,
};

/** The same submission once more: another touch of the lead. */
export const LEAD_MATCHED = {
  ...LEAD_RESULT,
  outcome: 'matched',
  matchedBy: 'email',
  lead: { ...LEAD, version: 2, touchCount: 2 },
};

export const LEAD_BATCH_OUTCOME = {
  ...LEAD_RESULT,
  lead: {
    id: LEAD.id,
    version: LEAD.version,
    score: LEAD.score,
    grade: LEAD.grade,
    temperature: LEAD.temperature,
    category: LEAD.category,
    ownerId: LEAD.ownerId,
    ownerName: LEAD.ownerName,
    teamId: LEAD.teamId,
    teamName: LEAD.teamName,
  },
};

export const DECISION_RECORD = {
  ruleId: null,
  routingPolicyVersion: 2,
  rules: [
    {
      ruleId: 'germany',
      teamId: OTHER_ID,
      teamName: TEAM_NAME,
      matched: false,
      outcome: 'condition_not_met',
      reason: 'country is not DE',
    },
    {
      ruleId: null,
      teamId: OTHER_ID,
      teamName: TEAM_NAME,
      matched: true,
      outcome: 'routed',
      reason: 'the fallback of the policy',
    },
  ],
  candidates: [
    {
      repId: OTHER_ID,
      repName: REP_NAME,
      teamId: OTHER_ID,
      teamName: TEAM_NAME,
      ruleId: null,
      eligible: true,
      openLeads: 3,
      capacity: 100,
      weight: 2,
      givenBefore: 3,
      creditBefore: 0,
      givenAfter: 4,
      creditAfter: 0,
    },
  ],
  tieBreak: 'only_candidate',
};

export const DECISION = {
  id: OTHER_ID,
  leadId: EXAMPLE_ID,
  decidedAt: AT,
  outcome: 'assigned',
  repId: OTHER_ID,
  repName: REP_NAME,
  teamId: OTHER_ID,
  teamName: TEAM_NAME,
  ...DECISION_RECORD,
};

/** One page that holds one item and is the last. */
export const pageOfOne = (item: unknown) => ({ data: [item], hasMore: false, nextCursor: null });

const CONSENT = 'I agree to receive the newsletter by e-mail.';
export const TOUCH = {
  id: OTHER_ID,
  leadId: EXAMPLE_ID,
  sourceId: OTHER_ID,
  sourceName: SOURCE_NAME,
  matchedBy: 'email',
  occurredAt: AT,
  receivedAt: AT,
  submission: { ...LEAD_INPUT, jobTitle: 'Head of Computing', emailConsent: 'granted', consentText: CONSENT },
  publicKeyId: OTHER_ID,
  consents: [{ channel: 'email', consent: 'granted', text: CONSENT }],
};
export const PROPOSING_TOUCH = {
  ...TOUCH,
  proposal: { current: { jobTitle: 'Analyst' }, proposed: { jobTitle: 'Head of Computing' } },
};
