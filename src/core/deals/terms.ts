import { normalizeCurrency } from '../identity/currencies.js';
import { canonicalMoney, totalOf } from '../money.js';
import type { Refusal } from '../refusals.js';
import type { Deal, DealProduct } from './deal.js';

/** The terms of a deal, as a caller states them. */
export interface DealTerms {
  products?: DealProduct[] | undefined;
  /** The sum of the products when absent. */
  amount?: string | null | undefined;
  currency?: string | undefined;
}

export type Priced = Pick<Deal, 'products' | 'amount' | 'currency'>;

/** Products, amount and currency in normal form, merged with the terms before. `at`: JSON pointer to them in the body. */
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
  // Products without an amount set the amount to their sum.
  if (terms.products === undefined || products.length === 0) return { products, currency, amount: before.amount };
  const amount = totalOf(products);
  return amount === undefined
    ? refused(`${at}/products`, 'Together the products cost more than an amount can hold (15 digits).')
    : { products, currency, amount };
}

const refused = (pointer: string, detail: string): Refusal => ({ code: 'rule_refused', detail, pointer });

export const isRefusal = (value: object): value is Refusal => 'code' in value && 'detail' in value;
