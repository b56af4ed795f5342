import type { LeadFacts } from '../leads/facts.js';
import type { RepMatch } from './demand.js';
import type { RepProfile, Skill, Territory } from './reps.js';

/** What of a lead reps have to fit, in the form in which it is compared; made once for each lead. */
export interface LeadTraits {
  country: string | undefined;
  region: string | undefined;
  industry: string | undefined;
  timeZone: string | undefined;
  postalCode: string;
  employeeCount: number | undefined;
  language: string | undefined;
  products: readonly string[];
}

export function traitsOf(facts: LeadFacts): LeadTraits {
  return {
    country: facts.country?.toLowerCase(),
    region: facts.region?.toLowerCase(),
    industry: facts.industry?.toLowerCase(),
    timeZone: facts.timeZone?.toLowerCase(),
    postalCode: compact(facts.postalCode ?? ''),
    employeeCount: facts.employeeCount,
    language: facts.language === undefined ? undefined : primaryLanguage(facts.language),
    products: (facts.products ?? []).map((product) => product.toLowerCase()),
  };
}

/** A profile in the form in which it is compared: text without regard to case, languages without their variants. */
export function comparable(profile: RepProfile): RepProfile {
  // Every property, always, and no spreading: objects of one shape are read ten times as fast.
  return {
    country: profile.country?.toLowerCase(),
    region: profile.region?.toLowerCase(),
    timeZone: profile.timeZone?.toLowerCase(),
    skills: profile.skills.map(({ name, level }) => ({ name, level })),
    languages: profile.languages.map(primaryLanguage),
    products: profile.products.map((product) => product.toLowerCase()),
    territories: profile.territories.map((territory) => ({
      country: territory.country?.toLowerCase(),
      region: territory.region?.toLowerCase(),
      postalPrefix: territory.postalPrefix === undefined ? undefined : compact(territory.postalPrefix),
      industry: territory.industry?.toLowerCase(),
      minimumEmployees: territory.minimumEmployees,
      maximumEmployees: territory.maximumEmployees,
    })),
    attributes: profile.attributes,
  };
}

const compact = (postalCode: string) => postalCode.replace(/[\s-]/g, '').toLowerCase();
/** `en` of `en-GB`: who sells in a language reads its variants. */
const primaryLanguage = (tag: string) => tag.toLowerCase().split('-')[0] as string;

/** Why a rep does not fit a lead. Undefined when it does. Expects a `comparable` profile. */
export function mismatchOf(match: RepMatch, profile: RepProfile | undefined, lead: LeadTraits): string | undefined {
  switch (match) {
    case 'territory':
      return inTerritory(profile, lead) ? undefined : 'no territory of the rep has the lead';
    case 'language':
      return speaks(profile, lead.language) ? undefined : `does not speak ${lead.language}`;
    case 'product':
      return sells(profile, lead.products) ? undefined : 'sells none of the products asked for';
    case 'country':
      return same(profile?.country, lead.country);
    case 'region':
      return same(profile?.country, lead.country) ?? same(profile?.region, lead.region);
    case 'time_zone':
      return same(profile?.timeZone, lead.timeZone);
  }
}

/** The first of the skills that the rep lacks, or has not enough of. */
export function lackingSkill(profile: RepProfile | undefined, wanted: readonly Skill[]): string | undefined {
  for (const { name, level } of wanted) {
    const has = levelOf(profile, name);
    if (has < level) return has === 0 ? `lacks ${name}` : `${name} at level ${has}, not ${level}`;
  }
  return undefined;
}

/** How much of the wanted skills a rep has: the sum of its levels. */
export function skillScore(profile: RepProfile | undefined, wanted: readonly Skill[]): number {
  let score = 0;
  for (const { name } of wanted) score += levelOf(profile, name);
  return score;
}

function levelOf(profile: RepProfile | undefined, name: string): number {
  if (profile === undefined) return 0;
  for (const skill of profile.skills) if (skill.name === name) return skill.level;
  return 0;
}

function inTerritory(profile: RepProfile | undefined, lead: LeadTraits): boolean {
  if (profile === undefined || profile.territories.length === 0) return true;
  for (const territory of profile.territories) if (holds(territory, lead)) return true;
  return false;
}

function holds(territory: Territory, lead: LeadTraits): boolean {
  const { country, region, postalPrefix, industry, minimumEmployees, maximumEmployees } = territory;
  const { employeeCount } = lead;
  if (country !== undefined && country !== lead.country) return false;
  if (region !== undefined && region !== lead.region) return false;
  if (industry !== undefined && industry !== lead.industry) return false;
  if (postalPrefix !== undefined && !lead.postalCode.startsWith(postalPrefix)) return false;
  if (minimumEmployees !== undefined && (employeeCount === undefined || employeeCount < minimumEmployees)) return false;
  return maximumEmployees === undefined || (employeeCount !== undefined && employeeCount <= maximumEmployees);
}

function speaks(profile: RepProfile | undefined, language: string | undefined): boolean {
  if (profile === undefined || profile.languages.length === 0 || language === undefined) return true;
  return profile.languages.includes(language);
}

function sells(profile: RepProfile | undefined, products: readonly string[]): boolean {
  if (profile === undefined || profile.products.length === 0 || products.length === 0) return true;
  return products.some((product) => profile.products.includes(product));
}

/** Both known, and equal. */
function same(ofRep: string | undefined, ofLead: string | undefined): string | undefined {
  if (ofRep === undefined) return 'not known of the rep';
  if (ofLead === undefined) return 'not known of the lead';
  return ofRep === ofLead ? undefined : 'not that of the lead';
}
