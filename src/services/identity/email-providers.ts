import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { DOMAINS } from 'free-email-domains-list';

/** Domains reserved for documentation (RFC 2606): no provider, though public lists of free mail name them. */
const RESERVED = new Set(['example.com', 'example.net', 'example.org']);
/** The build puts files in place of both lists, which are read when first needed. */
const disposable: Pick<ReadonlySet<string>, 'has'> = disposableEmailBlocklistSet();
const freeMail: Pick<ReadonlySet<string>, 'has'> = DOMAINS;

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
  includes(disposable, domain, registrable);

/** Whether the domain gives addresses to the public (Gmail, GMX, Yahoo ...): it identifies no company. */
export const isFreeMailDomain = (domain: string, registrable = domain): boolean =>
  includes(freeMail, domain, registrable) && !RESERVED.has(registrable);

const includes = (list: Pick<ReadonlySet<string>, 'has'>, domain: string, registrable: string): boolean =>
  list.has(domain) || (registrable !== domain && list.has(registrable));

/** Whether a local part names a function rather than a person; a plus tag does not matter. */
export function isRoleLocalPart(local: string): boolean {
  const plus = local.indexOf('+');
  return ROLES.has(plus > 0 ? local.slice(0, plus) : local);
}
