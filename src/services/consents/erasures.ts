import type { PersonalRecord } from '../../core/erasure/personal-record.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { eraseSubmissions } from '../forms/confirmations.js';
import { enqueue } from '../jobs/states.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Write } from '../writes.js';
import type { PersonInput } from './addresses.js';
import { findPerson } from './people.js';
import { add } from './suppressions.js';

export interface ErasureInput extends PersonInput {
  /** Whether submissions of the person are refused from now on; true when absent. */
  suppress?: boolean | undefined;
}

/** All that is known about a person. */
export interface PersonalData {
  rows: PersonalRecord[];
  isSuppressed: boolean;
}

export interface ErasuresOptions {
  store: Store;
  write: Write;
  defaultCountry: DefaultCountry;
}

export type ErasuresService = ReturnType<typeof erasuresService>;

export function erasuresService({ store, write, defaultCountry }: ErasuresOptions) {
  return {
    /**
     * Suppresses a person, removes what names it from the ledger of consents, and begins the job that erases its leads and customers. The job has
     * ids only.
     */
    async create(context: WriteContext, input: ErasureInput): Promise<Job<'erasure'>> {
      const { workspaceId, actor } = context;
      const { suppress = true } = input;
      const person = await findPerson(store, workspaceId, input, await defaultCountry(workspaceId));
      const { leadIds, customerIds, addresses, identifiers } = person;
      return write(context, async (scope) => {
        const entries = identifiers.map((one) => ({ ...one, source: 'erasure' }));
        const suppressions = suppress ? (await add(scope, actor.id, entries)).length : 0;
        const consentIds = await scope.consents.forget(leadIds, addresses);
        if (addresses.length > 0)
          await scope.connectorPayloads.forgetAddresses(addresses.map(({ value }) => value.toLowerCase()));
        await eraseSubmissions(scope, await scope.waitingSubmissions.forget(addresses));
        await scope.idempotency.erase(consentIds, new Date(scope.realNow));
        const totals = { consents: consentIds.length, suppressions };
        const contactHashes = scope.consents.hashesOf(addresses);
        return enqueue(scope, context, 'erasure', { leadIds, customerIds, contactHashes, suppress, ...totals });
      });
    },
    /** Everything that is stored about a person, row by row. */
    async access(workspaceId: string, input: PersonInput): Promise<PersonalData> {
      const person = await findPerson(store, workspaceId, input, await defaultCountry(workspaceId));
      const read = store.read(workspaceId);
      const [rows, suppressed] = await Promise.all([
        read.personalData.rows(person.leadIds, person.customerIds),
        read.suppressions.findMany(person.identifiers),
      ]);
      const waiting = await read.waitingSubmissions.ofPeople(person.addresses);
      const addresses = person.addresses.map(({ value }) => value.toLowerCase());
      const entries = await read.consents.ofPeople(person.addresses);
      const known = new Set(rows.flatMap(({ kind, data }) => (kind === 'consents' ? [String(data.id)] : [])));
      const others = entries.filter(({ data }) => !known.has(String(data.id)));
      const payloads = addresses.length === 0 ? [] : await read.connectorPayloads.ofAddresses(addresses);
      return { rows: [...rows, ...waiting, ...others, ...payloads], isSuppressed: suppressed.size > 0 };
    },
  };
}
