import { type SQL, sql } from 'drizzle-orm';

/** A normalised match key; of the kind `any_external_id` an external id without its system. */
export interface KeyLookup {
  kind: string;
  value: string;
}

/**
 * The condition of a key on a table of keys with the alias `k`. External ids without their systems are in the partial indexes
 * `lead_keys_external` and `customer_keys_external`.
 */
export const hasKey = ({ kind, value }: KeyLookup): SQL =>
  kind === 'any_external_id'
    ? sql`k.kind = 'external_id' and split_part(k.value, chr(31), 2) = ${value}`
    : sql`k.kind = ${kind} and k.value = ${value}`;
