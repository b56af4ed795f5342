import type { Condition } from '../../core/condition.js';
import type { AddressBlock } from '../../core/network/addresses.js';
import type { IfMatch } from '../../core/refusals.js';
import { MILLISECONDS_PER_HOUR } from '../../core/time.js';
import type {
  WebhookDisabledReason,
  WebhookEndpoint,
  WebhookHeader,
  WebhookPayload,
  WebhookSignature,
} from '../../core/webhooks/endpoint.js';
import { settingsViolations } from '../../core/webhooks/settings.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Resend } from '../../db/repositories/webhook-deliveries.js';
import type { WebhookEndpointFilter } from '../../db/repositories/webhook-endpoints.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { Principal, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { searchable } from '../leads/search.js';
import type { ReadSettings } from '../leads/settings.js';
import { newRow } from '../resources.js';
import { changedFields, checkVersion, orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { newSigningKey, verificationSecret } from './signing.js';

export interface WebhookEndpointSettings {
  url: string;
  types: string[];
  description: string | null;
  where: Condition;
  payload: WebhookPayload;
  headers: WebhookHeader[];
  /** Ids of API keys. */
  skipOwn: string[];
  enabled: boolean;
}

export type WebhookEndpointPatch = Partial<WebhookEndpointSettings> & { removeWhere?: boolean };

export interface WebhookEndpointInput extends Partial<WebhookEndpointSettings> {
  url: string;
  types: string[];
  signature?: WebhookSignature | undefined;
}

/** An endpoint with what its receiver verifies signatures with: shown when it is made. */
export type IssuedWebhookEndpoint = WebhookEndpoint & { secret: string };

export type WebhookEndpointsService = ReturnType<typeof webhookEndpointsService>;

export interface WebhookEndpointsOptions {
  store: Store;
  write: Write;
  random: (size: number) => Uint8Array;
  privateTargets: readonly AddressBlock[];
  settings: ReadSettings;
}

export const MOST_WEBHOOK_ENDPOINTS = 1_000;

export function webhookEndpointsService({ store, write, random, privateTargets, settings }: WebhookEndpointsOptions) {
  const checkCondition = async ({ where }: Partial<WebhookEndpointSettings>, { workspaceId, now }: WriteScope) => {
    if (where !== undefined) await searchable(where, { ...(await settings(workspaceId)), now });
  };
  return {
    create(principal: Principal, context: WriteContext, input: WebhookEndpointInput): Promise<IssuedWebhookEndpoint> {
      checkSettings(input, privateTargets);
      return write(context, async (scope) => {
        await checkCondition(input, scope);
        if ((await scope.webhookEndpoints.count()) >= MOST_WEBHOOK_ENDPOINTS) {
          throw new AppError('conflict', `A workspace has at most ${MOST_WEBHOOK_ENDPOINTS} webhook endpoints.`);
        }
        const key = newSigningKey(input.signature ?? 'hmac_sha256', random);
        const row = newEndpoint(scope, principal, input, key);
        await scope.webhookEndpoints.insert([row]);
        emit(scope, row, 'created', { after: described(row) });
        return { ...row, secret: verificationSecret(key) };
      });
    },
    async get(workspaceId: string, id: string): Promise<WebhookEndpoint> {
      return found(await store.read(workspaceId).webhookEndpoints.find(id));
    },
    list: (workspaceId: string, filter: WebhookEndpointFilter, request: ListRequest): Promise<Page<WebhookEndpoint>> =>
      store.read(workspaceId).webhookEndpoints.list(filter, request),
    update(
      principal: Principal,
      context: WriteContext,
      id: string,
      { ifMatch, patch }: { ifMatch: IfMatch; patch: WebhookEndpointPatch },
    ): Promise<WebhookEndpoint> {
      checkSettings(patch, privateTargets);
      return write(context, async (scope) => {
        const before = found(await scope.webhookEndpoints.find(id));
        checkVersion(before, ifMatch);
        await checkCondition(patch, scope);
        const { skipOwn, removeWhere = false, ...own } = patch;
        const wanted = { ...own, ...(skipOwn && { skipActors: skipOwn }), ...(removeWhere && { where: null }) };
        const changed = changedFields<Partial<WebhookEndpoint>>(before, wanted);
        if (!changed) return before;
        const row = await scope.webhookEndpoints.update(before, changesOf(before, changed.after, principal), scope.now);
        emit(scope, row, 'updated', { before: described(changed.before), after: described(changed.after) });
        return row;
      });
    },
    remove(context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> {
      return write(context, async (scope) => {
        const row = found(await scope.webhookEndpoints.find(id));
        checkVersion(row, ifMatch);
        await scope.webhookEndpoints.remove(id);
        emit(scope, row, 'deleted', { before: described(row) });
      });
    },
    ...secretRotation(write, random),
    ...resending(write),
    /** Emits an event for this endpoint only, whatever types it selects. */
    test(context: WriteContext, id: string, ifMatch: IfMatch): Promise<WebhookEndpoint> {
      return write(context, async (scope) => {
        const row = found(await scope.webhookEndpoints.find(id));
        checkVersion(row, ifMatch);
        if (!row.enabled) throw new AppError('conflict', 'The endpoint is disabled: enable it first.');
        emit(scope, row, 'tested', { after: { endpointId: row.id } });
        return row;
      });
    },
  };
}

/** Signatures of one message at most. */
const MOST_KEYS = 5;

/** What can be sent again. */
function resending(write: Write) {
  return {
    /** Sends one event again, or all that failed since an instant; returns how many deliveries that are. */
    resend(context: WriteContext, id: string, chosen: Resend): Promise<number> {
      if ((chosen.eventId === undefined) === (chosen.failedSince === undefined))
        throw new AppError('rule_refused', 'Send exactly one of eventId and failedSince.');
      return write(context, async (scope) => {
        found(await scope.webhookEndpoints.find(id));
        return scope.webhookDeliveries.resend(id, chosen, new Date(scope.realNow));
      });
    },
    /** Moves the position in the log, so that events from `fromSequence` on are sent next. */
    replay(context: WriteContext, id: string, ifMatch: IfMatch, fromSequence: number): Promise<WebhookEndpoint> {
      return write(context, async (scope) => {
        const before = found(await scope.webhookEndpoints.find(id));
        checkVersion(before, ifMatch);
        const last = scope.head.eventSequence;
        if (fromSequence > last + 1) {
          const detail = `is beyond the log, which ends at ${last}`;
          const errors = [{ pointer: '/fromSequence', code: 'too_large', detail }];
          throw new AppError('rule_refused', 'The log does not have that event.', { errors });
        }
        // A process that sends for it at this moment can record nothing any more.
        const moved = { position: fromSequence - 1, leaseHolder: null, leaseUntil: null };
        const row = await scope.webhookEndpoints.update(before, moved, scope.now);
        emit(scope, row, 'updated', { before: { position: before.position }, after: { position: row.position } });
        return row;
      });
    },
  };
}

function secretRotation(write: Write, random: (size: number) => Uint8Array) {
  return {
    /** Issues a new key. The replaced one signs beside it for `overlapHours`. */
    rotateSecret(context: WriteContext, id: string, overlapHours: number): Promise<IssuedWebhookEndpoint> {
      return write(context, async (scope) => {
        const before = found(await scope.webhookEndpoints.find(id));
        const key = newSigningKey(before.signature, random);
        const endsAt = scope.realNow + overlapHours * MILLISECONDS_PER_HOUR;
        const replaced = before.signingKeys
          .map(({ value, endsAt: ends }) => ({ value, endsAt: Math.min(ends ?? Infinity, endsAt) }))
          .filter((one) => one.endsAt > scope.realNow);
        const signingKeys = [{ value: key, endsAt: null }, ...replaced].slice(0, MOST_KEYS);
        const row = await scope.webhookEndpoints.update(before, { signingKeys }, scope.now);
        const numbers = { before: before.signingKeys.length, after: signingKeys.length };
        emit(scope, row, 'updated', { before: { signingKeys: numbers.before }, after: { signingKeys: numbers.after } });
        return { ...row, secret: verificationSecret(key) };
      });
    },
  };
}

export const found = (row: WebhookEndpoint | undefined) => orNotFound(row, 'webhook endpoint');

function newEndpoint(
  scope: WriteScope,
  { principalId }: Principal,
  input: WebhookEndpointInput,
  key: string,
): WebhookEndpoint {
  const { url, types, description = null, payload = 'full', headers = [], skipOwn = [], enabled = true } = input;
  return {
    ...newRow(scope),
    ...{ url, types, description, payload, headers, where: input.where ?? null, enabled, principalId },
    signature: input.signature ?? 'hmac_sha256',
    signingKeys: [{ value: key, endsAt: null }],
    skipActors: skipOwn,
    ...{ disabledReason: null, disabledAt: null },
    // The event of its own creation comes after this position.
    position: scope.head.eventSequence,
    ...{ failures: 0, failingSince: null, retryAt: null, leaseHolder: null, leaseUntil: null },
  };
}

/** Events are sent with the rights of the key that decided last where they go. */
function changesOf(before: WebhookEndpoint, after: Partial<WebhookEndpoint>, { principalId }: Principal) {
  const again = after.enabled === true ? { failures: 0, failingSince: null, retryAt: new Date(0) } : {};
  const disabled = before.enabled ? {} : { disabledReason: null, disabledAt: null };
  return { ...after, principalId, ...(after.enabled === true && disabled), ...again };
}

function checkSettings(settings: WebhookEndpointPatch, privateTargets: readonly AddressBlock[]): void {
  const errors = settingsViolations(settings, privateTargets);
  if (errors.length === 0) return;
  throw new AppError('rule_refused', 'The endpoint cannot have these settings: see `errors`.', { errors });
}

/** What an event about an endpoint shows: no value of a header and nothing of the URL but its host, which can contain secrets. */
function described({ url, headers, ...endpoint }: Partial<WebhookEndpoint>) {
  const { description, types, where, payload, skipActors, enabled } = endpoint;
  return {
    ...(url !== undefined && { host: new URL(url).host }),
    ...(headers !== undefined && { headers: headers.map(({ name }) => name) }),
    ...(where !== undefined && { hasCondition: where !== null }),
    ...{ description, types, payload, skipOwn: skipActors, enabled },
  };
}

function emit(
  scope: WriteScope,
  { id }: WebhookEndpoint,
  verb: 'created' | 'updated' | 'deleted' | 'tested',
  values: { before?: object; after?: object },
): void {
  scope.emit({
    type: `webhook_endpoint.${verb}`,
    subjectKind: 'webhook_endpoint',
    subjectId: id,
    cause: 'api',
    ...values,
  });
}

/** Disables an endpoint by decision of the service; its waiting deliveries stay. */
export async function disableEndpoint(
  store: Store,
  { workspaceId, id }: Pick<WebhookEndpoint, 'workspaceId' | 'id'>,
  reason: WebhookDisabledReason,
  requestId: string,
): Promise<void> {
  await store.write(workspaceId, { actorKind: 'system', actorId: 'webhooks', requestId }, async (scope) => {
    const before = await scope.webhookEndpoints.find(id);
    if (!before?.enabled) return;
    const disabledAt = new Date(scope.now);
    const changes = { enabled: false, disabledReason: reason, disabledAt, leaseHolder: null, leaseUntil: null };
    await scope.webhookEndpoints.update(before, changes, scope.now);
    scope.emit({
      type: 'webhook_endpoint.disabled',
      subjectKind: 'webhook_endpoint',
      subjectId: id,
      cause: 'time',
      after: { reason },
    });
  });
}
