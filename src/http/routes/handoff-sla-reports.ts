import Type from 'typebox';
import type { AcceptanceGroup, AttainmentGroup, SpeedGroup } from '../../services/handoff-sla-reports.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { enumOf } from '../schemas/components.js';
import { OTHER_ID, SOURCE_NAME } from '../schemas/examples.js';
import {
  ACCEPTANCE_GROUPINGS,
  ATTAINMENT_GROUPINGS,
  HandoffAcceptanceReport,
  SlaAttainmentReport,
  SPEED_GROUPINGS,
  SpeedToLeadReport,
} from '../schemas/handoff-sla-reports.js';
import { period } from '../schemas/reports.js';
import { definitionsOut, PERIOD, periodOf, periodOut, shareOf } from './report-presenters.js';

const tag = 'Reports';

const query = <const G extends readonly string[]>(groupings: G, of: string) =>
  Type.Object(
    {
      groupBy: Type.Optional(enumOf(groupings, { description: `What to group by; \`${groupings[0]}\` when absent.` })),
      ...period(`Only ${of}`),
    },
    { additionalProperties: false },
  );

/** The envelope: the parameters, the groups, and the definitions of their numbers. */
function reportOut<G extends string, Group extends { key: string | null }>(
  groupBy: G,
  groups: readonly Group[],
  definitions: Record<string, string>,
  { query, names }: { query: Parameters<typeof periodOut>[0]; names: NameLookup },
) {
  const isNamed = groupBy === 'source' || groupBy === 'rep';
  return {
    groupBy,
    ...periodOut(query),
    groups: groups.map((group) => ({ ...group, keyName: isNamed ? names(group.key) : undefined })),
    definitions: definitionsOut(definitions),
  };
}

const ACCEPTANCE = {
  offered: 'Offers made in the stretch of time, every offer of a hand-off for itself.',
  acceptanceRate: 'accepted / (accepted + rejected + timedOut): open and withdrawn offers count neither way.',
  score_band: 'Points of the total score at the offer, in bands of ten: 40 is 40 up to and without 50.',
};

function acceptanceOut({ ...group }: AcceptanceGroup) {
  const { accepted, rejected, timedOut } = group;
  return { ...group, acceptanceRate: shareOf(accepted, accepted + rejected + timedOut) ?? undefined };
}

export const getHandoffAcceptanceReport = operation({
  id: 'getHandoffAcceptanceReport',
  method: 'GET',
  path: '/v1/reports/handoff-acceptance',
  tag,
  summary: 'Report how many offers sales accepts',
  description:
    'How offers ended, by source, by rep, by the score or the score model version that the lead had at the offer, or by reason.',
  scopes: ['leads:read'],
  query: query(ACCEPTANCE_GROUPINGS, 'offers made'),
  period: PERIOD,
  success: {
    status: 200,
    schema: HandoffAcceptanceReport,
    description: 'The numbers.',
    example: {
      groupBy: 'source',
      groups: [
        {
          key: OTHER_ID,
          keyName: SOURCE_NAME,
          offered: 10,
          open: 1,
          accepted: 6,
          rejected: 1,
          timedOut: 1,
          withdrawn: 1,
          acceptanceRate: 0.75,
        },
      ],
      definitions: definitionsOut(ACCEPTANCE),
    },
  },
  run: async (services, { principal, query }) => {
    const { groupBy = 'source' } = query;
    const groups = await services.handoffSlaReports.acceptance(principal.workspaceId, groupBy, periodOf(query));
    return { groupBy, groups };
  },
  present: ({ groupBy, groups }, request) => ({
    body: reportOut(groupBy, groups.map(acceptanceOut), ACCEPTANCE, request),
  }),
});

const ATTAINMENT = {
  attainment: 'met / (met + breached): clocks that were cancelled count neither way.',
  medianUsedSeconds: 'Of the clocks met: seconds of the hours that count, from the start to the end, without pauses.',
  stretch: 'Clocks that ended in the stretch of time; those that still run are with their leads.',
};

function attainmentOut({ key, met, breached, cancelled, medianUsedMs, p90UsedMs }: AttainmentGroup) {
  const used = (ms: number | null) => (ms === null ? undefined : ms / 1000);
  const times = { medianUsedSeconds: used(medianUsedMs), p90UsedSeconds: used(p90UsedMs) };
  return { key, met, breached, cancelled, attainment: shareOf(met, met + breached) ?? undefined, ...times };
}

export const getSlaAttainmentReport = operation({
  id: 'getSlaAttainmentReport',
  method: 'GET',
  path: '/v1/reports/sla-attainment',
  tag,
  summary: 'Report SLA attainment',
  description: 'How SLA clocks ended, by clock, by rule, by owner or by the source of the lead.',
  scopes: ['leads:read'],
  query: query(ATTAINMENT_GROUPINGS, 'clocks that ended'),
  period: PERIOD,
  success: {
    status: 200,
    schema: SlaAttainmentReport,
    description: 'The numbers.',
    example: {
      groupBy: 'clock',
      groups: [
        {
          key: 'first_touch',
          met: 9,
          breached: 1,
          cancelled: 2,
          attainment: 0.9,
          medianUsedSeconds: 600,
          p90UsedSeconds: 2400,
        },
      ],
      definitions: definitionsOut(ATTAINMENT),
    },
  },
  run: async (services, { principal, query }) => {
    const { groupBy = 'clock' } = query;
    const groups = await services.handoffSlaReports.attainment(principal.workspaceId, groupBy, periodOf(query));
    return { groupBy, groups };
  },
  present: ({ groupBy, groups }, request) => ({
    body: reportOut(groupBy, groups.map(attainmentOut), ATTAINMENT, request),
  }),
});

const SPEED = {
  elapsed:
    'From the creation of the lead, or from when it was last opened again, to the first activity since by which a rep contacted it.',
  business: 'Those seconds of it that were working time of that rep; all of them where it has no working hours.',
  stretch: 'Leads whose first contact was in the stretch of time; those never contacted are in none.',
};

const speedOut = (group: SpeedGroup) => ({
  key: group.key,
  leads: group.leads,
  medianElapsedSeconds: group.medianElapsedMs / 1000,
  p90ElapsedSeconds: group.p90ElapsedMs / 1000,
  medianBusinessSeconds: group.medianBusinessMs / 1000,
  p90BusinessSeconds: group.p90BusinessMs / 1000,
});

export const getSpeedToLeadReport = operation({
  id: 'getSpeedToLeadReport',
  method: 'GET',
  path: '/v1/reports/speed-to-lead',
  tag,
  summary: 'Report how fast leads are contacted',
  description: 'Median and 90th percentile of the time from creation to first contact, by source or by rep.',
  scopes: ['leads:read'],
  query: query(SPEED_GROUPINGS, 'first contacts'),
  period: PERIOD,
  success: {
    status: 200,
    schema: SpeedToLeadReport,
    description: 'The numbers.',
    example: {
      groupBy: 'source',
      groups: [
        {
          key: OTHER_ID,
          keyName: SOURCE_NAME,
          leads: 40,
          medianElapsedSeconds: 3600,
          p90ElapsedSeconds: 86_400,
          medianBusinessSeconds: 1800,
          p90BusinessSeconds: 14_400,
        },
      ],
      definitions: definitionsOut(SPEED),
    },
  },
  run: async (services, { principal, query }) => {
    const { groupBy = 'source' } = query;
    const groups = await services.handoffSlaReports.speedToLead(principal.workspaceId, groupBy, periodOf(query));
    return { groupBy, groups };
  },
  present: ({ groupBy, groups }, request) => ({ body: reportOut(groupBy, groups.map(speedOut), SPEED, request) }),
});
