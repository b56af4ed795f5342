/** Consents and objections of a row, with their dates. */
import { isOptOut, parseConsent } from './cells.js';
import { parseDate } from './dates.js';
import type { ImportField } from './fields.js';
import { cellOf, columnsOf, keepAsAttribute, type RowContext, textOf } from './row-context.js';

const DAY_MS = 86_400_000;
const CHANNELS = ['email', 'phone'] as const;

/**
 * Sets the consents. A date belongs to the consent that its row states; a date without a column of consents states one that was granted
 * then. An objection of an opt-out column has no date of its own. Dates more than a day after `now` are kept as attributes.
 */
export function readConsents(context: RowContext, now: number): void {
  const { lead, plan } = context;
  const refused = (field: ImportField) => columnsOf(context, field).some((column) => isOptOut(cellOf(context, column)));
  const isRefused = refused('optOut');
  for (const channel of CHANNELS) {
    const stated = textOf(context, `${channel}Consent`);
    const consent = parseConsent(stated);
    if (consent) lead[`${channel}Consent`] = consent;
    else keepAsAttribute(context, `${channel}Consent`, stated);
    const text = textOf(context, `${channel}ConsentAt`);
    const parsed = parseDate(text, plan.dateOrder, plan.zone);
    const at = parsed !== undefined && parsed <= now + DAY_MS ? Math.min(parsed, now) : undefined;
    if (at === undefined) keepAsAttribute(context, `${channel}ConsentAt`, text);
    else if (consent !== undefined) lead[`${channel}ConsentAt`] = at;
    else if (columnsOf(context, `${channel}Consent`).length > 0) keepAsAttribute(context, `${channel}ConsentAt`, text);
    else {
      lead[`${channel}Consent`] = 'granted';
      lead[`${channel}ConsentAt`] = at;
    }
    if (!isRefused && !refused(`${channel}OptOut`)) continue;
    if (lead[`${channel}Consent`] !== 'denied') delete lead[`${channel}ConsentAt`];
    lead[`${channel}Consent`] = 'denied';
  }
}
