import fc from 'fast-check';
import t from 'tap';
import { createReferralChains, LONGEST_CHAIN, type ReferralLink } from '../../src/core/referrals/chains.js';
import { isSamePerson } from '../../src/core/referrals/claims.js';
import { isSameReferrer, type Reward, rewardOf, rewardRefusal } from '../../src/core/referrals/referral.js';

/** Whether the links lead from one back to it, found by walking all of them. */
function hasCircle(links: readonly ReferralLink[]): boolean {
  const walk = (leadId: string, way: ReadonlySet<string>): boolean =>
    way.has(leadId) ||
    links.some((link) => link.referrerLeadId === leadId && walk(link.referredLeadId, new Set(way).add(leadId)));
  return links.some(({ referrerLeadId }) => walk(referrerLeadId, new Set()));
}

t.test('whatever is linked in whatever order, a link is refused exactly when it would close a circle', async (t) => {
  const lead = fc.integer({ min: 0, max: 6 }).map(String);
  const link = fc.record({ referrerLeadId: lead, referredLeadId: lead });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 14 }), (wanted) => {
      const chains = createReferralChains();
      const made: ReferralLink[] = [];
      for (const one of wanted) {
        const fault = chains.faultOf(one);
        const isCircle = hasCircle([...made, one]);
        if ((fault !== undefined) !== isCircle) return false;
        if ((fault === 'self') !== (one.referrerLeadId === one.referredLeadId)) return false;
        if (fault !== undefined) continue;
        chains.add(one);
        made.push(one);
      }
      return true;
    }),
    { numRuns: 500 },
  );
  t.pass();
});

t.test('a chain is as long as it may be, counted from above and below', async (t) => {
  const chains = createReferralChains();
  for (let n = 1; n < LONGEST_CHAIN; n += 1) {
    const next = { referrerLeadId: `${n - 1}`, referredLeadId: `${n}` };
    t.equal(chains.faultOf(next), undefined);
    chains.add(next);
  }
  const last = { referrerLeadId: `${LONGEST_CHAIN - 1}`, referredLeadId: 'end' };
  t.equal(chains.faultOf(last), undefined);
  chains.setHeight('end', 1);
  t.equal(chains.faultOf(last), 'too_long');
  t.equal(chains.faultOf({ referrerLeadId: 'new', referredLeadId: 'end' }), undefined);
});

t.test('one person is known by any key that says who it is', async (t) => {
  const ada = { kind: 'person', name: 'Ada', emailNormalized: 'ada@engines.example' } as const;
  t.ok(isSamePerson(ada, { kind: 'person', otherEmails: ['ada@engines.example'] }));
  t.ok(
    isSamePerson(
      { kind: 'person', externalId: '7', externalSystem: 'crm' },
      { kind: 'person', externalId: '7', externalSystem: 'crm' },
    ),
  );
  t.notOk(isSamePerson(ada, { kind: 'person', name: 'Bob', emailNormalized: 'bob@engines.example' }));
  const desk = { phoneNormalized: '+4930123456' };
  t.notOk(isSamePerson({ ...ada, ...desk }, { kind: 'person', name: 'Bob', ...desk }), 'two at one switchboard');
  t.ok(isSamePerson({ ...ada, ...desk }, { kind: 'person', name: 'ADA', ...desk }));
});

t.test('partners are distinguished by name, rewards are whole and final when paid', async (t) => {
  const partner = (name: string) => ({ kind: 'partner' as const, partner: name });
  t.ok(isSameReferrer(partner(' Engines  & Co '), partner('engines & co')));
  t.notOk(isSameReferrer(partner('a'), { kind: 'rep', repId: 'a' }));
  t.notOk(isSameReferrer({ kind: 'lead', leadId: 'a' }, { kind: 'lead', leadId: 'b' }));
  t.match(rewardOf({ rewardAmount: 5, rewardCurrency: 'EUR' }), { reward: { status: 'pending' } });
  t.same(rewardOf({}), { reward: undefined });
  for (const half of [{ rewardAmount: 5 }, { rewardCurrency: 'EUR' }, { rewardStatus: 'paid' as const }]) {
    t.ok('fault' in rewardOf(half));
  }
  const paid: Reward = { amount: 5, currency: 'EUR', status: 'paid' };
  t.equal(rewardRefusal({ ...paid, status: 'approved' }, paid), undefined);
  t.equal(rewardRefusal(paid, { ...paid }), undefined);
  t.ok(rewardRefusal(paid, { ...paid, status: 'pending' }));
  t.ok(rewardRefusal(paid, undefined));
});
