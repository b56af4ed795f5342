import type { Subject } from '../conditions/subject.js';
import type { Lead } from '../leads/lead.js';
import type { Decision, DecisionRecord } from './decision.js';
import { ANY_REP } from './demand.js';
import { effortOf } from './effort.js';
import { obstacleOf } from './eligibility.js';
import { bookReturn } from './ledger.js';
import type { CompiledRoutingPolicy } from './policy.js';
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

/** A person gives a lead to a rep. */
export interface ManualGift {
  repId: string;
  /** In whose ledger it counts, where the rep is a member. */
  teamId?: string | undefined;
  reason: string;
}

/** The state of assignment during one batch of leads: each decision sees those before it. Facts handed in stay as they are. */
export interface AssignmentState {
  /**
   * Decides who gets a lead and books it; `from` is an owner from whom it is taken. The receiver's open leads and effort
   * grow; the former owner's do not shrink: say `weigh`.
   */
  assign(subject: Subject, from?: string): Decision;
  /** Books what a person decided: the lead counts in the ledger of the team as if the rotation had given it. */
  give(subject: Subject, gift: ManualGift): Decision;
  /** A lead that was given through the team comes back: its giver's turn is credited. */
  takeBack(repId: string, teamId: string): void;
  /** Differences of a rep's open leads and their effort: closed, moved away, removed, or open again. */
  weigh(repId: string, leads: number, effort: number): void;
  /** The owner of a company's leads, by domain; later assignments of the batch are known already. */
  companyOwned(domain: string, ownerId: string): void;
  /** Companies whose owner this batch has decided. */
  companiesOwned(): ReadonlyMap<string, string>;
  rep(repId: string): RepFacts | undefined;
  isMember(teamId: string, repId: string): boolean;
  /** In whose ledger a lead that goes to the rep by hand counts: the team it came through, or the rep's only one. */
  teamFor(repId: string, teamId: string | undefined): string | undefined;
  /** Whether the rep may take a lead now, by its limits and its time off. */
  canTake(repId: string, lead: Pick<Lead, 'facts' | 'temperature' | 'category'>, now: number): boolean;
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
  private readonly decided = new Map<string, string>();

  constructor(
    private readonly policy: CompiledRoutingPolicy,
    facts: AssignmentFacts,
  ) {
    this.reps = new RepRoll(facts.reps);
    this.teams = new Map(facts.teams.map((team) => [team.id, team]));
    this.pools = new Pools(this.teams, facts.ledgers);
  }

  assign(subject: Subject, from?: string): Decision {
    const { policy, pools, reps } = this;
    const { facts, now } = subject;
    const record: DecisionRecord = { policyVersion: policy.version, rules: [], trials: [], tieBreak: null };
    const sticky = policy.sticksToCompany ? this.companies.get(facts.domain ?? '') : undefined;
    if (sticky !== undefined && sticky !== from && canBeStuckTo(reps.get(sticky), subject)) {
      record.stickiness = 'company';
      return this.booked(subject, { outcome: 'assigned', repId: sticky, ruleId: null, record });
    }
    const asking = { facts, subject, now, effort: this.effortOf(subject), from };
    return this.booked(subject, route({ policy, pools, reps, subject, asking, record }));
  }

  give(subject: Subject, { repId, teamId, reason }: ManualGift): Decision {
    const record: DecisionRecord = {
      policyVersion: this.policy.version,
      manual: { reason },
      rules: [],
      trials: [],
      tieBreak: null,
    };
    const pool = teamId === undefined ? undefined : this.pools.get(teamId);
    if (pool !== undefined) giveByHand(pool, this.reps, repId, record.trials);
    return this.booked(subject, { outcome: 'assigned', repId, teamId, ruleId: null, record });
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

  companiesOwned(): ReadonlyMap<string, string> {
    return this.decided;
  }

  rep(repId: string): RepFacts | undefined {
    return this.reps.get(repId);
  }

  isMember(teamId: string, repId: string): boolean {
    return isMember(this.teams.get(teamId), repId);
  }

  teamFor(repId: string, teamId: string | undefined): string | undefined {
    if (teamId !== undefined && this.isMember(teamId, repId)) return teamId;
    const own = [...this.teams.values()].filter((team) => team.active && isMember(team, repId));
    return own.length === 1 ? own[0]?.id : undefined;
  }

  canTake(repId: string, lead: Pick<Lead, 'facts' | 'temperature' | 'category'>, now: number): boolean {
    const asking = { facts: lead.facts, now, effort: this.effortOf(lead) };
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

  private booked(subject: Subject, decision: Decision): Decision {
    if (decision.outcome !== 'assigned') return decision;
    const { repId } = decision;
    this.reps.weigh(repId, 1, this.effortOf(subject));
    this.reps.remember(repId, subject.now);
    const { domain } = subject.facts;
    if (this.policy.sticksToCompany && domain !== undefined) {
      this.companies.set(domain, repId);
      this.decided.set(domain, repId);
    }
    return decision;
  }
}

const isMember = (team: TeamFacts | undefined, repId: string): boolean =>
  team?.members.some((member) => member.repId === repId) ?? false;

/** An owner keeps the company full or not, but not while it is off. */
function canBeStuckTo(rep: RepFacts | undefined, { facts, now }: Subject): boolean {
  const failure = obstacleOf(rep, ANY_REP, { facts, now, effort: 0 })?.failure;
  return failure !== 'inactive' && failure !== 'time_off';
}
