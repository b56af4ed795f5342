import { newBackfill, startsBackfills } from '../../core/connectors/backfill.js';
import { type Connector, connectorViolations } from '../../core/connectors/connector.js';
import type { AddressBlock } from '../../core/network/addresses.js';
import type { IfMatch } from '../../core/refusals.js';
import { urlProblem } from '../../core/webhooks/settings.js';
import type { ConnectorFilter } from '../../db/repositories/connectors.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { newRow } from '../resources.js';
import { changedFields, checkVersion, orNotFound, trimmed } from '../versions.js';
import type { Write } from '../writes.js';
import { sha256 } from './signatures.js';

type Own = Omit<Connector, 'workspaceId' | 'id' | 'version' | 'createdAt' | 'updatedAt'>;
export type ConnectorInput = Pick<Own, 'name' | 'kind' | 'sourceId' | 'fields'> & Partial<Own>;
export type ConnectorPatch = Partial<Omit<Own, 'kind'>>;

/** A connector with the path of its address, which contains its secret part: shown when it is made. */
export type IssuedConnector = Connector & { address: string };

export interface ConnectorsOptions {
  store: Store;
  write: Write;
  clock: () => number;
  random: (size: number) => Uint8Array;
  /** Private addresses that leads may be read from. */
  webhookTargets: readonly AddressBlock[];
}

export type ConnectorsService = ReturnType<typeof connectorsService>;

export const MOST_CONNECTORS = 1_000;
const TOKEN_BYTES = 32;

/** What receives payloads of other systems: settings and mapping. */
export function connectorsService({ store, write, clock, random, webhookTargets }: ConnectorsOptions) {
  const issue = async (scope: WriteScope, row: Connector): Promise<IssuedConnector> => {
    const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url');
    await scope.connectors.setAddress(row.id, sha256(token));
    return { ...row, address: `/v1/inbound/${token}` };
  };
  return {
    create(context: WriteContext, input: ConnectorInput): Promise<IssuedConnector> {
      return write(context, async (scope) => {
        if ((await scope.connectors.count()) >= MOST_CONNECTORS)
          throw new AppError('conflict', `A workspace has at most ${MOST_CONNECTORS} connectors.`);
        const row = { ...newRow(scope), ...DEFAULTS, ...trimmed(input) };
        await checkConnector(scope, row, webhookTargets);
        await scope.connectors.insert([row]);
        if (row.formIds.length > 0) await scheduleBackfill(scope, row, clock());
        emit(scope, row, 'created', { after: described(row) });
        return issue(scope, row);
      });
    },
    async get(workspaceId: string, id: string): Promise<Connector> {
      return found(await store.read(workspaceId).connectors.find(id));
    },
    list: (workspaceId: string, filter: ConnectorFilter, request: ListRequest): Promise<Page<Connector>> =>
      store.read(workspaceId).connectors.list(filter, request),
    update(context: WriteContext, id: string, ifMatch: IfMatch, patch: ConnectorPatch): Promise<Connector> {
      return write(context, async (scope) => {
        const before = found(await scope.connectors.find(id));
        checkVersion(before, ifMatch);
        const changed = changedFields<ConnectorPatch>(before, trimmed(patch));
        if (!changed) return before;
        await checkConnector(scope, { ...before, ...changed.after }, webhookTargets);
        checkToken(before, patch);
        const row = await scope.connectors.update(before, changed.after, scope.now);
        if (BACKFILL_SETTINGS.some((name) => Object.hasOwn(changed.after, name)))
          await scheduleBackfill(scope, row, clock());
        emit(scope, row, 'updated', { before: described(changed.before), after: described(changed.after) });
        return row;
      });
    },
    /** Gives it another address. What is sent to the one before is refused at once. */
    rotateAddress(context: WriteContext, id: string, ifMatch: IfMatch): Promise<IssuedConnector> {
      return write(context, async (scope) => {
        const before = found(await scope.connectors.find(id));
        checkVersion(before, ifMatch);
        const row = await scope.connectors.update(before, {}, scope.now);
        emit(scope, row, 'updated', { before: { address: 'issued' }, after: { address: 'rotated' } });
        return issue(scope, row);
      });
    },
    remove(context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> {
      return write(context, async (scope) => {
        const row = found(await scope.connectors.find(id));
        checkVersion(row, ifMatch);
        await scope.connectors.remove(id);
        emit(scope, row, 'deleted', { before: described(row) });
      });
    },
  };
}

const DEFAULTS: Omit<Own, 'name' | 'kind' | 'sourceId' | 'fields'> = {
  ...{ campaignId: null, enabled: true, consentText: null, createsTestLeads: false },
  ...{ signatureHeader: null, signatureAlgorithm: 'sha256', secret: null, accessToken: null, baseUrl: null },
  formIds: [],
};

/** A change of one of them makes the backfill due. */
const BACKFILL_SETTINGS: readonly (keyof ConnectorPatch)[] = ['accessToken', 'baseUrl', 'enabled', 'formIds'];

export const found = (row: Connector | undefined) => orNotFound(row, 'connector');

/** Makes the backfill of a connector due after its settings changed: a new token, other forms, or enabled again. */
async function scheduleBackfill(scope: WriteScope, connector: Connector, now: number): Promise<void> {
  const { workspaceId, id: connectorId, formIds } = connector;
  const first = newBackfill({ workspaceId, connectorId }, { formIds, now });
  if (startsBackfills(connector)) await scope.connectorBackfills.schedule(first);
  else await scope.connectorBackfills.resume(connectorId, new Date(now));
}

async function checkConnector(
  scope: WriteScope,
  connector: Connector,
  privateTargets: readonly AddressBlock[],
): Promise<void> {
  const errors = connectorViolations(connector);
  const problem = connector.baseUrl === null ? undefined : urlProblem(connector.baseUrl, privateTargets);
  if (problem !== undefined) errors.push({ pointer: '/baseUrl', code: 'not_allowed', detail: problem });
  const missing = (pointer: string, what: string) =>
    errors.push({ pointer, code: 'reference_not_found', detail: `There is no such ${what} in this workspace.` });
  if (!(await scope.sources.find(connector.sourceId))) missing('/sourceId', 'source');
  if (connector.campaignId !== null) {
    const campaign = await scope.campaigns.find(connector.campaignId);
    if (campaign?.sourceId !== connector.sourceId) missing('/campaignId', 'campaign of this source');
  }
  if (errors.length > 0) throw new AppError('rule_refused', 'The connector cannot be so: see `errors`.', { errors });
}

/** The access token is never shown, so a key that may change a connector must not learn it by naming another receiver of it. */
function checkToken({ baseUrl, accessToken }: Connector, patch: ConnectorPatch): void {
  const isOther = typeof patch.baseUrl === 'string' && patch.baseUrl !== baseUrl;
  if (!isOther || accessToken === null || patch.accessToken !== undefined) return;
  const detail = 'must be sent again with another `baseUrl`, which gets it';
  throw new AppError('rule_refused', 'The connector cannot be so: see `errors`.', {
    errors: [{ pointer: '/accessToken', code: 'required', detail }],
  });
}

/** What an event about a connector shows of it: no secret. */
function described({ secret, accessToken, ...connector }: Partial<Connector>) {
  const { name, kind, sourceId, campaignId, enabled, fields, consentText, createsTestLeads } = connector;
  const { signatureHeader, signatureAlgorithm, baseUrl, formIds } = connector;
  return {
    ...{ name, kind, sourceId, campaignId, enabled, fields, consentText, createsTestLeads },
    ...{ signatureHeader, signatureAlgorithm, baseUrl, formIds },
    ...(accessToken !== undefined && { hasAccessToken: accessToken !== null }),
    ...(secret !== undefined && { hasSecret: secret !== null }),
  };
}

function emit(
  scope: WriteScope,
  { id }: Connector,
  verb: 'created' | 'updated' | 'deleted',
  values: { before?: object; after?: object },
): void {
  scope.emit({ type: `connector.${verb}`, subjectKind: 'connector', subjectId: id, cause: 'api', ...values });
}
