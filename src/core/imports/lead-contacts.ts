/** E-mail addresses and phone numbers of a row, from all its contact columns. */
import { partsOf, withDialCode } from './contact-values.js';
import { isEmail } from './expectations.js';
import type { ImportLookups } from './lookups.js';
import { cellOf, columnsOf, keepInColumn, type RowContext, textOf } from './row-context.js';

const OTHER_CONTACTS = 10;
const LONGEST_EMAIL = 320;
const LONGEST_PHONE = 100;
const CONTACT_FIELDS = ['email', 'contact', 'phone'] as const;

/** Sets the addresses and numbers, each by its own form; what is neither is kept as attribute. */
export function readContacts(context: RowContext, lookups: ImportLookups): void {
  const { lead, plan } = context;
  const emails = new Set<string>();
  const phones = new Set<string>();
  for (const field of CONTACT_FIELDS) {
    for (const column of columnsOf(context, field)) {
      const text = cellOf(context, column);
      if (text === '') continue;
      const parts = partsOf(text);
      const long = parts.emails.filter((value) => value.length > LONGEST_EMAIL);
      for (const value of parts.emails) if (value.length <= LONGEST_EMAIL) emails.add(value);
      for (const value of parts.phones) phones.add(value.slice(0, LONGEST_PHONE));
      const others = [...parts.others, ...long];
      if (others.length > 0) keepInColumn(context, column, others.join('; '));
    }
  }
  const code = textOf(context, 'dialCode');
  const country = lead.country === undefined ? undefined : lookups.countryOf(lead.country);
  const complete = (value: string) =>
    withCallingCode(
      withPrefix(
        withDialCode(value, code, (text) => lookups.isPhone(text, '')),
        plan.phonePrefix,
      ),
      country,
      lookups,
    );
  // An address that is one comes before a text that is none.
  const [email, ...otherEmails] = [...emails].sort((a, b) => Number(isEmail(b)) - Number(isEmail(a)));
  const [phone, ...otherPhones] = new Set([...phones].map(complete));
  if (email !== undefined) lead.email = email;
  if (phone !== undefined) lead.phone = phone;
  if (otherEmails.length > 0) lead.otherEmails = otherEmails.slice(0, OTHER_CONTACTS);
  if (otherPhones.length > 0) lead.otherPhones = otherPhones.slice(0, OTHER_CONTACTS);
}

function withPrefix(phone: string, prefix: string | undefined): string {
  if (prefix === undefined || /^\s*(?:\+|00)/.test(phone)) return phone;
  const digits = phone.replace(/\D/g, '');
  if (digits.length === 10) return `${prefix} ${phone}`;
  return digits.length === 11 && digits.startsWith('1') ? `+${phone}` : phone;
}

/** "496885565437" in a row of Germany is +49 6885 565437, when it is no number of Germany otherwise. */
function withCallingCode(
  phone: string,
  country: string | undefined,
  { callingCodeOf, isPhone }: ImportLookups,
): string {
  if (country === undefined || !/^[1-9]\d{9,14}$/.test(phone)) return phone;
  const code = callingCodeOf(country);
  if (code === undefined || !phone.startsWith(code)) return phone;
  return !isPhone(phone, country) && isPhone(`+${phone}`, country) ? `+${phone}` : phone;
}
