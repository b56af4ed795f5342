import fc from 'fast-check';
import t from 'tap';
import { createFairLimiter, type FairLimiter, type FairLimits } from '../../src/http/plugins/fair-limiter.js';
import { refusalPace } from '../../src/http/plugins/refusal-pace.js';

const LIMITS: FairLimits = { concurrency: 8, share: 6, queue: 100, targetMs: 100, intervalMs: 1_000 };

/** Enters and remembers what became of each request, by name, in the order in which it was decided. */
function recorded(limiter: FairLimiter) {
  const outcomes: [name: string, admitted: boolean][] = [];
  return {
    outcomes,
    enter: (flow: string, name: string, now: number, weight = 1) =>
      limiter.enter(flow, weight, now, (admitted) => outcomes.push([name, admitted])),
    admitted: () => outcomes.filter(([, admitted]) => admitted).map(([name]) => name),
    shed: () => outcomes.filter(([, admitted]) => !admitted).map(([name]) => name),
  };
}

t.test('a flow fills its share and waits; another finds room at once', async (t) => {
  const { enter, admitted } = recorded(createFairLimiter(LIMITS));
  for (let index = 0; index < 10; index += 1) enter('flood', `f${index}`, 0);
  t.strictSame(admitted(), ['f0', 'f1', 'f2', 'f3', 'f4', 'f5']);
  enter('quiet', 'q0', 1);
  t.equal(admitted().at(-1), 'q0');
});

t.test('what waits starts in its order, and the flow with the least under way is next', async (t) => {
  const limiter = createFairLimiter(LIMITS);
  const { enter, admitted } = recorded(limiter);
  for (let index = 0; index < 10; index += 1) enter('a', `a${index}`, 0);
  for (let index = 0; index < 4; index += 1) enter('b', `b${index}`, 0);
  t.strictSame(admitted().slice(6), ['b0', 'b1'], 'b has what is left');
  limiter.leave('a', 1, 1);
  limiter.leave('a', 1, 2);
  t.strictSame(admitted().slice(8), ['b2', 'b3'], 'b has less under way than a');
  limiter.leave('a', 1, 3);
  t.equal(admitted().at(-1), 'a6', 'then a goes on where it was');
});

t.test('heavy work counts for more, is capped to the share, and is not passed by light work of its flow', async (t) => {
  const limiter = createFairLimiter(LIMITS);
  const { enter, admitted } = recorded(limiter);
  enter('a', 'batch', 0, 50);
  enter('a', 'second batch', 0, 4);
  enter('a', 'single', 0);
  t.strictSame(admitted(), ['batch'], 'alone it may be heavier than the share');
  limiter.leave('a', 50, 1);
  t.strictSame(admitted(), ['batch', 'second batch', 'single']);
});

t.test('a burst may wait for the interval, and is shed after it', async (t) => {
  const limiter = createFairLimiter(LIMITS);
  const { enter, admitted, shed } = recorded(limiter);
  for (let index = 0; index < 7; index += 1) enter('a', `a${index}`, 0);
  limiter.expire(1_000);
  t.strictSame(shed(), []);
  limiter.expire(1_001);
  t.strictSame(shed(), ['a6']);
  t.equal(admitted().length, 6);
});

/** One flow for so long, with an arrival each `arriveEvery` and an end of work each `endEvery` milliseconds. */
function run(
  flow: string,
  limiter: FairLimiter,
  span: { from: number; to: number; arriveEvery: number; endEvery: number },
) {
  const waits: { at: number; wait: number; admitted: boolean }[] = [];
  let working = 0;
  for (let now = span.from; now < span.to; now += 1) {
    if (now % span.endEvery === 0 && working > 0) {
      working -= 1;
      limiter.leave(flow, 1, now);
    }
    const clock = now;
    if (now % span.arriveEvery === 0) {
      limiter.enter(flow, 1, clock, (admitted) => {
        if (admitted) working += 1;
        waits.push({ at: clock, wait: now - clock, admitted });
      });
    }
    if (now % 50 === 0) limiter.expire(now);
  }
  for (; working > 0; working -= 1) limiter.leave(flow, 1, span.to);
  return waits;
}

t.test(
  'under a load that lasts, what is admitted has waited about the target and what is shed is shed at once',
  async (t) => {
    const limiter = createFairLimiter(LIMITS);
    const waits = run('a', limiter, { from: 0, to: 20_000, arriveEvery: 2, endEvery: 10 }).filter(
      ({ at }) => at > 4_000,
    );
    const admitted = waits.filter((one) => one.admitted);
    const shed = waits.filter((one) => !one.admitted);
    const perSecond = admitted.length / 16;
    t.ok(perSecond >= 98, `all that can be done is done: ${perSecond} of 100`);
    t.ok(
      admitted.every(({ wait }) => wait <= 120),
      'nothing waits much longer than the target',
    );
    t.ok(shed.length > 0);
    t.ok(shed.filter(({ wait }) => wait === 0).length >= 0.95 * shed.length, 'refusals come at once');
  },
);

t.test('after an overload a burst may wait for the interval again', async (t) => {
  const limiter = createFairLimiter(LIMITS);
  run('a', limiter, { from: 0, to: 5_000, arriveEvery: 2, endEvery: 10 });
  const waits = run('a', limiter, { from: 5_000, to: 8_000, arriveEvery: 20, endEvery: 5 });
  const quiet = waits.filter(({ at }) => at > 5_200);
  t.ok(quiet.length > 0);
  t.ok(quiet.every(({ admitted, wait }) => admitted && wait === 0));
  const { enter, shed, admitted } = recorded(limiter);
  for (let index = 0; index < 30; index += 1) enter('a', `late${index}`, 8_000);
  limiter.expire(8_500);
  t.strictSame(shed(), []);
  t.ok(admitted().length > 0);
});

t.test('a flow at rest is let in however long the queue of others is', async (t) => {
  const limiter = createFairLimiter(LIMITS);
  const { enter, admitted, shed } = recorded(limiter);
  for (const flow of ['a', 'b']) {
    for (let index = 0; index < 200; index += 1) enter(flow, `${flow}${index}`, 0);
  }
  t.equal(shed().length, 2 * (200 - 100) - 8, 'queues are bounded');
  enter('quiet', 'q', 1);
  t.notOk(shed().includes('q'));
  limiter.leave('a', 1, 2);
  t.equal(admitted().at(-1), 'q', 'and is next');
});

t.test('whatever happens: bounds hold, each request is decided once, and all places come back', async () => {
  const step = fc.record({
    flow: fc.constantFrom('a', 'b', 'c'),
    weight: fc.integer({ min: 1, max: 12 }),
    end: fc.boolean(),
    passed: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const limiter = createFairLimiter(LIMITS);
      const working: { flow: string; weight: number }[] = [];
      let [now, entered, decided] = [0, 0, 0];
      const check = () => {
        const total = working.reduce((sum, { weight }) => sum + Math.min(weight, LIMITS.share), 0);
        if (total > LIMITS.concurrency) throw new Error(`${total} under way`);
      };
      for (const { flow, weight, end, passed } of steps) {
        now += passed;
        const ending = end ? working.shift() : undefined;
        if (ending) limiter.leave(ending.flow, ending.weight, now);
        let mine = 0;
        entered += 1;
        limiter.enter(flow, weight, now, (admitted) => {
          mine += 1;
          decided += 1;
          if (mine > 1) throw new Error('decided twice');
          if (admitted) working.push({ flow, weight });
        });
        check();
      }
      for (let ending = working.shift(); ending; ending = working.shift()) {
        limiter.leave(ending.flow, ending.weight, now);
        check();
      }
      limiter.expire(now + 5_000);
      limiter.expire(now + 10_000);
      if (decided !== entered || limiter.flows !== 0) throw new Error(`${entered} entered, ${decided} decided`);
    }),
  );
});

t.test('a few refusals are sent at once, many no faster than a fixed rate, and none later than a second', async (t) => {
  let now = 0;
  let sent = 0;
  const pace = refusalPace(() => now);
  const send = () => {
    sent += 1;
  };
  const tick = () => new Promise((resolve) => setTimeout(resolve, 15));
  for (let index = 0; index < 100; index += 1) pace(send);
  t.equal(sent, 100, 'at once');
  for (let index = 0; index < 2_000; index += 1) pace(send);
  t.equal(sent, 100, 'the rest waits');
  now = 100;
  await tick();
  t.equal(sent, 150, '500 a second');
  now = 1_001;
  await tick();
  t.equal(sent, 2_100, 'whatever has waited for a second is sent');
});
