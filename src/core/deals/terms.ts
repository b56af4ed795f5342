import { normalizeCurrency } from '../identity/currencies.js';
import { canonicalMoney, totalOf } from '../money.js';
import type { Refusal } from '../refusals.js';
import type { Deal, DealProduct } from './deal.js';

/** What a deal is about and worth, as somebody says it. */
export interface DealTerms {
  products?: DealProduct[] | undefined;
  /** The sum of the products when absent. */
  amount?: string | null | undefined;
  currency?: string | undefined;
}

export type Priced = Pick<Deal, 'products' | 'amount' | 'currency'>;

/** Products, amount and currency in their one form, on top of what was agreed before. `at`: where they stand in the body. */
export function pricedBy(
  terms: DealTerms,
  before: Pick<Deal, 'products' | 'amount'> & { currency?: string | undefined },
  at = '',
): Priced | Refusal {
  const said = terms.currency ?? before.currency ?? '';
  const currency = normalizeCurrency(said);
  if (currency === undefined) return refused(`${at}/currency`, 'There is no such currency in ISO 4217.');
  const products = (terms.products ?? before.products).map((line) => ({
    ...line,
    unitPrice: canonicalMoney(line.unitPrice),
  }));
  if (terms.amount === null) return { products, currency, amount: undefined };
  if (terms.amount !== undefined) return { products, currency, amount: canonicalMoney(terms.amount) };
  // Products without an amount of their own say what they cost together.
  if (terms.products === undefined || products.length === 0) return { products, currency, amount: before.amount };
  const amount = totalOf(products);
  return amount === undefined
    ? refused(`${at}/products`, 'Together the products cost more than an amount can hold (15 digits).')
    : { products, currency, amount };
}

const refused = (pointer: string, detail: string): Refusal => ({ code: 'rule_refused', detail, pointer });

export const isRefusal = (value: object): value is Refusal => 'code' in value && 'detail' in value;
