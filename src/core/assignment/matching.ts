import type { LeadFacts } from '../leads/facts.js';
import type { RepMatch } from './demand.js';
import type { RepProfile, Skill, Territory } from './reps.js';

/** Why a rep does not fit a lead: which match failed, and on what. Undefined when it fits. */
export function mismatchOf(match: RepMatch, profile: RepProfile | undefined, facts: LeadFacts): string | undefined {
  switch (match) {
    case 'territory':
      return inTerritory(profile, facts) ? undefined : 'no territory of the rep has the lead';
    case 'language':
      return speaks(profile, facts.language) ? undefined : `does not speak ${facts.language}`;
    case 'product':
      return sells(profile, facts.products) ? undefined : 'sells none of the products asked for';
    case 'country':
      return same(profile?.country, facts.country);
    case 'region':
      return same(profile?.country, facts.country) ?? same(profile?.region, facts.region);
    case 'time_zone':
      return same(profile?.timeZone, facts.timeZone);
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

function inTerritory(profile: RepProfile | undefined, facts: LeadFacts): boolean {
  const territories = profile?.territories ?? [];
  return territories.length === 0 || territories.some((territory) => holds(territory, facts));
}

function holds(territory: Territory, facts: LeadFacts): boolean {
  const { country, region, postalPrefix, industry, minimumEmployees, maximumEmployees } = territory;
  const { employeeCount } = facts;
  if (country !== undefined && !equal(country, facts.country)) return false;
  if (region !== undefined && !equal(region, facts.region)) return false;
  if (industry !== undefined && !equal(industry, facts.industry)) return false;
  if (postalPrefix !== undefined && !compact(facts.postalCode ?? '').startsWith(compact(postalPrefix))) return false;
  if (minimumEmployees !== undefined && (employeeCount === undefined || employeeCount < minimumEmployees)) return false;
  return maximumEmployees === undefined || (employeeCount !== undefined && employeeCount <= maximumEmployees);
}

const compact = (postalCode: string) => postalCode.replace(/[\s-]/g, '').toLowerCase();
const equal = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();

/** `en` speaks `en-GB` and the other way round: who sells in a language reads its variants. */
function speaks(profile: RepProfile | undefined, language: string | undefined): boolean {
  const languages = profile?.languages ?? [];
  if (languages.length === 0 || language === undefined) return true;
  const [wanted] = language.toLowerCase().split('-');
  return languages.some((one) => one.toLowerCase().split('-')[0] === wanted);
}

function sells(profile: RepProfile | undefined, products: readonly string[] | undefined): boolean {
  const offered = profile?.products ?? [];
  if (offered.length === 0 || products === undefined || products.length === 0) return true;
  return products.some((product) => offered.some((one) => equal(one, product)));
}

/** Both known, and equal. */
function same(ofRep: string | undefined, ofLead: string | undefined): string | undefined {
  if (ofRep === undefined) return 'not known of the rep';
  if (ofLead === undefined) return 'not known of the lead';
  return equal(ofRep, ofLead) ? undefined : `${ofRep} is not that of the lead`;
}
