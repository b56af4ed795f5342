import type { Subject } from '../conditions/subject.js';
import type { LeadKey } from '../leads/keys.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { AssignOptions, LeadOwner, ManualAssignment, OwnedLead, TakenLead } from './assignments.js';
import { BatchReps } from './batch-reps.js';
import { ClaimCounts, type RepClaims } from './claim-counts.js';
import { type ClaimPools, isMasked } from './claim-pools.js';
import type { Decision, DecisionRecord, PoolTrial } from './decision.js';
import { effortOf } from './effort.js';
import { isFull, isStickyAvailable, obstacleOf } from './eligibility.js';
import type { CompiledRoutingPolicy, Stickiness } from './policy.js';
import { addRestored, giveByHand, isMember, type LedgerLine, type TeamFacts, takeBack } from './pool.js';
import { Pools } from './pools.js';
import type { RepFacts } from './reps.js';
import { ANY_REP } from './requirements.js';
import { route } from './route.js';
import { StickyOwners } from './sticky-owners.js';

type EffortInput = Parameters<typeof effortOf>[1];

export interface AssignmentFacts {
  reps: ReadonlyMap<string, RepFacts>;
  teams: readonly TeamFacts[];
  ledgers: readonly LedgerLine[];
}

type Assigned = Extract<Decision, { outcome: 'assigned' }>;

/** The state of assignment during one batch of leads: each decision sees those before it. The given facts are not changed. */
export interface AssignmentState {
  /** Version of the routing policy. */
  readonly policyVersion: number;
  readonly pools: Pools;
  /**
   * Decides who gets a lead and records it. Adds to the receiver's open leads and effort. Does not subtract from a previous
   * owner's: the caller does with `addLoad`.
   */
  assign(subject: Subject, options?: AssignOptions): Decision;
  /**
   * Applies the rules again to a lead that has an owner. An active owner that meets the requirements keeps it, whatever its
   * limits and hours. Otherwise an eligible rep gets it, if there is one now. Undefined when the lead stays with its owner.
   */
  rerun(subject: Subject, owned: OwnedLead): Assigned | undefined;
  /** Records what a person decided: the lead counts in the ledger of the team as if the rotation had given it. */
  assignManually(subject: Subject, assignment: ManualAssignment): Decision;
  /** Sets the decision that gave a stored lead to its owner. Decisions of the batch replace it. */
  setDecision(leadId: string, record: DecisionRecord): void;
  /** The trial that gave a lead to its owner. */
  trialOf(leadId: string): PoolTrial | undefined;
  /** The owner loses the lead: reverses in the ledger of the team what the decision about it gave. */
  takeBack(taken: TakenLead): void;
  /** Adds to a rep's open leads and their effort; negative when a lead is closed, reassigned or removed. */
  addLoad(repId: string, leads: number, effort: number): void;
  /** Stickiness of the policy. The next three methods load the owners it needs. */
  readonly stickiness: readonly Stickiness[];
  /** Sets the owner of a company's leads, by domain. Assignments of the batch update it. */
  setCompanyOwner(domain: string, ownerId: string): void;
  /** Sets the lead with a match key, and its owner. Assignments of the batch update it. */
  setContactOwner(key: LeadKey, owner: LeadOwner): void;
  /** Sets the owner of the lead that referred `leadId`, or the rep who referred it; undefined when neither is known. */
  setReferrerOwner(leadId: string, ownerId: string | undefined): void;
  /** Sets the rep who had the lead's person before, and gets the lead while available and not full, whatever the stickiness of the policy. */
  setFormerOwner(leadId: string, ownerId: string | undefined): void;
  /** The owners of companies that this batch has decided, by domain. */
  changedCompanyOwners(): ReadonlyMap<string, string>;
  /** Whether the workspace has an active rep. */
  readonly hasReps: boolean;
  rep(repId: string): RepFacts | undefined;
  team(teamId: string): TeamFacts | undefined;
  isMember(teamId: string, repId: string): boolean;
  /** The team in whose ledger a manual assignment counts: the lead's team if the rep is a member, else the rep's only team. */
  teamFor(repId: string, teamId: string | undefined): string | undefined;
  /** Whether the capacity of the rep has no room for the lead. An open lead of the rep counts in it already. */
  isFullFor(ownerId: string, lead: Lead): boolean;
  /** Whether the rep's limits and time off allow it to take the lead now. */
  canTake(repId: string, lead: Pick<Lead, 'facts' | 'temperature' | 'category' | 'lifecycle'>, now: number): boolean;
  readonly claimPools: ClaimPools;
  /** Whether the rep may claim another lead of the team's pool today. */
  hasClaimsLeft(teamId: string, repId: string, now: number): boolean;
  /** Records that a rep has claimed a lead of the team's pool. */
  recordClaim(teamId: string, repId: string, now: number): void;
  changedClaims(): RepClaims[];
  masks(lead: Pick<Lead, 'teamId' | 'ownerId'>): boolean;
  effortOf(lead: EffortInput): number;
  /** The complete ledgers of teams with changes, to replace the stored ones. */
  changedLedgers(): LedgerLine[];
  /** Reps with caps that were given leads: the instants to store. */
  changedRecent: BatchReps['changedRecent'];
  /** Whether reps can take waiting leads since the queue was tried. */
  readonly room: Pick<BatchReps, 'hasRoomAgain' | 'forgetRoom' | 'openToAll'>;
}

/** The order of reps, teams and members does not matter; the order of rules and of leads does. */
export function createAssignmentState(policy: CompiledRoutingPolicy, facts: AssignmentFacts): AssignmentState {
  return new BatchAssignment(policy, facts);
}

class BatchAssignment implements AssignmentState {
  private readonly reps: BatchReps;
  private readonly teams: ReadonlyMap<string, TeamFacts>;
  readonly pools: Pools;
  private readonly owners: StickyOwners;
  /** The trials that gave leads to their owners. */
  private readonly trials = new Map<string, PoolTrial>();
  private readonly claims: ClaimCounts;

  constructor(
    private readonly policy: CompiledRoutingPolicy,
    facts: AssignmentFacts,
  ) {
    this.reps = new BatchReps(facts.reps);
    this.teams = new Map(facts.teams.map((team) => [team.id, team]));
    this.pools = new Pools(this.teams, facts.ledgers);
    this.owners = new StickyOwners(policy.stickiness);
    this.claims = new ClaimCounts(policy.claimPools, facts.ledgers, (repId) => this.reps.get(repId));
  }

  get policyVersion(): number {
    return this.policy.version;
  }

  get room() {
    return this.reps;
  }

  get claimPools(): ClaimPools {
    return this.policy.claimPools;
  }

  hasClaimsLeft(teamId: string, repId: string, now: number): boolean {
    return this.claims.hasClaimsLeft(teamId, repId, now);
  }

  recordClaim(teamId: string, repId: string, now: number): void {
    this.claims.add(teamId, repId, now);
  }

  changedClaims(): RepClaims[] {
    return this.claims.changedClaims();
  }

  masks(lead: Pick<Lead, 'teamId' | 'ownerId'>): boolean {
    return isMasked(this.policy.claimPools, lead);
  }

  get stickiness(): readonly Stickiness[] {
    return this.policy.stickiness;
  }

  assign(subject: Subject, options: AssignOptions = {}): Decision {
    return this.apply(subject, this.decide(subject, options), options.leadId);
  }

  rerun(subject: Subject, { leadId, ownerId, teamId, declined }: OwnedLead): Assigned | undefined {
    const decision = this.decide(subject, { leadId, owner: ownerId, declined });
    if (decision.outcome === 'queued' || decision.repId === ownerId) return undefined;
    if (teamId !== undefined) this.takeBack({ leadId, ownerId, teamId });
    return this.apply(subject, decision, leadId);
  }

  private decide(subject: Subject, options: AssignOptions & { owner?: string }): Decision {
    const { policy, pools, reps } = this;
    const { leadId, from, declined, owner, awaited } = options;
    const { facts, now } = subject;
    const record: DecisionRecord = { policyVersion: policy.version, rules: [], trials: [], tieBreak: null };
    const former = awaited === undefined || declined?.includes(awaited) ? undefined : reps.get(awaited);
    if (former?.active && former.id !== from && !isFull(former, this.effortOf(subject))) {
      record.stickiness = 'contact';
      return { outcome: 'assigned', repId: former.id, ruleId: null, record };
    }
    for (const [stickiness, repId] of this.owners.of(facts, leadId)) {
      if (repId === from || declined?.includes(repId)) continue;
      const rep = reps.get(repId);
      if (!isStickyAvailable(rep, subject)) continue;
      if (rep && this.owners.isFormer(leadId) && isFull(rep, this.effortOf(subject))) continue;
      record.stickiness = stickiness;
      return { outcome: 'assigned', repId, ruleId: null, record };
    }
    const routedLead = { facts, subject, now, effort: this.effortOf(subject), from, declined, owner };
    return route({ policy, pools, reps, subject, routedLead, record, isAwaiting: former?.active === true });
  }

  assignManually(subject: Subject, { repId, teamId, reason, leadId, restored }: ManualAssignment): Decision {
    const record: DecisionRecord = {
      policyVersion: this.policy.version,
      manual: { reason },
      rules: [],
      trials: [],
      tieBreak: null,
    };
    const pool = teamId === undefined ? undefined : this.pools.get(teamId);
    const routedLead = { facts: subject.facts, now: subject.now, effort: this.effortOf(subject) };
    if (pool && restored) addRestored(pool, this.reps, { repId, ...restored }, record.trials);
    else if (pool) giveByHand(pool, this.reps, { repId, routedLead }, record.trials);
    return this.apply(subject, { outcome: 'assigned', repId, teamId, ruleId: null, record }, leadId);
  }

  setDecision(leadId: string, { trials }: DecisionRecord): void {
    const trial = trials.find(({ receiver }) => receiver !== undefined);
    if (trial !== undefined) this.trials.set(leadId, trial);
  }

  trialOf(leadId: string): PoolTrial | undefined {
    return this.trials.get(leadId);
  }

  takeBack({ leadId, ownerId, teamId, isMissed = false }: TakenLead): void {
    const pool = this.pools.get(teamId);
    if (pool !== undefined) takeBack(pool, { repId: ownerId, trial: this.trials.get(leadId), isMissed });
    this.trials.delete(leadId);
  }

  addLoad(repId: string, leads: number, effort: number): void {
    this.reps.addLoad(repId, leads, effort);
  }

  setCompanyOwner(domain: string, ownerId: string): void {
    this.owners.setCompanyOwner(domain, ownerId);
  }

  setReferrerOwner(leadId: string, ownerId: string | undefined): void {
    this.owners.setReferrerOwner(leadId, ownerId);
  }

  setContactOwner(key: LeadKey, owner: LeadOwner): void {
    this.owners.setContactOwner(key, owner);
  }

  setFormerOwner(leadId: string, ownerId: string | undefined): void {
    this.owners.setFormerOwner(leadId, ownerId);
  }

  changedCompanyOwners(): ReadonlyMap<string, string> {
    return this.owners.decidedCompanies;
  }

  get hasReps(): boolean {
    return this.reps.active.members.length > 0;
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
    const routedLead = { facts: lead.facts, now, effort: this.effortOf(lead), declined };
    return obstacleOf(this.reps.get(repId), ANY_REP, routedLead) === undefined;
  }

  isFullFor(ownerId: string, lead: Lead): boolean {
    const rep = this.reps.get(ownerId);
    if (rep === undefined) return false;
    const effort = this.effortOf(lead);
    const { openLeads, openEffort = 0 } = rep;
    const isCounted = lead.ownerId === ownerId && OPEN_CATEGORIES.has(lead.category);
    const others = isCounted ? { openLeads: openLeads - 1, openEffort: openEffort - (lead.effort ?? effort) } : {};
    return isFull({ ...rep, ...others }, effort);
  }

  effortOf(lead: EffortInput): number {
    return effortOf(this.policy.effort, lead);
  }

  changedLedgers(): LedgerLine[] {
    return this.pools.changedLedgers();
  }

  changedRecent() {
    return this.reps.changedRecent();
  }

  private apply<D extends Decision>(subject: Subject, decision: D, leadId: string | undefined): D {
    if (decision.outcome !== 'assigned') return decision;
    const { repId } = decision;
    if (leadId !== undefined) {
      this.trials.delete(leadId);
      this.setDecision(leadId, decision.record);
    }
    this.reps.addLoad(repId, 1, this.effortOf(subject));
    this.reps.countGiven(repId, subject.now);
    this.owners.assigned(subject.facts, { leadId, ownerId: repId });
    return decision;
  }
}
