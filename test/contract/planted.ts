import type { FastifyInstance } from 'fastify';
import type { Store } from '../../src/db/store.js';
import { type ContractOperation, parametersIn, type Resolve, type Schema } from './document.js';
import { type Contract, problemOf, type Sending } from './exchange.js';

/** One of everything in a workspace, by the name of the path parameter that takes it. */
export type Planted = Record<string, string>;

/** What makes each thing that an address can name, in an order in which each finds what it refers to. */
const MAKERS: [parameter: string, operationId: string][] = [
  ['sourceId', 'createSource'],
  ['campaignId', 'createCampaign'],
  ['repId', 'createRep'],
  ['teamId', 'createTeam'],
  ['version', 'createScoreModel'],
  ['version', 'createClassificationPolicy'],
  ['operationId', 'publishClassificationPolicy'],
  ['version', 'createRoutingPolicy'],
  ['version', 'createFunnel'],
  ['version', 'createHandoffPolicy'],
  ['version', 'createSlaPolicy'],
  ['version', 'createPlaybook'],
  ['leadId', 'createLead'],
  ['activityId', 'recordActivity'],
  ['taskId', 'createTask'],
  ['referralId', 'createReferral'],
  ['apiKeyId', 'createApiKey'],
  ['customerId', 'createCustomer'],
  ['dealId', 'createDeal'],
];

let count = 0;

/** Makes one of everything; names are new each time. Fails when an address of the document takes something unknown. */
export async function plant(
  contract: Contract,
  server: FastifyInstance,
  resolve: Resolve,
  { key, workspaceId }: { key: string; workspaceId: string },
): Promise<Planted> {
  const planted: Planted = { workspaceId };
  for (const [parameter, operationId] of MAKERS) {
    count += 1;
    const body = uniqueBody(sampleBody(operationOf(contract, operationId), planted, resolve), count);
    const answer = await contract.send(server, operationOf(contract, operationId), { key, body, params: planted });
    if (answer.status >= 300) throw new Error(`${operationId}: ${problemOf(answer).detail}`);
    const made = JSON.parse(answer.text) as {
      id?: string;
      version?: number;
      lead?: { id: string };
      touchId?: string;
      rescoreId?: string;
    };
    const named = made.rescoreId ?? (parameter === 'leadId' ? made.lead?.id : undefined);
    if (made.touchId !== undefined) planted.touchId = made.touchId;
    planted[parameter] = named ?? (parameter === 'version' ? String(made.version) : String(made.id));
  }
  for (const { name } of contract.operations.flatMap((operation) => parametersIn(operation, 'path'))) {
    if (planted[name] === undefined) throw new Error(`nothing is planted for the path parameter ${name}`);
  }
  return planted;
}

/** Gives the planted lead a history: a second touch, two events, and an owner after it had none. */
export async function enliven(
  contract: Contract,
  server: FastifyInstance,
  { key, planted }: { key: string; planted: Planted },
): Promise<void> {
  const { leadId = '', version = '' } = planted;
  const send = async (operationId: string, sending: Sending) => {
    const answer = await contract.send(server, operationOf(contract, operationId), { key, ...sending });
    if (answer.status >= 300) throw new Error(`${operationId}: ${problemOf(answer).detail}`);
    return JSON.parse(answer.text) as { email?: string };
  };
  const { email } = await send('getLead', { params: { leadId } });
  await send('createLead', { body: { email } });
  for (const type of ['email_clicked', 'demo_requested']) {
    await send('createEngagementEvent', { body: { leadId, type } });
  }
  await send('recordActivity', { params: { leadId }, body: { kind: 'note', body: 'Worth a call' } });
  await send('publishRoutingPolicy', { params: { version } });
  await send('updateLead', { params: { leadId }, body: { country: 'DE' } });
  for (const verb of ['offerLead', 'withdrawHandoff', 'offerLead']) {
    await send(verb, { params: { leadId }, ...(verb === 'offerLead' && { body: {} }) });
  }
}

/** Trained models of the versions 1 to `last`, as if leads had been learnt from. */
export async function plantPredictionModels(store: Store, workspaceId: string, last: number): Promise<void> {
  const outcomes = { won: 40, lost: 60 };
  const quality = { auc: 0.8, aucError: 0.05, logLoss: 0.5, brier: 0.2, ece: 0.02, lift10: 2, lift20: 1.5 };
  const validation = { on: 'held_out', outcomes, ...quality } as const;
  const bands = [{ from: -10_000, ...outcomes }];
  const document = { format: 1, base: -4_055, baseVariance: 0.01, fields: [], pairs: [], bands } as const;
  const unpublished = { publishedAt: null, publishedBy: null, retiredAt: null, driftedAt: null };
  const origin = { actorKind: 'system', actorId: 'test', requestId: 'test-support' } as const;
  await store.write(workspaceId, origin, async (scope) => {
    for (let version = 1; version <= last; version += 1) {
      await scope.predictionModels.insert({
        ...{ workspaceId, version, status: 'trained', verdict: 'ok', trainedBy: 'request', unripe: 0, leaks: [] },
        ...{ ...outcomes, ...unpublished, comparison: null, drift: null, learntThrough: new Date(scope.now) },
        trainedAt: new Date(scope.now),
        document: { ...document, fields: [], pairs: [], bands: [...bands], outcomes, validation },
      });
    }
  });
}

export function operationOf({ operations }: Contract, id: string): ContractOperation {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

/** The planted thing that a property such as `sourceId` or `fallbackTeamId` takes. */
export function plantedFor(name: string, planted: Planted): string | undefined {
  const parameter = Object.keys(planted).find((known) => name.toLowerCase().endsWith(known.toLowerCase()));
  return parameter === undefined ? undefined : planted[parameter];
}

/** The documented example of the body, about things that exist. */
export function sampleBody(operation: ContractOperation, planted: Planted, resolve: Resolve): unknown {
  if (operation.body === undefined) return undefined;
  return replaceIds(operation.body.schema, operation.body.example, resolve, (name) => plantedFor(name, planted));
}

/** The value with each id in it replaced, where the schema says that a property is one. */
export function replaceIds(
  reference: Schema,
  value: unknown,
  resolve: Resolve,
  idFor: (name: string) => string | undefined,
): unknown {
  const schema = variantOf(resolve(reference), value, resolve);
  if (Array.isArray(value)) return value.map((item) => replaceIds(schema.items ?? {}, item, resolve, idFor));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => {
    const property = resolve(schema.properties?.[name] ?? {});
    const replaced = property.format === 'uuid' ? (idFor(name) ?? child) : replaceIds(property, child, resolve, idFor);
    return [name, replaced];
  });
  return Object.fromEntries(entries);
}

/** Of alternatives, the one that the value is. */
export function variantOf(schema: Schema, value: unknown, resolve: Resolve): Schema {
  const { discriminator } = schema;
  if (discriminator === undefined || typeof value !== 'object' || value === null) return schema;
  const tag = String(Reflect.get(value, discriminator.propertyName));
  const $ref = discriminator.mapping[tag];
  return $ref === undefined ? schema : resolve({ $ref });
}

/** Whatever must be unique, made so. */
function uniqueBody(body: unknown, number: number): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const unique = { ...(body as Record<string, unknown>) };
  if (typeof unique.name === 'string') unique.name = `${unique.name} ${number}`;
  if (typeof unique.email === 'string') unique.email = `planted-${number}@example.com`;
  return unique;
}
