import type { SuppressionKey, SuppressionKind } from '../../core/consents/suppression.js';
import { externalKey } from '../../core/leads/keys.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { NewSuppression, Suppression, SuppressionFilter } from '../../db/repositories/suppressions.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { normalizeEmail } from '../identity/emails.js';
import { normalizePhone } from '../identity/phones.js';
import type { DefaultCountry } from '../leads/settings.js';
import { type BatchItem, type ItemResult, prepareItem } from '../transactions/items.js';
import { errorsAt, itemError, SOME_REFUSED } from '../transactions/refusals.js';
import type { BatchMode } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';

export type { Suppression };

export interface SuppressionInput {
  kind: SuppressionKind;
  value: string;
  externalSystem?: string | undefined;
  reason?: string | undefined;
  source?: string | undefined;
}

/** An entry, and whether the request added it. */
export type ListedSuppression = Suppression & { isNew: boolean };

export interface SuppressionsOptions {
  store: Store;
  write: Write;
  defaultCountry: DefaultCountry;
}

export type SuppressionsService = ReturnType<typeof suppressionsService>;

export function suppressionsService({ store, write, defaultCountry }: SuppressionsOptions) {
  return {
    /** Puts a value on the list. One that is there keeps its entry. */
    async create(context: WriteContext, input: SuppressionInput): Promise<ListedSuppression> {
      const country = await defaultCountry(context.workspaceId);
      return write(context, async (scope) => {
        const [entry] = await add(scope, context.actor.id, [{ ...input, ...suppressionKey(input, country) }]);
        return entry as ListedSuppression;
      });
    },
    /** Several values, each accepted or refused by itself; with `atomic`, all or none. */
    async createBatch(
      context: WriteContext,
      items: readonly BatchItem<SuppressionInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<ListedSuppression>[]> {
      const country = await defaultCountry(context.workspaceId);
      const prepared = items.map((item) =>
        prepareItem(item, (input) => ({ wanted: { ...input, ...suppressionKey(input, country) } })),
      );
      const errors = prepared.flatMap((item, index) => ('error' in item ? errorsAt(index, item.error) : []));
      return write(context, async (scope) => {
        if (mode === 'atomic' && errors.length > 0) {
          throw new AppError('rule_refused', SOME_REFUSED, { errors: errors.slice(0, 50) });
        }
        const wanted = prepared.flatMap((item) => ('error' in item ? [] : [item.wanted]));
        const entries = await add(scope, context.actor.id, wanted);
        return prepared.map((item, index) =>
          'error' in item ? { error: itemError(index, item.error) } : { value: entries.shift() as ListedSuppression },
        );
      });
    },
    /** The entry of a value; undefined: it is not on the list. */
    async check(workspaceId: string, input: SuppressionInput): Promise<Suppression | undefined> {
      const key = suppressionKey(input, await defaultCountry(workspaceId));
      const wanted = key.kind === 'email' ? [key, ...domainsOf(key.value)] : [key];
      const found = await store.read(workspaceId).suppressions.findMany(wanted);
      return [...found.values()][0];
    },
    list: (workspaceId: string, filter: SuppressionFilter, request: ListRequest): Promise<Page<Suppression>> =>
      store.read(workspaceId).suppressions.list(filter, request),
    remove: (context: WriteContext, id: string): Promise<void> =>
      write(context, async (scope) => {
        const { kind } = orNotFound(await scope.suppressions.remove(id), 'suppression');
        emit(scope, 'suppression.deleted', { id, kind });
      }),
  };
}

/** The domains of an e-mail that may be suppressed. */
function domainsOf(email: string): SuppressionKey[] {
  const labels = email.slice(email.lastIndexOf('@') + 1).split('.');
  return labels.slice(0, -1).map((_, index) => ({ kind: 'domain', value: labels.slice(index).join('.') }));
}

/** Adds values to the list, in a transaction. Returns the entry of each, in their order. */
export async function add(
  scope: WriteScope,
  actorId: string,
  wanted: readonly (SuppressionKey & Pick<SuppressionInput, 'reason' | 'source'>)[],
): Promise<ListedSuppression[]> {
  const byName = new Map(wanted.map((one) => [`${one.kind}|${one.value}`, one]));
  const known = new Map(
    [...(await scope.suppressions.findMany([...byName.values()]))].map(([{ kind, value }, row]) => [
      `${kind}|${value}`,
      row,
    ]),
  );
  const createdAt = new Date(scope.now);
  const added = new Map<string, NewSuppression>();
  for (const [name, { kind, value, reason, source = 'api' }] of byName) {
    if (!known.has(name)) added.set(name, { id: scope.newId(), kind, value, reason, source, actorId, createdAt });
  }
  await scope.suppressions.insert([...added.values()]);
  for (const entry of added.values()) emit(scope, 'suppression.created', entry);
  const named = new Set<string>();
  return wanted.map(({ kind, value }) => {
    const name = `${kind}|${value}`;
    const entry = added.get(name);
    const isNew = entry !== undefined && !named.has(name);
    named.add(name);
    if (entry === undefined) return { ...(known.get(name) as Suppression), isNew };
    const { value: _, ...row } = entry;
    return { ...row, isNew };
  });
}

function emit(
  scope: WriteScope,
  type: 'suppression.created' | 'suppression.deleted',
  { id, kind }: Pick<Suppression, 'id' | 'kind'>,
): void {
  const part = type === 'suppression.created' ? { after: { kind } } : { before: { kind } };
  scope.emit({ type, subjectKind: 'suppression', subjectId: id, cause: 'api', ...part });
}

/** The normalised value. Throws AppError that names the field. */
function suppressionKey(
  { kind, value, externalSystem }: SuppressionInput,
  country: string | undefined,
): SuppressionKey {
  if (kind === 'external_id') return { kind, value: externalKey(value.trim(), externalSystem?.trim()) };
  if (kind === 'email_sha256') {
    const hash = value.trim().toLowerCase();
    if (SHA256.test(hash)) return { kind, value: hash };
    throw notSuppressible('This is no SHA-256: send 64 hexadecimal digits.');
  }
  const normalized =
    kind === 'phone'
      ? normalizePhone(value, country).e164
      : kind === 'email'
        ? normalizeEmail(value).normalized
        : normalizeEmail(`a@${value.trim()}`).domain;
  if (normalized !== undefined) return { kind, value: normalized };
  const detail = { email: 'This is no e-mail address.', domain: 'This is no domain, such as example.com.' };
  const stated =
    kind === 'phone' ? 'This is no valid phone number: send it with + and the country code.' : detail[kind];
  throw notSuppressible(stated);
}

const SHA256 = /^[0-9a-f]{64}$/;

const notSuppressible = (detail: string) =>
  new AppError('rule_refused', 'The value cannot be suppressed: see errors.', {
    errors: [{ pointer: '/value', code: 'rule_refused', detail }],
  });
