import { fold } from '../fold.js';
import { currentZoneName } from '../identity/zone-aliases.js';
import type { LeadFacts } from '../leads/facts.js';
import type { RepProfile, Skill, Territory } from './reps.js';
import type { RepMatch } from './requirements.js';

/** The facts of a lead that reps have to match, normalised for comparison; computed once per lead. */
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
    country: foldOrNone(facts.country),
    region: foldOrNone(facts.region),
    industry: foldOrNone(facts.industry),
    timeZone: facts.timeZone && currentZoneName(facts.timeZone),
    postalCode: compact(facts.postalCode ?? ''),
    employeeCount: facts.employeeCount,
    language: facts.language === undefined ? undefined : primaryLanguage(facts.language),
    products: (facts.products ?? []).map(fold),
  };
}

/** A profile normalised for comparison: texts folded, languages without their variants. */
export function comparable(profile: RepProfile): RepProfile {
  // Every property is always set, without spread: V8 reads objects of one shape ten times as fast.
  return {
    country: foldOrNone(profile.country),
    region: foldOrNone(profile.region),
    timeZone: profile.timeZone && currentZoneName(profile.timeZone),
    skills: profile.skills.map(({ name, level }) => ({ name, level })),
    languages: profile.languages.map(primaryLanguage),
    products: profile.products.map(fold),
    territories: profile.territories.map((territory) => ({
      country: foldOrNone(territory.country),
      region: foldOrNone(territory.region),
      postalPrefix: territory.postalPrefix === undefined ? undefined : compact(territory.postalPrefix),
      industry: foldOrNone(territory.industry),
      minimumEmployees: territory.minimumEmployees,
      maximumEmployees: territory.maximumEmployees,
    })),
    attributes: profile.attributes,
  };
}

const compact = (postalCode: string) => fold(postalCode).replace(/[\s-]/g, '');
const foldOrNone = (text: string | undefined) => (text === undefined ? undefined : fold(text));
/** `en` of `en-GB`: a rep who speaks a language reads its variants. */
const primaryLanguage = (tag: string) => tag.toLowerCase().split('-')[0] as string;

/** Why a rep does not match a lead; undefined when it does. Expects a `comparable` profile. */
export function mismatchOf(match: RepMatch, profile: RepProfile | undefined, lead: LeadTraits): string | undefined {
  switch (match) {
    case 'territory':
      return inTerritory(profile, lead) ? undefined : 'no territory of the rep has the lead';
    case 'language':
      return speaks(profile, lead.language) ? undefined : `does not speak ${lead.language}`;
    case 'product':
      return sells(profile, lead.products) ? undefined : 'sells none of the products asked for';
    case 'country':
      return differenceOf(profile?.country, lead.country);
    case 'region':
      return differenceOf(profile?.country, lead.country) ?? differenceOf(profile?.region, lead.region);
    case 'time_zone':
      return differenceOf(profile?.timeZone, lead.timeZone);
  }
}

/** The first required skill that the rep lacks or has at too low a level. */
export function lackingSkill(profile: RepProfile | undefined, required: readonly Skill[]): string | undefined {
  for (const { name, level } of required) {
    const has = levelOf(profile, name);
    if (has < level) return has === 0 ? `lacks ${name}` : `${name} at level ${has}, not ${level}`;
  }
  return undefined;
}

/** The sum of the rep's levels in the required skills. */
export function skillScore(profile: RepProfile | undefined, required: readonly Skill[]): number {
  let score = 0;
  for (const { name } of required) score += levelOf(profile, name);
  return score;
}

function levelOf(profile: RepProfile | undefined, name: string): number {
  if (profile === undefined) return 0;
  for (const skill of profile.skills) if (skill.name === name) return skill.level;
  return 0;
}

function inTerritory(profile: RepProfile | undefined, lead: LeadTraits): boolean {
  if (profile === undefined || profile.territories.length === 0) return true;
  for (const territory of profile.territories) if (covers(territory, lead)) return true;
  return false;
}

function covers(territory: Territory, lead: LeadTraits): boolean {
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

/** Why the two values are not both known and equal; undefined when they are. */
function differenceOf(ofRep: string | undefined, ofLead: string | undefined): string | undefined {
  if (ofRep === undefined) return 'not known of the rep';
  if (ofLead === undefined) return 'not known of the lead';
  return ofRep === ofLead ? undefined : 'not that of the lead';
}
