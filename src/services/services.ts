import type { ApiKey } from '../core/api-keys/api-key.js';
import type { UsualRateLimits } from '../core/api-keys/settings.js';
import type { Store } from '../db/store.js';
import { type ActivitiesService, activitiesService } from './activities.js';
import { type ApiKeysService, apiKeysService } from './api-keys/api-keys.js';
import { type Authenticate, createAuthenticate } from './api-keys/authenticate.js';
import { createKeyIssuer, type KeyIssuer } from './api-keys/issue.js';
import { createFormOrigins, type FormOrigins } from './api-keys/origins.js';
import { type AttributeDefinitionsService, attributeDefinitionsService } from './attribute-definitions.js';
import { type AttributionService, attributionService } from './attribution/reports.js';
import { type ClockService, clockService } from './clock.js';
import { type ConnectorServices, connectorServices } from './connectors/services.js';
import { type ConsentsService, consentsService } from './consents/consents.js';
import { type ConsentPassesService, consentPassesService } from './consents/passes.js';
import { type SuppressionsService, suppressionsService } from './consents/suppressions.js';
import { type ConversionsService, conversionsService } from './conversions.js';
import { type CustomersService, customersService } from './customers.js';
import { type DealsService, dealsService } from './deals.js';
import { type DuplicateServices, duplicateServices } from './duplicates/services.js';
import { type EngagementService, engagementService } from './engagement.js';
import { type EventsService, eventsService } from './events.js';
import { type ExportServices, type ExportServicesOptions, exportServices } from './exports/services.js';
import { type FormsService, formsService } from './forms/forms.js';
import type { FormLimits } from './forms/limits.js';
import { guardService } from './guard.js';
import { type HandoffSlaReportsService, handoffSlaReportsService } from './handoff-sla-reports.js';
import { type ImportsService, importsService } from './imports/imports.js';
import { jobHandlers } from './job-handlers/handlers.js';
import { type JobsService, jobsService } from './jobs/jobs.js';
import { createJobRunner } from './jobs/run.js';
import { type BulkChangesService, bulkChangesService } from './leads/bulk.js';
import { type HandoffsService, handoffsService } from './leads/handoffs.js';
import { type LeadHistoryService, leadHistoryService } from './leads/history.js';
import { type LeadsService, leadsService } from './leads/leads.js';
import { type LeadLifecycleService, leadLifecycleService } from './leads/lifecycle.js';
import { type LeadOwnersService, leadOwnersService } from './leads/owners.js';
import { publicPace } from './leads/public-pace.js';
import { type LeadRecordsService, leadRecordsService } from './leads/records.js';
import { createReadSettings, defaultCountryOf, type ReadSettings } from './leads/settings.js';
import { type SlaService, slaService } from './leads/sla.js';
import { logWatch } from './log-watch.js';
import { type MaintenanceService, maintenanceService } from './maintenance.js';
import { type MetricServices, metricServices } from './metrics/services.js';
import { createNames, type Names } from './names.js';
import { type ErasuresService, erasuresService } from './personal-data/erasures.js';
import { type NextActionsService, nextActionsService } from './playbooks/next-action.js';
import { type PolicyServices, policyServices } from './policies/services.js';
import { type PredictionServices, predictionServices } from './predictions/services.js';
import { type LeaseAllowance, leaseFrom } from './rate-limits/allowances.js';
import { type ReferralsService, referralsService } from './referrals.js';
import { type ReportsService, reportsService } from './reports.js';
import { type RepsService, repsService } from './reps.js';
import { type RoutingService, routingService } from './routing.js';
import { type SalesReportsService, salesReportsService } from './sales-report.js';
import { type ScoringService, scoringService } from './scoring.js';
import { type SegmentServices, segmentServices } from './segment-services.js';
import { type SequenceServices, sequenceServices } from './sequences/services.js';
import { type SourceServices, sourceServices } from './source-services.js';
import { type StageChangePassesService, stageChangePassesService } from './stage-change-passes.js';
import { type TasksService, tasksService } from './tasks/tasks.js';
import { type TeamsService, teamsService } from './teams.js';
import { type TimelineService, timelineService } from './timeline.js';
import { type TimersService, timersService } from './timers.js';
import type { Tracing } from './tracing.js';
import { routeQueue } from './transactions/route-queue.js';
import { createTransactions } from './transactions/transactions.js';
import { type WebhookOptions, type WebhookServices, webhookServices } from './webhooks/services.js';
import { createWorkspaceTime, type WorkspaceTime } from './workspace-time.js';
import { type WorkspacesService, workspacesService } from './workspaces.js';
import { createWrite, type Write } from './writes.js';

/** The services that HTTP routes and workers call: one member per noun. */
export interface Services
  extends ConnectorServices,
    DuplicateServices,
    ExportServices,
    MetricServices,
    PolicyServices,
    PredictionServices,
    SegmentServices,
    SequenceServices,
    SourceServices,
    WebhookServices {
  activities: ActivitiesService;
  apiKeys: ApiKeysService;
  attributeDefinitions: AttributeDefinitionsService;
  bulkChanges: BulkChangesService;
  handoffSlaReports: HandoffSlaReportsService;
  consentPasses: ConsentPassesService;
  consents: ConsentsService;
  conversions: ConversionsService;
  customers: CustomersService;
  deals: DealsService;
  clock: ClockService;
  engagement: EngagementService;
  erasures: ErasuresService;
  events: EventsService;
  forms: FormsService;
  handoffs: HandoffsService;
  imports: ImportsService;
  leadHistory: LeadHistoryService;
  leadLifecycle: LeadLifecycleService;
  leadOwners: LeadOwnersService;
  leadRecords: LeadRecordsService;
  leads: LeadsService;
  maintenance: MaintenanceService;
  attribution: AttributionService;
  nextActions: NextActionsService;
  jobs: JobsService;
  rateLimits: { lease: LeaseAllowance };
  reports: ReportsService;
  salesReports: SalesReportsService;
  referrals: ReferralsService;
  reps: RepsService;
  routing: RoutingService;
  scoring: ScoringService;
  sla: SlaService;
  stageChangePasses: StageChangePassesService;
  suppressions: SuppressionsService;
  tasks: TasksService;
  teams: TeamsService;
  timeline: TimelineService;
  timers: TimersService;
  workspaces: WorkspacesService;
}

export interface ServicesOptions extends Pick<ExportServicesOptions, 'exportTables'> {
  store: Store;
  clock: () => number;
  newId: () => string;
  random: (size: number) => Uint8Array;
  /** The deployment's name in its API keys, such as `live`. */
  env: string;
  /** How long API keys live at most; 0: no limit. */
  apiKeyMaxDays: number;
  /** Requests a minute of keys without a limit of their own. */
  usualRateLimits: UsualRateLimits;
  /** Submissions a minute of forms without limits of their own. */
  formLimits: FormLimits;
  /** Days that events of visitors who became no lead are kept; 0: for ever. */
  visitorEventDays: number;
  /** Bytes of an imported file at most. */
  importBytes: number;
  tracing?: Tracing | undefined;
  /** Private addresses that webhooks may be sent to. */
  webhookTargets: WebhookOptions['webhookTargets'];
  /** Called with the age of the newest event of a page of the feed, in seconds. */
  onFeedRead?: ((seconds: number) => void) | undefined;
}

/** The services, and what the HTTP side needs beside them. */
interface Wiring {
  services: Services;
  authenticate: Authenticate;
  issuer: KeyIssuer;
  timeOf: WorkspaceTime;
  names: Names;
  formOrigins: FormOrigins;
}

export function createServices(options: ServicesOptions): Wiring {
  const { store, clock, newId, random, env } = options;
  const names = createNames(store, clock);
  const write = createWrite(store, names);
  const transactions = createTransactions(store, clock, names);
  const [issuer, settings] = [createKeyIssuer(env, random), createReadSettings(store, clock)];
  const [defaultCountry, timeOf] = [defaultCountryOf(settings), createWorkspaceTime(store, clock)];
  const handlers = jobHandlers({ ...options, transactions, timeOf, defaultCountry });
  const guard = <S extends object>(service: S): S => guardService(store, service);
  const keyBounds = { maxDays: options.apiKeyMaxDays, usualRateLimits: options.usualRateLimits };
  const keyRecords = guard(keyRecordsOf(store));
  const services: Services = {
    activities: guard(activitiesService(store, transactions, newId)),
    apiKeys: guard(apiKeysService(store, write, issuer, keyBounds)),
    attributeDefinitions: guard(attributeDefinitionsService(store, write, settings)),
    ...policyServices({ store, write, defaultCountry, routeQueue }),
    ...leadServices({ ...options, write, transactions, timeOf, defaultCountry, settings }),
    ...handoffSlaServices({ store, transactions }),
    ...sellingServices({ store, write, transactions, timeOf, clock, newId, defaultCountry, settings }),
    clock: guard(clockService(store, write, clock)),
    engagement: guard(engagementService(transactions, timeOf)),
    ...exportServices({ ...options, write, timeOf, settings }),
    events: guard(eventsService(store, { watch: logWatch(store), clock, onFeedRead: options.onFeedRead })),
    maintenance: guard(maintenanceService(store, clock, options.visitorEventDays)),
    nextActions: guard(nextActionsService(store, timeOf)),
    jobs: guard(jobsService(store, write, createJobRunner({ ...options, handlers, concurrency: 2 }))),
    ...predictionServices({ store, write, timeOf }),
    rateLimits: guard({ lease: leaseFrom(store) }),
    reports: guard(reportsService(store)),
    referrals: guard(referralsService({ store, write, transactions, timeOf, defaultCountry })),
    reps: guard(repsService(store, write)),
    routing: guard(routingService({ store, timeOf, defaultCountry })),
    ...segmentServices({ store, write, timeOf, settings, clock }),
    ...duplicateServices({ store, write }),
    scoring: guard(scoringService({ store, write, timeOf, defaultCountry })),
    ...sourceServices(store, write),
    tasks: guard(tasksService({ store, transactions, newId })),
    teams: guard(teamsService(store, write)),
    timeline: guard(timelineService(store)),
    ...webhookServices({ ...options, write, timeOf, settings }),
    timers: guard(timersService(store, transactions, clock, newId)),
    workspaces: guard(workspacesService({ store, write, issuer, bounds: keyBounds, settings })),
  };
  return {
    services,
    issuer,
    authenticate: createAuthenticate(keyRecords, clock),
    timeOf: guard({ timeOf }).timeOf,
    names,
    formOrigins: createFormOrigins(keyRecords, clock),
  };
}

/** What is read and written about keys before their workspace is known. */
const keyRecordsOf = (store: Store) => ({
  find: (hash: string) => store.deployment.findKeyByHash(hash),
  used: (row: ApiKey, lastUsedAt: Date, lastUsedAddress: string | null) =>
    store.read(row.workspaceId).apiKeys.update(row.id, { lastUsedAt, lastUsedAddress }),
  namesOrigin: (origin: string, now: Date) => store.deployment.namesOrigin(origin, now),
});

/** Leads, and changes of one or many of them by people. */
function leadServices(
  options: SellingOptions & { write: Write; settings: ReadSettings } & Pick<
      ServicesOptions,
      'clock' | 'formLimits' | 'importBytes' | 'newId' | 'random' | 'webhookTargets'
    >,
): ConnectorServices &
  SequenceServices &
  Pick<
    Services,
    | 'bulkChanges'
    | 'consentPasses'
    | 'consents'
    | 'erasures'
    | 'imports'
    | 'forms'
    | 'leadHistory'
    | 'leadLifecycle'
    | 'leadOwners'
    | 'leadRecords'
    | 'leads'
    | 'stageChangePasses'
    | 'suppressions'
  > {
  const { store, write, transactions, settings } = options;
  const guard = <S extends object>(service: S): S => guardService(store, service);
  const pace = publicPace();
  const leads = guard(leadsService({ ...options, pace }));
  return {
    bulkChanges: guard(bulkChangesService(store, write, settings)),
    consentPasses: consentPassesService(store, options.clock),
    consents: guard(consentsService(options)),
    erasures: guard(erasuresService(options)),
    imports: guard(importsService({ ...options, mostBytes: options.importBytes })),
    leadHistory: guard(leadHistoryService(options)),
    leadLifecycle: guard(leadLifecycleService(options)),
    leadOwners: guard(leadOwnersService(store, write, transactions, settings)),
    leadRecords: guard(leadRecordsService(options)),
    leads,
    forms: guard(formsService({ ...options, pace, capture: leads.captureForm })),
    stageChangePasses: stageChangePassesService(store, options.clock),
    suppressions: guard(suppressionsService(options)),
    ...connectorServices(options),
    ...sequenceServices(options),
  };
}

/** Hand-offs from marketing to sales, service levels, and reports on both. */
const handoffSlaServices = ({ store, transactions }: Pick<SellingOptions, 'store' | 'transactions'>) => ({
  handoffSlaReports: guardService(store, handoffSlaReportsService(store)),
  handoffs: guardService(store, handoffsService(store, transactions)),
  sla: guardService(store, slaService(store, transactions)),
});

type SellingOptions = Parameters<typeof conversionsService>[0] &
  Parameters<typeof customersService>[0] &
  Parameters<typeof attributionService>[0] &
  Parameters<typeof metricServices>[0];

/** Customers and deals, conversions of leads, and sales reports. */
function sellingServices(
  options: SellingOptions,
): MetricServices & Pick<Services, 'attribution' | 'conversions' | 'customers' | 'deals' | 'salesReports'> {
  const { store, transactions, timeOf } = options;
  const guard = <S extends object>(service: S): S => guardService(store, service);
  return {
    attribution: guard(attributionService(options)),
    conversions: guard(conversionsService(options)),
    customers: guard(customersService(options)),
    deals: guard(dealsService(store, transactions)),
    ...metricServices(options),
    salesReports: guard(salesReportsService(store, timeOf)),
  };
}
