import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { DOMAINS } from 'free-email-domains-list';

/** Domains reserved for documentation (RFC 2606): no provider, though public lists of free mail name them. */
const RESERVED = new Set(['example.com', 'example.net', 'example.org']);
const disposable = disposableEmailBlocklistSet();

const ROLES = new Set([
  ...[
    'info',
    'sales',
    'noreply',
    'no-reply',
    'donotreply',
    'do-not-reply',
    'admin',
    'administrator',
    'support',
    'help',
  ],
  ...['helpdesk', 'contact', 'contacts', 'contactus', 'office', 'hello', 'team', 'billing', 'accounts', 'accounting'],
  ...['finance', 'invoice', 'invoices', 'hr', 'jobs', 'careers', 'recruiting', 'marketing', 'press', 'media', 'pr'],
  ...['webmaster', 'postmaster', 'hostmaster', 'abuse', 'root', 'security', 'privacy', 'legal', 'compliance', 'it'],
  ...['service', 'services', 'customerservice', 'customercare', 'orders', 'order', 'booking', 'bookings', 'reception'],
  ...['reservations', 'enquiries', 'enquiry', 'inquiries', 'inquiry', 'mail', 'email', 'mailer-daemon', 'newsletter'],
  ...['feedback', 'partners', 'purchasing', 'procurement', 'general', 'subscribe', 'unsubscribe', 'shop', 'store'],
  ...['kontakt', 'buero', 'vertrieb', 'verkauf', 'einkauf', 'ventas', 'contacto', 'vendas', 'contato', 'accueil'],
]);

/** Whether the domain, or the registrable domain it belongs to, hands out throw-away addresses. */
export const isDisposableDomain = (domain: string, registrable = domain): boolean =>
  disposable.has(domain) || disposable.has(registrable);

/** Whether anyone can have an address there (Gmail, GMX, Yahoo ...): says nothing of a company. */
export const isFreeMailDomain = (domain: string, registrable = domain): boolean =>
  (DOMAINS.has(domain) || DOMAINS.has(registrable)) && !RESERVED.has(registrable);

/** Whether a local part names a function rather than a person; a plus tag does not matter. */
export function isRoleLocalPart(local: string): boolean {
  const plus = local.indexOf('+');
  return ROLES.has(plus > 0 ? local.slice(0, plus) : local);
}
