import type { Connector } from '../../core/connectors/connector.js';
import { type ConnectorPayload, pauseAfter } from '../../core/connectors/payload.js';
import { PLATFORMS } from '../../core/connectors/platforms.js';
import type { PayloadFilter, PayloadSelection } from '../../db/repositories/connector-payloads.js';
import type { ConnectorWithSource } from '../../db/repositories/connectors.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { found } from './connectors.js';
import { type ProcessingOptions, processPayload } from './processing.js';
import { sha256 } from './signatures.js';
import { type Handshake, handshakeOf, type InboundRequest, verify, verifyKey } from './verifying.js';

export interface PayloadsOptions extends ProcessingOptions {
  newId: () => string;
  write: Write;
}

export type ConnectorPayloadsService = ReturnType<typeof connectorPayloadsService>;

/** After a crash amid a payload it is processed again once this time has passed. */
const LEASE_MS = 60_000;
/** Two waves of requests to a platform that does not answer end within the lease: each takes 15 s at most. */
const ROUND = 32;
const CONCURRENCY = 16;

/** What other systems send: received, processed, listed and processed again. */
export function connectorPayloadsService(options: PayloadsOptions) {
  const { store, clock, write } = options;
  const connectorOf = async (workspaceId: string, id: string) =>
    orNotFound(await store.read(workspaceId).connectors.findWithSource(id), 'connector');
  return {
    /** The enabled connector of an address. */
    async open(token: string): Promise<ConnectorWithSource | undefined> {
      const address = await store.deployment.findConnectorByHash(sha256(token));
      if (address === undefined) return undefined;
      const known = await store.read(address.workspaceId).connectors.findWithSource(address.connectorId);
      return known?.connector.enabled ? known : undefined;
    },
    /** Refuses what was not sent by who has the secret. */
    verify(connector: Connector, request: InboundRequest): void {
      verify(connector, request);
    },
    handshake: (connector: Connector, query: Readonly<Record<string, unknown>>, token: string): Handshake | undefined =>
      handshakeOf(connector, query, token),
    /** Stores what a request has durably, then processes it. What was received before is not stored again. */
    async receive(from: ConnectorWithSource, document: unknown): Promise<ConnectorPayload[]> {
      verifyKey(from.connector, document);
      return receive(options, from, document);
    },
    /** The same by hand. The answer is the payload as it was stored: it is processed when this resolves, and then read. */
    async add(context: WriteContext, connectorId: string, document: unknown): Promise<ConnectorPayload> {
      const from = await connectorOf(context.workspaceId, connectorId);
      const [payload] = newPayloads(options, from, document);
      if (payload === undefined) throw unreadable();
      const stored = await write(context, async (scope) => {
        const kept = await scope.connectorPayloads.insertNew([payload]);
        if (kept.has(payload.id)) return payload;
        return orNotFound(await scope.connectorPayloads.findSame(connectorId, payload.dedupeKey), 'payload');
      });
      if (stored === payload) await processPayload(options, from, payload);
      return stored;
    },
    async get(workspaceId: string, connectorId: string, id: string): Promise<ConnectorPayload> {
      return orNotFound(await store.read(workspaceId).connectorPayloads.find(connectorId, id), 'payload');
    },
    async list(
      workspaceId: string,
      connectorId: string,
      filter: PayloadFilter,
      request: ListRequest,
    ): Promise<Page<ConnectorPayload>> {
      const read = store.read(workspaceId);
      found(await read.connectors.find(connectorId));
      return read.connectorPayloads.list(connectorId, filter, request);
    },
    ...replays(options, connectorOf),
    /** Processes payloads that are due, in any process; returns how many. */
    async runDue(): Promise<number> {
      const now = clock();
      const due = { now: new Date(now), until: new Date(now + LEASE_MS), limit: ROUND };
      const payloads = await store.deployment.takeDuePayloads(due);
      const faults: unknown[] = [];
      for (let start = 0; start < payloads.length; start += CONCURRENCY) {
        const some = payloads.slice(start, start + CONCURRENCY);
        const ends = await Promise.allSettled(some.map((payload) => processDue(options, payload)));
        faults.push(...ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])));
      }
      if (faults.length > 0) throw faults[0];
      return payloads.length;
    },
  };
}

type FindConnector = (workspaceId: string, id: string) => Promise<ConnectorWithSource>;

function replays(options: PayloadsOptions, connectorOf: FindConnector) {
  const { clock, write } = options;
  return {
    /** Reads one payload by the present mapping, at once. The answer is the payload as it waits for that. */
    async replay(context: WriteContext, connectorId: string, id: string): Promise<ConnectorPayload> {
      const from = await connectorOf(context.workspaceId, connectorId);
      const waiting = await write(context, async (scope) => {
        const payload = orNotFound(await scope.connectorPayloads.find(connectorId, id), 'payload');
        if (payload.content === null) throw new AppError('conflict', 'The content of this payload was erased.');
        const changes = { state: 'waiting', attempts: 0, nextAttemptAt: new Date(clock() + LEASE_MS) } as const;
        await scope.connectorPayloads.save(id, changes);
        return { ...payload, ...changes };
      });
      await processPayload(options, from, waiting);
      return waiting;
    },
    /** Makes payloads due again; returns how many. */
    replayAll(context: WriteContext, connectorId: string, selection: PayloadSelection): Promise<{ payloads: number }> {
      return write(context, async (scope) => {
        found(await scope.connectors.find(connectorId));
        return { payloads: await scope.connectorPayloads.replay(connectorId, selection, new Date(clock())) };
      });
    },
  };
}

async function processDue(options: PayloadsOptions, payload: ConnectorPayload): Promise<void> {
  const from = await options.store.read(payload.workspaceId).connectors.findWithSource(payload.connectorId);
  // A deleted connector takes its payloads with it.
  if (from === undefined) return;
  try {
    await processPayload(options, from, payload);
  } catch (error) {
    // One that always meets a fault is tried less and less often, and keeps no other from being processed.
    const attempts = payload.attempts + 1;
    const nextAttemptAt = new Date(options.clock() + pauseAfter(attempts));
    await options.store.read(payload.workspaceId).connectorPayloads.save(payload.id, { attempts, nextAttemptAt });
    throw error;
  }
}

/** Leads that are to be fetched are left to the loop: the platform waits for the answer. */
async function receive(
  options: PayloadsOptions,
  from: ConnectorWithSource,
  document: unknown,
): Promise<ConnectorPayload[]> {
  const payloads = newPayloads(options, from, document);
  const { connectorPayloads } = options.store.read(from.connector.workspaceId);
  const kept = await connectorPayloads.insertNew(payloads);
  const isFetched = PLATFORMS[from.connector.kind].fetch !== undefined;
  return Promise.all(
    payloads.map(async (payload) => {
      if (kept.has(payload.id)) return isFetched ? payload : processPayload(options, from, payload);
      return orNotFound(await connectorPayloads.findSame(payload.connectorId, payload.dedupeKey), 'payload');
    }),
  );
}

const unreadable = () =>
  new AppError('rule_refused', 'The payload is none of the platform of this connector.', {
    errors: [{ pointer: '', code: 'wrong_format', detail: 'has not the form of this platform' }],
  });

/** Most leads in one request of a platform. */
const MOST_PARTS = 1_000;

/** What a request of the platform becomes when it is received. */
export function newPayloads(
  { newId, clock }: Pick<PayloadsOptions, 'newId' | 'clock'>,
  { connector: { workspaceId, id: connectorId, kind } }: ConnectorWithSource,
  document: unknown,
): ConnectorPayload[] {
  const platform = PLATFORMS[kind];
  const parts = platform.partsOf(document);
  if (parts === undefined || parts.length > MOST_PARTS) throw unreadable();
  const now = clock();
  // What this process does not finish becomes due, and what is fetched is due now.
  const nextAttemptAt = new Date(platform.fetch === undefined ? now + LEASE_MS : now);
  const keys = new Map(parts.map((part) => [sha256(part.identity ?? JSON.stringify(part.content)), part]));
  return [...keys].map(([dedupeKey, { content, isTest }]) => ({
    ...{ workspaceId, id: newId(), connectorId, state: 'waiting', dedupeKey, isTest },
    ...{ receivedAt: new Date(now), attempts: 0, nextAttemptAt, processedAt: null },
    ...{ leadId: null, touchId: null, problem: null, content: JSON.stringify(content), fetched: null, lead: null },
  }));
}
