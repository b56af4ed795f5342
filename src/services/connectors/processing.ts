import type { Connector } from '../../core/connectors/connector.js';
import { correctionOf } from '../../core/connectors/correction.js';
import { type ConnectorPayload, MOST_FETCHES, type PayloadProblem, pauseAfter } from '../../core/connectors/payload.js';
import { PLATFORMS } from '../../core/connectors/platforms.js';
import { namesNobody, type PayloadLead, readPayload } from '../../core/connectors/reading.js';
import type { SubmitCommand, SubmitResult } from '../../core/leads/commands/submit.js';
import type { SourceReference } from '../../core/sources.js';
import type { ConnectorWithSource } from '../../db/repositories/connectors.js';
import type { Store } from '../../db/store.js';
import { type IdempotencyRequest, IdempotentReplay, type WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { normalizeFacts } from '../identity/facts.js';
import { prepareConnectorSubmission, preparePatch } from '../leads/prepare.js';
import { withUnconfirmed } from '../leads/public-consents.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { FetchLead } from './fetching.js';

export interface ProcessingOptions {
  store: Store;
  transactions: Transactions;
  defaultCountry: DefaultCountry;
  timeOf: WorkspaceTime;
  clock: () => number;
  fetchLead: FetchLead;
}

type Result = Pick<ConnectorPayload, 'state'> & Partial<ConnectorPayload>;
type Made = { leadId: string; touchId: string };

/** Refusals of what a payload says: the same payload is refused again until the mapping or the settings change. */
const REFUSALS: ReadonlySet<string> = new Set([
  'rule_refused',
  'validation_failed',
  'conflict',
  'not_found',
  'reference_not_found',
  'answer_erased',
]);

const NOBODY = 'The payload makes no lead: the mapping finds nobody in it.';
const NO_PERSON = {
  code: 'required',
  detail: 'find no name, e-mail address, phone number or organization in this payload, and no id of the sender',
};

/**
 * Reads a payload, makes or corrects its lead, and saves what came of it. A fault of the service, such as a database that cannot be
 * reached, leaves the payload waiting for another attempt.
 */
export async function processPayload(
  options: ProcessingOptions,
  { connector, source }: ConnectorWithSource,
  payload: ConnectorPayload,
): Promise<ConnectorPayload> {
  const { store, clock } = options;
  let result: Result;
  try {
    result = await outcomeOf(options, { connector, source }, payload);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    result = refused(error, payload, clock());
  }
  const changes = { nextAttemptAt: null, problem: null, processedAt: new Date(clock()), ...result };
  await store.read(payload.workspaceId).connectorPayloads.save(payload.id, changes);
  return { ...payload, ...changes };
}

function refused({ code, detail, extra }: AppError, payload: ConnectorPayload, now: number): Result {
  if (code === 'suppressed') return { state: 'suppressed', content: null, fetched: null, lead: null };
  const problem: PayloadProblem = { code, detail, ...(extra.errors && { errors: violationsOf(extra.errors) }) };
  if (REFUSALS.has(code)) return { state: 'failed', problem };
  const attempts = payload.attempts + 1;
  return { state: 'waiting', attempts, nextAttemptAt: new Date(now + pauseAfter(attempts)), problem };
}

const violationsOf = (errors: readonly { pointer?: string; code: string; detail: string }[]) =>
  errors.map(({ pointer = '', code, detail }) => ({ pointer, code, detail }));

async function outcomeOf(
  options: ProcessingOptions,
  from: ConnectorWithSource,
  payload: ConnectorPayload,
): Promise<Result> {
  const { connector, source } = from;
  if (payload.content === null) return { state: payload.state };
  if (payload.isTest && !connector.createsTestLeads) return { state: 'test' };
  const platform = PLATFORMS[connector.kind];
  const content: unknown = JSON.parse(payload.content);
  const fetched = await fetchedOf(options, connector, payload, content);
  if ('state' in fetched) return fetched;
  const kept = { fetched: fetched.text, isTest: payload.isTest || platform.isTest(fetched.document) };
  if (kept.isTest && !connector.createsTestLeads) return { state: 'test', ...kept };
  // It is kept at once: the next attempt need not ask the platform again.
  if (kept.fetched !== payload.fetched)
    await options.store.read(payload.workspaceId).connectorPayloads.save(payload.id, kept);
  const fields = [...connector.fields, ...platform.fields];
  const mapping = { fields, consentText: connector.consentText };
  const reading = readPayload(platform.documentOf(content, fetched.document), mapping);
  if ('violations' in reading) {
    const detail = 'The mapping does not fit this payload: see `errors`.';
    throw new AppError('rule_refused', detail, { errors: reading.violations });
  }
  const { read } = reading;
  if (payload.leadId !== null) {
    await correct(options, payload, payload.leadId, read);
    return { state: 'accepted', lead: read, ...kept };
  }
  if (namesNobody(read)) throw new AppError('rule_refused', NOBODY, { errors: [{ pointer: '/fields', ...NO_PERSON }] });
  return { state: 'accepted', lead: read, ...kept, ...(await submit(options, { connector, source }, payload, read)) };
}

/** What the platform has of the payload, from an earlier attempt or from the platform; or when the next attempt is. */
async function fetchedOf(
  { fetchLead, clock }: ProcessingOptions,
  connector: Connector,
  { fetched, attempts: before }: ConnectorPayload,
  content: unknown,
): Promise<{ text: string | null; document: unknown } | Result> {
  const { fetch } = PLATFORMS[connector.kind];
  if (fetch === undefined) return { text: null, document: undefined };
  if (fetched !== null) return { text: fetched, document: JSON.parse(fetched) };
  const answer = await fetchLead(connector, fetch.pathOf(content));
  if ('document' in answer) return { text: JSON.stringify(answer.document), document: answer.document };
  const attempts = before + 1;
  const problem = { code: 'fetch_failed', detail: answer.problem };
  if (attempts >= MOST_FETCHES) return { state: 'dead', attempts, problem };
  return { state: 'waiting', attempts, nextAttemptAt: new Date(clock() + pauseAfter(attempts)), problem };
}

const originOf = ({ workspaceId, connectorId, id }: ConnectorPayload): WriteContext => ({
  workspaceId,
  actor: { kind: 'system', id: `connector:${connectorId}` },
  requestId: `payload-${id}`,
});

/** Makes the lead of a payload, once: the answer is remembered with it, in case that the process ends before it is noted here. */
async function submit(
  { store, transactions, defaultCountry, timeOf }: ProcessingOptions,
  { connector, source }: { connector: Connector; source: SourceReference },
  payload: ConnectorPayload,
  { lead, externalId, occurredAt }: PayloadLead,
): Promise<Made> {
  const { workspaceId } = payload;
  const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
  const input = {
    ...{ ...lead, source },
    externalId: externalId ?? payload.dedupeKey,
    externalSystem: externalSystemOf(connector),
    occurredAt: Math.min(occurredAt ?? payload.receivedAt.getTime(), now),
  };
  const prepared = prepareConnectorSubmission(input, connector.id, country, now);
  const command = await withUnconfirmed(store, workspaceId, prepared.command);
  const context = { ...originOf(payload), idempotency: rememberedFor(payload) };
  try {
    return await transactions.execute<SubmitCommand, Made>(context, command, made);
  } catch (error) {
    if (!(error instanceof IdempotentReplay)) throw error;
    return JSON.parse(error.stored.body) as Made;
  }
}

const made = ({ lead, touchId }: SubmitResult): Made => ({ leadId: lead.id, touchId });

/** Ids of generic senders are those of one connector; platforms number their leads over all forms. */
const externalSystemOf = ({ kind, id }: Connector): string => (kind === 'generic' ? `connector-${id}` : kind);

const rememberedFor = ({ connectorId, id }: ConnectorPayload): IdempotencyRequest => ({
  principalId: connectorId,
  key: `payload ${id}`,
  fingerprint: id,
  loadNames: () => Promise.resolve(),
  render: (result) => ({ status: 201, headers: {}, body: JSON.stringify(result) }),
  renderRefusal: () => undefined,
});

const MOST_TRIES = 3;

async function correct(
  { store, transactions, defaultCountry, timeOf }: ProcessingOptions,
  payload: ConnectorPayload,
  leadId: string,
  { lead: after }: PayloadLead,
): Promise<void> {
  const { workspaceId, lead: before } = payload;
  const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
  const normalize = (lead: object) => normalizeFacts(lead, { country, now }).facts;
  for (let tries = 1; ; tries += 1) {
    const known = await store.read(workspaceId).leads.find(leadId);
    if (known === undefined) throw new AppError('not_found', 'The lead of this payload was deleted.');
    const change = correctionOf(before?.lead ?? {}, after, known.facts, normalize);
    if (change === undefined) return;
    const apply = preparePatch(change, country, now);
    try {
      const command = { type: 'patch', leadId, ifMatch: [known.version], apply } as const;
      return await transactions.execute(originOf(payload), command, () => undefined);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'version_mismatch') || tries === MOST_TRIES) throw error;
    }
  }
}
