import fastify from 'fastify';
import { testKernel, keys } from '/work/main/test/http/kernel-fixture.js';
import { pino } from 'pino';
const which = process.argv[2];
const body = {};
if (which === 'bare') {
  const s = fastify({ logger: false });
  s.post('/v1/notes', { schema: { body: { type: 'object', required: ['title'], additionalProperties: false, properties: { title: { type: 'string', maxLength: 50 }, color: { type: 'string' }, count: { type: 'integer' }, dueAt: { type: 'string', format: 'date-time' }, attributes: { type: 'object', additionalProperties: true } } }, response: { 201: { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' }, color: { type: ['string', 'null'] }, version: { type: 'integer' }, createdAt: { type: 'string' } } } } } }, async (r, reply) => { reply.code(201); return { id: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', title: (r.body as any).title, color: null, version: 1, createdAt: '2026-03-01T09:30:00.000Z' }; });
  await s.listen({ port: 4101 });
} else {
  const log = pino({ level: process.argv[3] ?? 'info' }, pino.destination({ dest: '/dev/null', sync: false, minLength: 4096 }));
  const n = { id: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', title: 'x', color: null, version: 1, createdAt: '2026-03-01T09:30:00.000Z', hidden: '' };
  const k = await testKernel({ log: log as any, services: { notes: { create: async () => n } } as any, config: { maxInFlight: 1000, bodyLimit: 100000 } });
  await k.server.listen({ port: 4102 });
}
console.log('up', keys.all);
