import fc from 'fast-check';
import t from 'tap';
import { firstKeyRights, type KeyRequest, planKey, planRotation } from '../../src/core/api-keys/new-keys.js';
import { isWithinReach, type KeyRights } from '../../src/core/api-keys/reach.js';
import { CAPTURE_SCOPES, KEY_KINDS, SCOPES } from '../../src/core/api-keys/scopes.js';
import { beyond, blockOf, rights, SCOPE_SETS } from '../support/key-rights.js';

const NOW = 1_000_000;
const EXPIRIES = [NOW - 1, NOW + 1_000, NOW + 2_000, Infinity];
const BLOCKS = [
  [],
  ['127.0.0.0/8'],
  ['127.0.0.1'],
  ['10.0.0.0/9', '2001:db8::/32'],
  ['10.0.0.0/8', '127.0.0.1'],
  ['::/0'],
];

const aKey: fc.Arbitrary<KeyRights> = fc
  .record({
    kind: fc.constantFrom(...KEY_KINDS),
    scopes: fc.oneof(fc.constantFrom(...SCOPE_SETS), fc.subarray([...SCOPES])),
    expiresAt: fc.constantFrom(...EXPIRIES),
    blocks: fc.constantFrom(...BLOCKS),
  })
  .map(({ scopes, ...rest }) => rights(rest.kind === 'capture' ? CAPTURE_SCOPES : scopes, rest));

const aRequest: fc.Arbitrary<KeyRequest> = fc.record(
  {
    kind: fc.constantFrom(...KEY_KINDS),
    scopes: fc.oneof(fc.constantFrom(...SCOPE_SETS), fc.subarray([...SCOPES], { minLength: 1 })),
    expiresAt: fc.constantFrom(...EXPIRIES),
    allowedAddresses: fc.constantFrom(...BLOCKS.map((texts) => texts.map(blockOf))),
  },
  { requiredKeys: ['kind'] },
);
const limits = fc.constantFrom({ now: NOW, latest: Infinity }, { now: NOW, latest: NOW + 1_500 });

t.test('what is within reach allows nothing beyond the actor, whatever both are', async (t) => {
  let [within, outside] = [0, 0];
  fc.assert(
    fc.property(aKey, aKey, (target, actor) => {
      const reachable = isWithinReach(target, actor);
      within += reachable ? 1 : 0;
      outside += reachable ? 0 : 1;
      return !reachable || beyond(target, actor).length === 0;
    }),
    { numRuns: 2_000 },
  );
  t.ok(within > 0 && outside > 0, `${within} within, ${outside} outside`);
});

t.test('every scope set against every other, of every kind: reach is what subset says', async (t) => {
  const restrictions = { expiresAt: Infinity, blocks: [] };
  for (const actorKind of KEY_KINDS) {
    for (const targetKind of KEY_KINDS) {
      const wrong: string[] = [];
      for (const actorScopes of SCOPE_SETS) {
        for (const targetScopes of SCOPE_SETS) {
          const actor = rights(actorScopes, { kind: actorKind, ...restrictions });
          const target = rights(targetScopes, { kind: targetKind, ...restrictions });
          const expected = actorKind !== 'capture' && beyond(target, actor).length === 0;
          if (isWithinReach(target, actor) !== expected) wrong.push(`${actorScopes} to ${targetScopes}`);
        }
      }
      t.strictSame(wrong, [], `${actorKind} to ${targetKind}`);
    }
  }
});

t.test('no chain of creations and rotations leads beyond the first actor or the limit', async (t) => {
  const steps = fc.array(fc.oneof(aRequest, fc.constant('rotate' as const)), { minLength: 1, maxLength: 6 });
  let made = 0;
  fc.assert(
    fc.property(aKey, steps, limits, (first, requests, limit) => {
      let actor = first;
      for (const request of requests) {
        const next = request === 'rotate' ? rotated(actor, limit) : planned(actor, request, limit);
        if (next === undefined) continue;
        made += 1;
        if (beyond(next, first).length > 0 || next.expiresAt > limit.latest || next.expiresAt <= NOW) return false;
        actor = next;
      }
      return true;
    }),
    { numRuns: 1_000 },
  );
  t.ok(made > 300, `${made} keys were made`);
});

const planned = (actor: KeyRights, request: KeyRequest, limit: { now: number; latest: number }) => {
  const plan = planKey(actor, request, limit);
  return 'rights' in plan ? plan.rights : undefined;
};
const rotated = (key: KeyRights, limit: { now: number; latest: number }) => {
  const plan = planRotation(key, { ...limit, overlapMs: 500, rotated: false, revokedAt: Infinity });
  return 'successor' in plan ? plan.successor : undefined;
};

t.test('a rotation keeps kind, scopes, restrictions and expiry, and never extends the key itself', async (t) => {
  fc.assert(
    fc.property(aKey, fc.nat(5_000), (key, overlapMs) => {
      const request = { now: NOW, latest: Infinity, overlapMs, revokedAt: Infinity };
      const plan = planRotation(key, { ...request, rotated: false });
      if ('conflict' in plan) return key.expiresAt <= NOW;
      t.strictSame(plan.successor, key);
      return plan.endsAt <= key.expiresAt && plan.endsAt <= NOW + overlapMs;
    }),
  );
  const key = rights(SCOPES, { kind: 'service', expiresAt: Infinity, blocks: [] });
  const request = { now: NOW, latest: Infinity, overlapMs: 0 };
  t.match(planRotation(key, { ...request, rotated: true, revokedAt: Infinity }), { conflict: /rotated already/ });
  t.match(planRotation(key, { ...request, rotated: false, revokedAt: NOW }), { conflict: /revoked/ });
});

t.test('what is not requested is as wide as the actor, and every excess is reported at once', async (t) => {
  const actor = rights(['leads:read', 'api_keys:write', 'deployment:manage'], {
    ...{ kind: 'service', expiresAt: NOW + 1_000, blocks: ['10.0.0.0/8'] },
  });
  const usual = rights(['leads:read', 'api_keys:write'], {
    ...{ kind: 'service', expiresAt: NOW + 1_000, blocks: ['10.0.0.0/8'] },
  });
  t.strictSame(planKey(actor, { kind: 'service' }, { now: NOW, latest: Infinity }), { rights: usual });
  const all = { kind: 'admin', scopes: ['leads:write'], expiresAt: NOW + 2_000, allowedAddresses: [] } as const;
  const plan = planKey(actor, all, { now: NOW, latest: Infinity });
  t.match(plan, {
    violations: [
      { pointer: '/kind' },
      { pointer: '/scopes' },
      { pointer: '/expiresAt' },
      { pointer: '/allowedAddresses' },
    ],
  });
  t.match(planKey(actor, { kind: 'capture' }, { now: NOW, latest: Infinity }), {
    violations: [{ pointer: '/scopes', detail: /you lack leads:capture/ }],
  });
  const late = { kind: 'service', expiresAt: NOW + 900 } as const;
  t.match(planKey(actor, late, { now: NOW, latest: NOW + 500 }), { violations: [{ code: 'too_late' }] });
});

t.test('the first key of a workspace outlives and outranks no other', async () => {
  fc.assert(
    fc.property(aKey, limits, (actor, limit) => {
      const key = firstKeyRights(actor, limit);
      const everything = { ...actor, scopes: new Set(SCOPES) };
      return (
        beyond(key, everything).length === 0 && key.expiresAt <= limit.latest && !key.scopes.has('deployment:manage')
      );
    }),
  );
});
