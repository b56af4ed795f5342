import type { OwnedKey } from '../../core/batch/customer-records.js';
import type { CustomerKey } from '../../core/customers/keys.js';
import type { Executor } from '../executor.js';

export function customerKeysRepository(executor: Executor, workspaceId: string) {
  return {
    /** Keeps a key that another customer, outside the batch, already owns. */
    async insert(keys: readonly OwnedKey[]): Promise<void> {
      if (keys.length === 0) return;
      await executor.run(
        'claim_customer_keys',
        `insert into customer_keys (workspace_id, customer_kind, kind, value, customer_id)
         select $1, k.* from unnest($2::text[], $3::text[], $4::text[], $5::uuid[]) as k on conflict do nothing`,
        [workspaceId, ...columnsOf(keys), keys.map(({ customerId }) => customerId)],
      );
    },
    async remove(keys: readonly CustomerKey[]): Promise<void> {
      if (keys.length === 0) return;
      await executor.run(
        'release_customer_keys',
        `delete from customer_keys k using unnest($2::text[], $3::text[], $4::text[]) as gone(customer_kind, kind, value)
          where k.workspace_id = $1 and k.customer_kind = gone.customer_kind and k.kind = gone.kind
            and k.value = gone.value`,
        [workspaceId, ...columnsOf(keys)],
      );
    },
  };
}

const columnsOf = (keys: readonly CustomerKey[]) => [
  keys.map(({ of }) => of),
  keys.map(({ kind }) => kind),
  keys.map(({ value }) => value),
];
