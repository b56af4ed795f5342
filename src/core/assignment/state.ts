import type { Subject } from '../conditions/subject.js';
import { type LeadKey, matchKeysOf } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import type { AssignOptions, LeadOwner, ManualGift, OwnedLead } from './assign-options.js';
import { ClaimCounts, type RememberedClaims } from './claim-counts.js';
import { type ClaimPools, isMasked } from './claim-pools.js';
import type { Decision, DecisionRecord } from './decision.js';
import { ANY_REP } from './demand.js';
import { effortOf } from './effort.js';
import { obstacleOf } from './eligibility.js';
import { bookReturn } from './ledger.js';
import type { CompiledRoutingPolicy, Stickiness } from './policy.js';
import { giveByHand, type LedgerLine, type TeamFacts } from './pool.js';
import { Pools } from './pools.js';
import type { RepFacts } from './reps.js';
import { RepRoll } from './roll.js';
import { route } from './route.js';

type Weighed = Parameters<typeof effortOf>[1];

export interface AssignmentFacts {
  reps: ReadonlyMap<string, RepFacts>;
  teams: readonly TeamFacts[];
  ledgers: readonly LedgerLine[];
}

type Assigned = Extract<Decision, { outcome: 'assigned' }>;

/** The state of assignment during one batch of leads: each decision sees those before it. Facts handed in stay as they are. */
export interface AssignmentState {
  /** Of the routing policy. */
  readonly policyVersion: number;
  /**
   * Decides who gets a lead and books it. The receiver's open leads and effort grow; those of an owner from whom it is taken
   * do not shrink: say `weigh`.
   */
  assign(subject: Subject, options?: AssignOptions): Decision;
  /**
   * Asks the rules about a lead that has an owner: who they would let have it keeps it, full or not, at work or not, unless
   * inactive. Else somebody else gets it, if anybody can take it now, and the owner is credited in the ledger of the team.
   * Undefined: it stays.
   */
  rerun(subject: Subject, owned: OwnedLead): Assigned | undefined;
  /** Books what a person decided: the lead counts in the ledger of the team as if the rotation had given it. */
  give(subject: Subject, gift: ManualGift): Decision;
  /** A lead that was given through the team comes back: its giver's turn is credited. */
  takeBack(repId: string, teamId: string): void;
  /** Differences of a rep's open leads and their effort: closed, moved away, removed, or open again. */
  weigh(repId: string, leads: number, effort: number): void;
  /** Whose owner leads go to: what has to be told by the next three. */
  readonly sticksTo: readonly Stickiness[];
  /** The owner of a company's leads, by domain; later assignments of the batch are known already. */
  companyOwned(domain: string, ownerId: string): void;
  /** The lead that has an e-mail address, phone number or external id, and its owner; the same. */
  contactOwned(key: LeadKey, owner: LeadOwner): void;
  /** The owner of whoever named a lead, or the rep who did; undefined: nobody is known. */
  referrerOwned(leadId: string, ownerId: string | undefined): void;
  /** Companies whose owner this batch has decided. */
  companiesOwned(): ReadonlyMap<string, string>;
  rep(repId: string): RepFacts | undefined;
  team(teamId: string): TeamFacts | undefined;
  isMember(teamId: string, repId: string): boolean;
  /** In whose ledger a lead that goes to the rep by hand counts: the team it came through, or the rep's only one. */
  teamFor(repId: string, teamId: string | undefined): string | undefined;
  /** Whether the rep may take a lead now, by its limits and its time off. */
  canTake(repId: string, lead: Pick<Lead, 'facts' | 'temperature' | 'category' | 'lifecycle'>, now: number): boolean;
  readonly claimPools: ClaimPools;
  /** Whether the rep may claim another lead of the team's pool today. */
  hasClaimsLeft(teamId: string, repId: string, now: number): boolean;
  /** A rep has claimed a lead of the team's pool. */
  claimed(teamId: string, repId: string, now: number): void;
  /** Who has claimed leads of pools with a daily limit: the instants to be stored. */
  rememberedClaims(): RememberedClaims[];
  /** Whether a claimer is not shown yet how to reach the lead. */
  masks(lead: Pick<Lead, 'teamId' | 'ownerId'>): boolean;
  /** What an owned lead weighs. */
  effortOf(lead: Weighed): number;
  /** The whole ledgers of the teams that gave a lead, to be stored in place of the old lines. */
  changedLedgers(): LedgerLine[];
  /** Who was given leads and has caps: the instants to be stored. */
  remembered: RepRoll['remembered'];
  /** Whether somebody who had no room has some again, so that waiting leads should be tried; undefined: nobody has. */
  hasRoomAgain(): true | undefined;
}

/** Deterministic: the order of reps, teams and members does not matter, that of the policy's rules and of leads does. */
export function createAssignmentState(policy: CompiledRoutingPolicy, facts: AssignmentFacts): AssignmentState {
  return new BatchState(policy, facts);
}

class BatchState implements AssignmentState {
  private readonly reps: RepRoll;
  private readonly teams: ReadonlyMap<string, TeamFacts>;
  private readonly pools: Pools;
  private readonly companies = new Map<string, string>();
  private readonly contacts = new Map<string, LeadOwner>();
  private readonly referrers = new Map<string, string>();
  private readonly decided = new Map<string, string>();
  private readonly claims: ClaimCounts;

  constructor(
    private readonly policy: CompiledRoutingPolicy,
    facts: AssignmentFacts,
  ) {
    this.reps = new RepRoll(facts.reps);
    this.teams = new Map(facts.teams.map((team) => [team.id, team]));
    this.pools = new Pools(this.teams, facts.ledgers);
    this.claims = new ClaimCounts(policy.claimPools, facts.ledgers, (repId) => this.reps.get(repId));
  }

  get policyVersion(): number {
    return this.policy.version;
  }

  get claimPools(): ClaimPools {
    return this.policy.claimPools;
  }

  hasClaimsLeft(teamId: string, repId: string, now: number): boolean {
    return this.claims.hasLeft(teamId, repId, now);
  }

  claimed(teamId: string, repId: string, now: number): void {
    this.claims.add(teamId, repId, now);
  }

  rememberedClaims(): RememberedClaims[] {
    return this.claims.remembered();
  }

  masks(lead: Pick<Lead, 'teamId' | 'ownerId'>): boolean {
    return isMasked(this.policy.claimPools, lead);
  }

  get sticksTo(): readonly Stickiness[] {
    return this.policy.sticksTo;
  }

  assign(subject: Subject, options: AssignOptions = {}): Decision {
    return this.booked(subject, this.decide(subject, options), options.leadId);
  }

  rerun(subject: Subject, { leadId, ownerId, teamId, declined }: OwnedLead): Assigned | undefined {
    const decision = this.decide(subject, { leadId, holder: ownerId, declined });
    if (decision.outcome === 'queued' || decision.repId === ownerId) return undefined;
    if (teamId !== undefined) this.takeBack(ownerId, teamId);
    return this.booked(subject, decision, leadId);
  }

  private decide(subject: Subject, { leadId, from, declined, holder }: AssignOptions & { holder?: string }): Decision {
    const { policy, pools, reps } = this;
    const { facts, now } = subject;
    const record: DecisionRecord = { policyVersion: policy.version, rules: [], trials: [], tieBreak: null };
    for (const stickiness of policy.sticksTo) {
      const repId = this.ownerBy(stickiness, subject, leadId);
      if (repId === undefined || repId === from || declined?.includes(repId)) continue;
      if (!canBeStuckTo(reps.get(repId), subject)) continue;
      record.stickiness = stickiness;
      return { outcome: 'assigned', repId, ruleId: null, record };
    }
    const asking = { facts, subject, now, effort: this.effortOf(subject), from, declined, holder };
    return route({ policy, pools, reps, subject, asking, record });
  }

  private ownerBy(stickiness: Stickiness, { facts }: Subject, leadId: string | undefined): string | undefined {
    if (stickiness === 'company') return this.companies.get(facts.domain ?? '');
    if (stickiness === 'referrer') return this.referrers.get(leadId ?? '');
    for (const key of matchKeysOf(facts)) {
      const owner = this.contacts.get(nameOf(key));
      if (owner !== undefined && (leadId === undefined || owner.leadId !== leadId)) return owner.ownerId;
    }
    return undefined;
  }

  give(subject: Subject, { repId, teamId, reason, leadId }: ManualGift): Decision {
    const record: DecisionRecord = {
      policyVersion: this.policy.version,
      manual: { reason },
      rules: [],
      trials: [],
      tieBreak: null,
    };
    const pool = teamId === undefined ? undefined : this.pools.get(teamId);
    if (pool !== undefined) giveByHand(pool, this.reps, repId, record.trials);
    return this.booked(subject, { outcome: 'assigned', repId, teamId, ruleId: null, record }, leadId);
  }

  takeBack(repId: string, teamId: string): void {
    const pool = this.pools.get(teamId);
    if (pool !== undefined && bookReturn(pool.entries, repId)) pool.changed = true;
  }

  weigh(repId: string, leads: number, effort: number): void {
    this.reps.weigh(repId, leads, effort);
  }

  companyOwned(domain: string, ownerId: string): void {
    this.companies.set(domain, ownerId);
  }

  referrerOwned(leadId: string, ownerId: string | undefined): void {
    if (ownerId !== undefined) this.referrers.set(leadId, ownerId);
  }

  contactOwned(key: LeadKey, owner: LeadOwner): void {
    this.contacts.set(nameOf(key), owner);
  }

  companiesOwned(): ReadonlyMap<string, string> {
    return this.decided;
  }

  rep(repId: string): RepFacts | undefined {
    return this.reps.get(repId);
  }

  team(teamId: string): TeamFacts | undefined {
    return this.teams.get(teamId);
  }

  isMember(teamId: string, repId: string): boolean {
    return isMember(this.teams.get(teamId), repId);
  }

  teamFor(repId: string, teamId: string | undefined): string | undefined {
    if (teamId !== undefined && this.isMember(teamId, repId)) return teamId;
    const own = [...this.teams.values()].filter((team) => team.active && isMember(team, repId));
    return own.length === 1 ? own[0]?.id : undefined;
  }

  canTake(repId: string, lead: Pick<Lead, 'facts' | 'temperature' | 'category' | 'lifecycle'>, now: number): boolean {
    const declined = lead.lifecycle?.declinedRepIds;
    const asking = { facts: lead.facts, now, effort: this.effortOf(lead), declined };
    return obstacleOf(this.reps.get(repId), ANY_REP, asking) === undefined;
  }

  effortOf(lead: Weighed): number {
    return effortOf(this.policy.effort, lead);
  }

  changedLedgers(): LedgerLine[] {
    return this.pools.changedLedgers();
  }

  remembered() {
    return this.reps.remembered();
  }

  hasRoomAgain(): true | undefined {
    return this.reps.hasRoomAgain || undefined;
  }

  private booked<D extends Decision>(subject: Subject, decision: D, leadId: string | undefined): D {
    if (decision.outcome !== 'assigned') return decision;
    const { repId } = decision;
    this.reps.weigh(repId, 1, this.effortOf(subject));
    this.reps.remember(repId, subject.now);
    const { domain } = subject.facts;
    const { sticksTo } = this;
    if (domain !== undefined && sticksTo.includes('company')) {
      this.companies.set(domain, repId);
      this.decided.set(domain, repId);
    }
    if (sticksTo.includes('contact')) {
      // Whoever had a key first keeps it, as leads do.
      for (const key of matchKeysOf(subject.facts)) {
        const known = this.contacts.get(nameOf(key));
        if (known === undefined || known.leadId === leadId) this.contactOwned(key, { leadId, ownerId: repId });
      }
    }
    return decision;
  }
}

const nameOf = ({ kind, value }: LeadKey) => `${kind}|${value}`;

const isMember = (team: TeamFacts | undefined, repId: string): boolean =>
  team?.members.some((member) => member.repId === repId) ?? false;

/** An owner keeps the company full or not, but not while it is off. */
function canBeStuckTo(rep: RepFacts | undefined, { facts, now }: Subject): boolean {
  const failure = obstacleOf(rep, ANY_REP, { facts, now, effort: 0 })?.failure;
  return failure !== 'inactive' && failure !== 'time_off';
}
