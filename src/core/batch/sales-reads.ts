import type { CustomerKey } from '../customers/keys.js';

/** What a command needs of customers, deals and conversions. Each table is read by one statement for all commands. */
export interface SalesReads {
  /** People come with the organizations that they belong to, however they are found. */
  customerIds?: readonly string[];
  /** Customers that own these keys. */
  customerKeys?: readonly CustomerKey[];
  /** Customers that were made of these leads. */
  customersOfLeads?: readonly string[];
  /** People who belong to these organizations. */
  peopleOfOrganizations?: readonly string[];
  dealIds?: readonly string[];
  dealsOfLeads?: readonly string[];
  /** Deals that name these customers, as buyer or as contact. */
  dealsOfCustomers?: readonly string[];
  /** The conversions of these leads that are not undone. */
  conversionsOfLeads?: readonly string[];
  /** Conversions that made or completed these customers and are not undone. */
  conversionsOfCustomers?: readonly string[];
}
