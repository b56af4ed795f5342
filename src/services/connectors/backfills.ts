import {
  afterPage,
  type ConnectorBackfill,
  metaError,
  metaPagePath,
  newBackfill,
  nextBackfill,
  OLDEST_BACKFILL_MS,
  type PageResult,
  readMetaPage,
  startsBackfills,
} from '../../core/connectors/backfill.js';
import type { Connector } from '../../core/connectors/connector.js';
import { META_FIELDS } from '../../core/connectors/platforms.js';
import type { ConnectorWithSource } from '../../db/repositories/connectors.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { orNotFound } from '../versions.js';
import { newPayloads, type PayloadsOptions } from './payloads.js';

export interface BackfillInput {
  since?: Date | undefined;
  formIds?: string[] | undefined;
}

export type ConnectorBackfillsService = ReturnType<typeof connectorBackfillsService>;

/** After a crash amid a page it is read again once this time has passed. */
const LEASE_MS = 60_000;
/** Pages that are read within the lease: a request takes 15 s at most. */
const PAGES_PER_ROUND = 3;
const ROUND = 8;

/** Reads the leads of the forms of a platform, and receives those that no notification named. */
export function connectorBackfillsService(options: PayloadsOptions) {
  const { store, clock, write } = options;
  return {
    /** Starts a backfill; it replaces the one before, at its end or not. */
    start(context: WriteContext, connectorId: string, { since, formIds }: BackfillInput): Promise<ConnectorBackfill> {
      return write(context, async (scope) => {
        const connector = orNotFound(await scope.connectors.find(connectorId), 'connector');
        const now = clock();
        checkStart(connector, formIds ?? connector.formIds, since, now);
        const key = { workspaceId: context.workspaceId, connectorId };
        const backfill = newBackfill(key, { formIds: formIds ?? connector.formIds, since, now });
        await scope.connectorBackfills.put(backfill);
        return backfill;
      });
    },
    /** The last backfill of a connector. */
    async get(workspaceId: string, connectorId: string): Promise<ConnectorBackfill> {
      return orNotFound(await store.read(workspaceId).connectorBackfills.find(connectorId), 'backfill');
    },
    /** Goes on with backfills that are due, in any process; returns how many. */
    async runDue(): Promise<number> {
      const now = clock();
      const due = { now: new Date(now), until: new Date(now + LEASE_MS), limit: ROUND };
      const backfills = await store.deployment.takeDueBackfills(due);
      await Promise.all(backfills.map((backfill) => run(options, backfill)));
      return backfills.length;
    },
  };
}

function checkStart(connector: Connector, formIds: readonly string[], since: Date | undefined, now: number): void {
  const refuse = (detail: string, pointer: string, code: string, why: string) => {
    throw new AppError('rule_refused', detail, { errors: [{ pointer, code, detail: why }] });
  };
  if (connector.kind !== 'meta_lead_ads')
    refuse(
      'Backfill is supported for connectors of the kind `meta_lead_ads` only.',
      '',
      'not_supported',
      'has no list',
    );
  if (!connector.enabled) throw new AppError('conflict', 'The connector is disabled: enable it first.');
  if (formIds.length === 0)
    refuse('The connector has no `formIds`.', '/formIds', 'required', 'must be there: leads are listed by form');
  if (since !== undefined && since.getTime() < now - OLDEST_BACKFILL_MS)
    refuse('`since` is too long ago.', '/since', 'out_of_range', 'must be within the last 30 days');
}

/** Reads some pages, and saves how far it is after each. */
async function run(options: PayloadsOptions, taken: ConnectorBackfill): Promise<void> {
  const { store, clock } = options;
  const { connectors, connectorBackfills } = store.read(taken.workspaceId);
  const from = await connectors.findWithSource(taken.connectorId);
  if (from === undefined) return;
  const automatic = startsBackfills(from.connector);
  if (!from.connector.enabled || (taken.completedAt !== null && !automatic)) {
    await connectorBackfills.saveStep(taken, { ...taken, nextAttemptAt: null });
    return;
  }
  const lease = taken.nextAttemptAt;
  let backfill = taken;
  if (taken.completedAt !== null) {
    backfill = { ...nextBackfill(taken, from.connector.formIds, clock()), nextAttemptAt: lease };
    if (!(await connectorBackfills.saveStep(taken, backfill))) return;
  }
  for (let page = 1; page <= PAGES_PER_ROUND; page += 1) {
    const result = await readPage(options, from, backfill);
    const after = afterPage(backfill, result, { now: clock(), automatic });
    const goesOn = after.completedAt === null && after.attempts === 0 && page < PAGES_PER_ROUND;
    const next = goesOn ? { ...after, nextAttemptAt: lease } : after;
    // Another process took it over, or it was started again.
    if (!(await connectorBackfills.saveStep(backfill, next)) || !goesOn) return;
    backfill = next;
  }
}

/** Reads a page and stores the leads of it that were not received. A page that is read twice stores nothing twice. */
async function readPage(
  options: PayloadsOptions,
  from: ConnectorWithSource,
  backfill: ConnectorBackfill,
): Promise<PageResult> {
  const { connector } = from;
  const formId = backfill.formIds[backfill.formIndex] ?? '';
  // A backfill that had to wait for days must not reach back to payloads that were removed since.
  const since = new Date(Math.max(backfill.since.getTime(), options.clock() - OLDEST_BACKFILL_MS));
  const answer = await options.fetchLead(connector, metaPagePath({ ...backfill, since }, META_FIELDS));
  if ('problem' in answer) {
    const { problem, status = null, refusal, retryAfterMs } = answer;
    const error = status === null ? { code: 'fetch_failed' as const, detail: problem } : metaError(status, refusal);
    return { error, retryAfterMs };
  }
  const page = readMetaPage(answer.document, formId, since);
  if (page === undefined) return { error: { code: 'fetch_failed', detail: 'The platform answered no page of leads.' } };
  const payloads = page.leads.flatMap(({ notification, lead }) =>
    newPayloads(options, from, notification).map((payload) => ({ ...payload, fetched: JSON.stringify(lead) })),
  );
  const { connectorPayloads } = options.store.read(connector.workspaceId);
  const added = await connectorPayloads.insertNew(payloads);
  return { leads: page.leads.length, added: added.size, after: page.after };
}
