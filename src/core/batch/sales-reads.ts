import type { CustomerKey } from '../customers/keys.js';

/** The customers, deals and conversions that a command needs. Each table is read by one statement for all commands. */
export interface SalesReads {
  /** People are always loaded with the organizations that they belong to. */
  customerIds?: readonly string[];
  /** Customers that own these keys. */
  customerKeys?: readonly CustomerKey[];
  /** Customers that these leads were converted to. */
  customersOfLeads?: readonly string[];
  /** People who belong to these organizations. */
  peopleOfOrganizations?: readonly string[];
  dealIds?: readonly string[];
  dealsOfLeads?: readonly string[];
  /** Deals with these customers as buyer or contact. */
  dealsOfCustomers?: readonly string[];
  /** The conversions of these leads that are not undone. */
  conversionsOfLeads?: readonly string[];
  /** Conversions that created or filled these customers and are not undone. */
  conversionsOfCustomers?: readonly string[];
}
