import { Metadata } from 'libphonenumber-js/max';

/** Methods of the library's metadata class beyond its published types. A test compares the results with the library itself. */
interface PlanSource {
  hasCountry(country: string): boolean;
  hasCallingCode(callingCode: string): boolean | undefined;
  getCountryCodesForCallingCode(callingCode: string): string[] | undefined;
  selectNumberingPlan(country: string): unknown;
  countryCallingCode(): string;
  IDDPrefix(): string | undefined;
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | undefined;
  leadingDigits(): string | undefined;
  type(name: string): { pattern(): string; possibleLengths(): number[] | undefined } | undefined;
}

/** One country's numbers, compiled once. */
interface NumberingPlan {
  country: string;
  callingCode: string;
  /** Countries that share the calling code, in the order in which they are tried. */
  sharedWith: string[];
  idd: RegExp | undefined;
  general: RegExp;
  /** Undefined when the country has none; `complex` when stripping it may also rewrite the number. */
  nationalPrefix: RegExp | 'complex' | undefined;
  leadingDigits: RegExp | undefined;
  types: { name: string; lengths: number[] | undefined; pattern: RegExp | 'as_fixed_line' }[];
}

export interface PlainNumber {
  e164: string;
  country: string;
  /** As the library names types: MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE, TOLL_FREE ... */
  type: string;
}

const TYPES = 'FIXED_LINE MOBILE PREMIUM_RATE TOLL_FREE SHARED_COST VOIP PERSONAL_NUMBER PAGER UAN VOICEMAIL'.split(
  ' ',
);
const source = new Metadata() as unknown as PlanSource;
const plans = new Map<string, NumberingPlan>();
const entirely = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const atStart = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`);

/** Whether the numbering plans know the country (ISO 3166-1 alpha-2). */
export const hasNumberingPlan = (country: string): boolean => source.hasCountry(country);

/**
 * The number, when it is plainly valid: digits after `+`, or a country's digits with at most a simple trunk prefix.
 * The library takes 15 to 700 us for a number because it compiles every pattern anew; this takes about 1 us with the
 * same patterns. `invalid`: the library would refuse it as well. Undefined: not plain, the library has to decide.
 */
export function plainNumber(digits: string, country: string | undefined): PlainNumber | 'invalid' | undefined {
  if (digits.startsWith('+')) return internationalNumber(digits.slice(1));
  if (country === undefined || !source.hasCountry(country)) return undefined;
  const plan = planOf(country);
  // International numbers without their plus, and numbers dialled abroad, need the library's care.
  if (plan.idd?.test(digits)) return undefined;
  if (digits.startsWith(plan.callingCode) && !plan.general.test(digits)) return undefined;
  const national = withoutPrefix(digits, plan);
  return national === undefined ? undefined : (validNumber(national, plan) ?? 'invalid');
}

/**
 * Whether the digits may be an international number without its plus: they begin with the calling code of the country, and
 * with no trunk prefix, which would make them national.
 */
export function mayBeInternational(digits: string, country: string): boolean {
  const { callingCode, nationalPrefix } = planOf(country);
  if (!digits.startsWith(callingCode)) return false;
  return !(nationalPrefix instanceof RegExp && nationalPrefix.test(digits));
}

function internationalNumber(digits: string): PlainNumber | 'invalid' | undefined {
  for (let length = 1; length <= 3; length++) {
    const callingCode = digits.slice(0, length);
    const [main] = source.getCountryCodesForCallingCode(callingCode) ?? [];
    if (main === undefined) {
      // Numbers of no country (+800 ...).
      if (source.hasCallingCode(callingCode) === true) return undefined;
      continue;
    }
    const plan = planOf(main);
    const national = digits.slice(length);
    return plan.nationalPrefix === 'complex' || plan.nationalPrefix?.test(national)
      ? undefined
      : (validNumber(national, plan) ?? 'invalid');
  }
  return 'invalid';
}

function withoutPrefix(digits: string, plan: NumberingPlan): string | undefined {
  if (plan.nationalPrefix === undefined) return digits;
  if (plan.nationalPrefix === 'complex') return undefined;
  const prefix = plan.nationalPrefix.exec(digits)?.[0];
  if (prefix === undefined) return digits;
  // Where the whole is a number too, the prefix may be part of it.
  return plan.general.test(digits) ? undefined : digits.slice(prefix.length);
}

function validNumber(national: string, plan: NumberingPlan): PlainNumber | undefined {
  for (const country of plan.sharedWith) {
    const own = country === plan.country ? plan : planOf(country);
    const mine = own.leadingDigits === undefined || plan.sharedWith.length === 1 || own.leadingDigits.test(national);
    const type = mine ? typeOf(national, own) : undefined;
    if (type !== undefined) return { e164: `+${plan.callingCode}${national}`, country, type };
    if (mine && own.leadingDigits !== undefined) return undefined;
  }
  return undefined;
}

function typeOf(national: string, plan: NumberingPlan): string | undefined {
  if (!plan.general.test(national)) return undefined;
  const found = plan.types.find((type) => isOfType(national, type));
  if (found?.name !== 'FIXED_LINE') return found?.name;
  const mobile = plan.types.find((type) => type.name === 'MOBILE');
  const either = mobile === undefined || mobile.pattern === 'as_fixed_line' || isOfType(national, mobile);
  return either ? 'FIXED_LINE_OR_MOBILE' : 'FIXED_LINE';
}

function isOfType(national: string, { lengths, pattern }: NumberingPlan['types'][number]): boolean {
  if (pattern === 'as_fixed_line') return false;
  return (lengths === undefined || lengths.includes(national.length)) && pattern.test(national);
}

function planOf(country: string): NumberingPlan {
  const known = plans.get(country);
  if (known !== undefined) return known;
  source.selectNumberingPlan(country);
  const callingCode = source.countryCallingCode();
  const idd = source.IDDPrefix();
  const leadingDigits = source.leadingDigits();
  const plan: NumberingPlan = {
    country,
    callingCode,
    sharedWith: source.getCountryCodesForCallingCode(callingCode) ?? [country],
    idd: idd ? atStart(idd) : undefined,
    general: entirely(source.nationalNumberPattern()),
    nationalPrefix: prefixOf(source.nationalPrefixForParsing()),
    leadingDigits: leadingDigits ? atStart(leadingDigits) : undefined,
    types: compiledTypes(),
  };
  plans.set(country, plan);
  return plan;
}

/** A prefix pattern with groups carries carrier codes or rewrites the number. */
function prefixOf(pattern: string | undefined): NumberingPlan['nationalPrefix'] {
  if (!pattern) return undefined;
  return /\((?!\?)/.test(pattern) ? 'complex' : atStart(pattern);
}

function compiledTypes(): NumberingPlan['types'] {
  return TYPES.flatMap((name) => {
    const type = source.type(name);
    if (type === undefined) return [];
    const pattern = type.pattern();
    if (pattern === '' && name !== 'MOBILE') return [];
    return [{ name, lengths: type.possibleLengths(), pattern: pattern === '' ? 'as_fixed_line' : entirely(pattern) }];
  });
}
