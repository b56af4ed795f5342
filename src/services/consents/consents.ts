import type { RecordedConsent } from '../../core/commands/record-consent.js';
import { type ContactChannel, MARKETING, type StatedStatus } from '../../core/consents/consent.js';
import type { ConsentProof } from '../../core/leads/consent.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { ConsentFilter, StoredConsent } from '../../db/repositories/consents.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { emailFilter, phoneFilter } from '../identity/filters.js';
import type { DefaultCountry } from '../leads/settings.js';
import { prepareItem } from '../transactions/items.js';
import { refuse } from '../transactions/refusals.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { addressFacts, type PersonInput } from './addresses.js';

export type { StoredConsent };

export interface ConsentInput extends PersonInput {
  channel: ContactChannel;
  purpose?: string | undefined;
  status: StatedStatus;
  basis?: string | undefined;
  source?: string | undefined;
  proof?: ConsentProof | undefined;
  /** Epoch milliseconds. */
  occurredAt?: number | undefined;
}

/** Filters of the ledger, with addresses as the caller sends them. */
export interface ConsentQuery extends ConsentFilter {
  email?: string | undefined;
  phone?: string | undefined;
}

export interface ConsentsOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type ConsentsService = ReturnType<typeof consentsService>;

export function consentsService({ store, transactions, timeOf, defaultCountry }: ConsentsOptions) {
  return {
    /** Adds an entry to the ledger. It counts for the lead and the customer of the person by its instant. */
    async record(context: WriteContext, input: ConsentInput): Promise<RecordedConsent> {
      const { workspaceId, actor } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const { leadId, email, phone, ...consent } = input;
      const prepared = prepareItem({ input }, () => ({ addresses: addressFacts(input, country) }));
      if ('error' in prepared) return refuse(transactions, context, prepared.error);
      const { purpose = MARKETING, source = 'api', occurredAt = now } = consent;
      const entry = { ...consent, purpose, source, occurredAt, actorId: actor.id };
      const command = { type: 'record_consent', leadId, addresses: prepared.addresses, consent: entry } as const;
      return transactions.execute(context, command, (result) => result.consent);
    },
    /** Newest first, in the order of recording. */
    async list(workspaceId: string, query: ConsentQuery, request: ListRequest): Promise<Page<StoredConsent>> {
      const { email, phone, ...filter } = query;
      const readBy = phone === undefined ? undefined : await defaultCountry(workspaceId);
      const addresses = matchKeysOf({
        kind: 'person',
        emailNormalized: email === undefined ? undefined : emailFilter(email),
        phoneNormalized: phone === undefined ? undefined : phoneFilter(phone, readBy),
      });
      return store.read(workspaceId).consents.list(filter, addresses, request);
    },
    /** Those of one lead, whose address entries from before it are not among them. */
    async ofLead(workspaceId: string, leadId: string, filter: ConsentFilter, request: ListRequest) {
      const { leads, consents } = store.read(workspaceId);
      orNotFound(await leads.find(leadId), 'lead');
      return consents.list({ ...filter, leadId }, [], request);
    },
  };
}
