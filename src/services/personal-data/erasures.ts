import type { Job } from '../../core/jobs/shapes.js';
import type { Store } from '../../db/store.js';
import type { PersonInput } from '../consents/addresses.js';
import { add } from '../consents/suppressions.js';
import type { WriteContext } from '../context.js';
import { eraseSubmissions } from '../forms/confirmations.js';
import { enqueue } from '../jobs/states.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Write } from '../writes.js';
import { type PersonalData, readPersonalData } from './access.js';
import { findPerson } from './people.js';

export interface ErasureInput extends PersonInput {
  /** Whether submissions of the person are refused from now on; true when absent. */
  suppress?: boolean | undefined;
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
        await eraseSubmissions(scope, await scope.waitingSubmissions.forget(addresses));
        await scope.idempotency.erase(consentIds, new Date(scope.realNow));
        const totals = { consents: consentIds.length, suppressions };
        const contactHashes = scope.consents.hashesOf(addresses);
        return enqueue(scope, context, 'erasure', { leadIds, customerIds, contactHashes, suppress, ...totals });
      });
    },
    /** Everything that is stored about a person, row by row. */
    async access(workspaceId: string, input: PersonInput): Promise<PersonalData> {
      const country = await defaultCountry(workspaceId);
      const person = await findPerson(store, workspaceId, input, country);
      return readPersonalData(store.read(workspaceId), person, country);
    },
  };
}
