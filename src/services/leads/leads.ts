import { type LeadFilters, withLeadFilters } from '../../core/conditions/lead-filters.js';
import type { PatchCommand } from '../../core/leads/commands/patch.js';
import type { SubmitCommand, SubmitResult } from '../../core/leads/commands/submit.js';
import type { ConsentProof } from '../../core/leads/consent.js';
import { externalKey } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import type { NormalizationNote, NoteCode } from '../../core/leads/raw-leads.js';
import type { IfMatch } from '../../core/refusals.js';
import type { KeyLookup } from '../../db/repositories/key-lookups.js';
import type { LeadFilter } from '../../db/repositories/lead-filters.js';
import type { LeadOrder } from '../../db/repositories/leads.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { NOTE_DETAILS } from '../identity/facts.js';
import { emailFilter, normalLeadFilters, phoneReadings } from '../identity/filters.js';
import { claimOf, loadReferrers, type ReferrerInput, type ReferrerReads } from '../referrals/claims.js';
import { type BatchItem, type ItemResult, type PreparedItem, prepareItem, runItems } from '../transactions/items.js';
import { refuse } from '../transactions/refusals.js';
import type { BatchMode } from '../transactions/request.js';
import { turnsAfter } from '../turns.js';
import {
  aggregateLeads,
  countLeads,
  type LeadAggregationInput,
  type LeadGroups,
  type LeadSelectionInput,
} from './aggregates.js';
import { type CaptureOptions, capture, captureChecked } from './capture.js';
import { pageByText } from './full-text.js';
import { leadMoves } from './moves.js';
import {
  type LeadInput,
  type LeadPatch,
  type Prepared,
  type PublicInput,
  preparePatch,
  prepareSubmission,
} from './prepare.js';
import { type LeadProposalsOptions, leadProposals, type TouchWithProposal } from './proposals.js';
import { leadReads } from './reads.js';
import { type LeadSearchInput, searchLeads, withSurvivors } from './search.js';
import type { ReadSettings } from './settings.js';

export type { Lead, LeadOrder, TouchWithProposal };
export type Submission = SubmitResult & { notes: NormalizationNote[] };
export type LeadBatchItem = BatchItem<LeadInput>;
type LeadBatchOutcome = ItemResult<Submission>;

/** The filters of a list, as a caller sends them. */
export interface LeadQuery extends LeadFilters, Omit<LeadFilter, 'keys' | 'text' | 'selection'> {
  /** Words of its names, organization, e-mail or description. */
  q?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  externalId?: string | undefined;
  externalSystem?: string | undefined;
}

/** A correction of a batch; `ifVersion`: the version that the lead must have. */
export interface PatchInput {
  leadId: string;
  ifVersion: number | undefined;
  patch: LeadPatch;
}

export interface LeadsOptions extends LeadProposalsOptions, CaptureOptions {
  store: Store;
  settings: ReadSettings;
}

export type LeadsService = ReturnType<typeof leadsService>;

export function leadsService(options: LeadsOptions) {
  const { store, transactions, timeOf, defaultCountry, settings } = options;
  return {
    /** Normalises, matches, scores, classifies and assigns one submission. Resolves when all of it is durable. */
    async create(context: WriteContext, input: LeadInput): Promise<Submission> {
      const { workspaceId } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const prepared = await withReferrer(store.read(workspaceId), { input }, prepareLead({ input }, country, now));
      if ('error' in prepared) return refuse(transactions, context, prepared.error);
      const { command, notes } = prepared;
      return transactions.execute(context, command, (submitted) => submissionOf(submitted, notes));
    },
    /** A submission from a public page: it adds leads and fills empty fields, and overwrites nothing. */
    capture: (context: WriteContext, input: PublicInput) => capture(options, context, input),
    /** The same for a form, which has checked the attributes. */
    captureForm: (context: WriteContext, input: PublicInput, proof: ConsentProof) =>
      captureChecked(options, context, input, proof),
    createBatch: async (context: WriteContext, items: readonly LeadBatchItem[], mode: BatchMode) =>
      createBatch({ transactions, store }, context, items, mode, {
        country: await defaultCountry(context.workspaceId),
        now: await timeOf(context.workspaceId),
      }),
    list: (workspaceId: string, query: LeadQuery, order: LeadOrder, request: ListRequest): Promise<Page<Lead>> =>
      listLeads(options, workspaceId, query, order, request),
    async search(workspaceId: string, input: LeadSearchInput, request: ListRequest): Promise<Page<Lead>> {
      const context = { ...(await settings(workspaceId)), now: await timeOf(workspaceId) };
      return searchLeads(store, workspaceId, input, context, request);
    },
    async count(workspaceId: string, input: LeadSelectionInput): Promise<number> {
      return countLeads(store, workspaceId, input, {
        ...(await settings(workspaceId)),
        now: await timeOf(workspaceId),
      });
    },
    async aggregate(workspaceId: string, input: LeadAggregationInput): Promise<LeadGroups> {
      const context = { ...(await settings(workspaceId)), now: await timeOf(workspaceId) };
      return aggregateLeads(store, workspaceId, input, context);
    },
    async update(context: WriteContext, leadId: string, ifMatch: IfMatch, patch: LeadPatch): Promise<Lead> {
      const { workspaceId } = context;
      const apply = preparePatch(patch, await defaultCountry(workspaceId), await timeOf(workspaceId));
      return transactions.execute(context, { type: 'patch', leadId, ifMatch, apply }, ({ lead }) => lead);
    },
    /** Several corrections, each accepted or refused by itself; with `atomic`, all or none. */
    updateBatch: (context: WriteContext, items: readonly BatchItem<PatchInput>[], mode: BatchMode) =>
      updateBatch(options, context, items, mode),
    remove: (context: WriteContext, leadId: string, ifMatch: IfMatch): Promise<void> =>
      transactions.execute(context, { type: 'removal', leadId, ifMatch }, () => undefined),
    ...leadMoves(transactions),
    ...leadProposals(options),
    ...leadReads(store, timeOf),
  };
}

async function listLeads(
  { store, timeOf, defaultCountry, settings }: LeadsOptions,
  workspaceId: string,
  query: LeadQuery,
  order: LeadOrder,
  request: ListRequest,
): Promise<Page<Lead>> {
  const { email, phone, externalId, externalSystem, q } = query;
  const { stage, rotted, customerId, customerOrganizationId, hasProposal } = query;
  const filters = normalLeadFilters(query, 'parameter');
  const { merged } = await settings(workspaceId);
  const where = await withSurvivors(withLeadFilters(undefined, filters), merged);
  const selection = where && { where, now: await timeOf(workspaceId) };
  const keys = keysOf({ email, externalId, externalSystem });
  const readBy = filters.country ?? (await defaultCountry(workspaceId));
  const phones = phone === undefined ? undefined : phoneReadings(phone, readBy);
  const others = { stage, rotted, customerId, customerOrganizationId, hasProposal };
  const { leads } = store.read(workspaceId);
  return pageByText(q, { parameter: 'q' }, request.cursor, (text) =>
    leads.list({ ...others, selection, keys, phones, text }, order, request),
  );
}

async function updateBatch(
  { transactions, timeOf, defaultCountry }: LeadsOptions,
  context: WriteContext,
  items: readonly BatchItem<PatchInput>[],
  mode: BatchMode,
): Promise<ItemResult<{ changed: boolean; lead: Lead }>[]> {
  const [country, now] = [await defaultCountry(context.workspaceId), await timeOf(context.workspaceId)];
  const prepared = items.map((item) => prepareItem(item, (input) => preparePatchItem(input, country, now)));
  return runItems<PatchCommand, { command: PatchCommand }, { changed: boolean; lead: Lead }>(
    transactions,
    { context, mode, items: prepared },
    ({ changed, lead }) => ({ changed, lead }),
  );
}

function preparePatchItem(
  { leadId, ifVersion, patch }: PatchInput,
  country: string | undefined,
  now: number,
): { command: PatchCommand } {
  const ifMatch = ifVersion === undefined ? undefined : [ifVersion];
  return { command: { type: 'patch', leadId, ifMatch, apply: preparePatch(patch, country, now) } };
}

function submissionOf(submitted: SubmitResult, notes: NormalizationNote[]): Submission {
  const surplus = Object.keys(submitted.surplus ?? {}) as NormalizationNote['field'][];
  const added = surplus.map((field): NormalizationNote => noteOf(field, 'limit_reached'));
  if (submitted.hasSharedPhone) added.push(noteOf('phone', 'phone_shared'));
  return { notes: added.length === 0 ? notes : [...notes, ...added], ...submitted };
}

const noteOf = (field: NormalizationNote['field'], code: NoteCode): NormalizationNote => ({
  field,
  code,
  detail: NOTE_DETAILS[code],
});

async function createBatch(
  { transactions, store }: Pick<LeadsOptions, 'transactions' | 'store'>,
  context: WriteContext,
  items: readonly LeadBatchItem[],
  mode: BatchMode,
  { country, now }: { country: string | undefined; now: number },
): Promise<LeadBatchOutcome[]> {
  const stated = items.map((item) => ('input' in item ? item.input.referredBy : undefined));
  const read = await loadReferrers(store.read(context.workspaceId), stated);
  const turns = turnsAfter(TURN_MS);
  const preparing: (PreparedLead | Promise<PreparedLead>)[] = [];
  for (const item of items) {
    preparing.push(withReferrer(read, item, prepareLead(item, country, now)));
    await turns.due();
  }
  const prepared = await Promise.all(preparing);
  return runItems<SubmitCommand, Prepared, Submission>(
    transactions,
    { context, mode, items: prepared },
    (submitted, { notes }) => submissionOf(submitted, notes),
  );
}

/** Milliseconds of normalising after which other requests get a turn of the event loop. */
const TURN_MS = 10;

type PreparedLead = PreparedItem<Prepared>;

const prepareLead = (item: LeadBatchItem, country: string | undefined, now: number): PreparedLead =>
  prepareItem(item, (input) => prepareSubmission(input, country, now));

/** Adds the referrer to the command, where the submission states one. */
function withReferrer(
  read: ReferrerReads,
  item: LeadBatchItem,
  prepared: PreparedLead,
): PreparedLead | Promise<PreparedLead> {
  const referrer = 'input' in item ? item.input.referredBy : undefined;
  return referrer === undefined || 'error' in prepared ? prepared : withClaim(read, referrer, prepared);
}

async function withClaim(read: ReferrerReads, referrer: ReferrerInput, prepared: Prepared): Promise<PreparedLead> {
  try {
    const referredBy = await claimOf(read, { referrer }, '/referredBy', 'ignored');
    return { ...prepared, command: { ...prepared.command, referredBy } };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** The exact keys of the query, all of which the lead must have. */
function keysOf({
  email,
  externalId,
  externalSystem,
}: Pick<LeadQuery, 'email' | 'externalId' | 'externalSystem'>): LeadFilter['keys'] {
  const keys: KeyLookup[] = [];
  const external = externalLookup(externalId, externalSystem);
  if (external !== undefined) keys.push(external);
  if (email !== undefined) keys.push({ kind: 'email', value: emailFilter(email) });
  return keys;
}

/** The key of an external id, of any system where none is named. A system without an id identifies nothing. */
export function externalLookup(externalId: string | undefined, externalSystem?: string): KeyLookup | undefined {
  if (externalId === undefined) {
    if (externalSystem !== undefined) throw externalIdMissing();
    return undefined;
  }
  return externalSystem === undefined
    ? { kind: 'any_external_id', value: externalId }
    : { kind: 'external_id', value: externalKey(externalId, externalSystem) };
}

function externalIdMissing(): AppError {
  const detail = 'names the system of `externalId`, which is missing';
  return new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
    errors: [{ parameter: 'externalSystem', code: 'required', detail }],
  });
}
