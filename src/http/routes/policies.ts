import Type, { type TSchema } from 'typebox';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../core/defaults/classification-policy.js';
import { DEFAULT_FUNNEL } from '../../core/defaults/funnel.js';
import { DEFAULT_PLAYBOOK } from '../../core/defaults/playbook.js';
import { DEFAULT_SCORE_MODEL } from '../../core/defaults/score-model.js';
import type { Funnel, FunnelStage } from '../../core/lifecycle/funnel.js';
import type { PolicyDocuments, PolicyKind } from '../../core/policies/policy.js';
import type { PoliciesService, PublishedPolicy } from '../../services/policies/policies.js';
import type { Services } from '../../services/services.js';
import { type Operation, operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import type { Component } from '../schemas/components.js';
import { AT, EXAMPLE_ID, pageOfOne } from '../schemas/examples.js';
import { FunnelDocument } from '../schemas/lifecycle.js';
import { PlaybookDocument } from '../schemas/playbooks.js';
import {
  ClassificationPolicyDocument,
  policySchemas,
  publishQuery,
  RoutingPolicyDocument,
  versionListQuery,
} from '../schemas/policies.js';
import { ScoreModelDocument } from '../schemas/score-models.js';
import { checkPolicyScopes } from './condition-scopes.js';
import { policyOut, versionFilter } from './policy-presenters.js';

/** The default funnel with one more stage: prospects see a demo before they negotiate. */
const EXAMPLE_FUNNEL: Funnel = {
  ...DEFAULT_FUNNEL,
  stages: DEFAULT_FUNNEL.stages.flatMap((stage): FunnelStage[] =>
    stage.category === 'prospect'
      ? [
          { ...stage, ageingDays: 14 },
          { key: 'negotiation', name: 'Negotiation', category: 'prospect', requiredFields: ['budgetAmount'] },
        ]
      : [stage],
  ),
};

interface PolicyRoutes<Kind extends PolicyKind> {
  kind: Kind;
  /** As in `ScoreModel`: part of operation ids and component names. */
  name: string;
  plural: string;
  path: string;
  tag: string;
  noun: string;
  about: string;
  scope: 'scoring' | 'assignment';
  byProductLine: boolean;
  /** There are several, each with a `key` of which one version is published. */
  byKey?: true;
  /** The text of the operation that retires the published version of a line; absent: one is always published. */
  retirement?: { summary: string; description: string };
  /** A publication may be refused, because there are too many. */
  refusesPublication?: true;
  /** What the operation that its publication starts does to leads; absent: no operation starts. */
  publishing?: string;
  /** A publication can let leads in: `enrolExisting`. */
  enrols?: true;
  document: Component<TSchema>;
  example: PolicyDocuments[Kind];
  service: (services: Services) => PoliciesService<Kind>;
}

export const versionParams = Type.Object(
  { version: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'The version.' }) },
  { additionalProperties: false },
);

const ENROLS =
  ' Leads that fit its entry condition already enter at their next change. With `enrolExisting` the operation `rescoreId` looks at all leads now, as at a change, and lets in those that fit this or another published sequence; also of a version that is published already.';

/** The operations of one kind of versioned document. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: four declarations side by side, no logic.
export function policyOperations<Kind extends PolicyKind>(of: PolicyRoutes<Kind>): Operation[] {
  const rescores = of.publishing !== undefined;
  const { item, create, list } = policySchemas<Kind>({ ...of, rescores: rescores || of.enrols === true }, of.document);
  const { tag, path, noun } = of;
  const [versionsOf, versionOf] = of.byKey ? [`${noun}s`, `a ${noun}`] : [`the ${noun}`, `the ${noun}`];
  const line = of.byProductLine && { productLine: null };
  const sample = {
    status: 'published',
    name: `Our ${noun}`,
    ...line,
    document: of.example,
    createdAt: AT,
    publishedAt: AT,
  };
  const example = { version: 2, ...sample, retiredAt: null };
  const retired = { ...(of.byProductLine && { productLine: 'engines' }), status: 'retired', retiredAt: AT };
  const draft = { ...example, status: 'draft', publishedAt: null };
  const out = (policy: PublishedPolicy<Kind>) => policyOut(policy, of.byProductLine);
  const read = [`${of.scope}:read`] as const;
  const write = [`${of.scope}:write`] as const;
  return [
    operation({
      id: `create${of.name}`,
      method: 'POST',
      path,
      tag,
      summary: `Draft a ${noun}`,
      description: `${of.about} A draft has no effect until it is published.`,
      scopes: write,
      body: create,
      bodyExample: { name: `Our ${noun}`, document: of.example },
      success: { status: 201, schema: item, description: 'The draft.', example: draft },
      refusals: ['rule_refused'],
      run: (services, { principal, write, body }) => {
        checkPolicyScopes(principal, body.document);
        return of.service(services).create(write, body);
      },
      present: (policy) => ({ body: out(policy), location: `${path}/${policy.version}` }),
    }),
    operation({
      id: `list${of.plural}`,
      validator: 'content',
      method: 'GET',
      path,
      tag,
      summary: `List versions of ${versionsOf}`,
      description: 'Newest first; all are kept.',
      scopes: read,
      query: versionListQuery(of),
      success: { status: 200, schema: list, description: 'A page of versions.', example: pageOfOne(example) },
      refusals: ['cursor_invalid'],
      run: (services, { principal, query }) =>
        of.service(services).list(principal.workspaceId, versionFilter(query), pageRequest(query)),
      present: (page) => ({ body: pageOut(page, out) }),
    }),
    operation({
      id: `get${of.name}`,
      validator: 'content',
      method: 'GET',
      path: `${path}/:version`,
      tag,
      summary: `Read a version of ${versionOf}`,
      description: 'Any version, also retired ones: decisions name the version that made them.',
      scopes: read,
      params: versionParams,
      success: { status: 200, schema: item, description: 'The version.', example },
      run: (services, { principal, params }) => of.service(services).get(principal.workspaceId, params.version),
      present: (policy) => ({ body: out(policy) }),
    }),
    operation({
      id: `publish${of.name}`,
      method: 'POST',
      path: `${path}/:version/publish`,
      tag,
      summary: `Publish a version of ${versionOf}`,
      refusals: of.refusesPublication ? ['conflict', 'rule_refused'] : ['rule_refused'],
      description: `This version takes effect now; the version before${of.byKey ? ' with its `key`' : ''} is retired. Publish an older version to roll back; it is refused when a segment that it names is gone or no longer works in its rules.${of.enrols ? ENROLS : ''}${rescores ? ` ${of.publishing}` : ''}`,
      scopes: write,
      params: versionParams,
      query: publishQuery(of),
      success: {
        status: 200,
        schema: item,
        description: 'The published version.',
        example: rescores ? { ...example, rescoreId: EXAMPLE_ID } : example,
      },
      run: (services, { write, params, query }) => of.service(services).publish(write, params.version, query),
      present: (policy) => ({ body: out(policy) }),
    }),
    ...(of.retirement
      ? [
          operation({
            id: `retire${of.name}`,
            method: 'POST',
            path: `${path}/:version/retire`,
            tag,
            ...of.retirement,
            scopes: write,
            params: versionParams,
            success: {
              status: 200,
              schema: item,
              description: 'The retired version.',
              example: { ...example, ...retired, ...(rescores && { rescoreId: EXAMPLE_ID }) },
            },
            ...(of.byProductLine && { refusals: ['conflict'] }),
            run: (services, request) => of.service(services).retire(request.write, request.params.version),
            present: (policy) => ({ body: out(policy) }),
          }),
        ]
      : []),
  ];
}

const DECIDES_ANEW =
  'The operation `rescoreId` starts at once and re-evaluates all leads while reads and writes go on. Each lead changes in one step, and until then names the versions that decided it.';

export const policies: Operation[] = [
  ...policyOperations({
    kind: 'score_model',
    name: 'ScoreModel',
    plural: 'ScoreModels',
    path: '/v1/score-models',
    tag: 'Scoring',
    noun: 'score model',
    about: 'Rules that give points for who a lead is (fit) and what it did (engagement).',
    scope: 'scoring',
    byProductLine: true,
    retirement: {
      summary: 'Retire the score model of a product line',
      description:
        'The model without a product line scores its leads again; that model itself can only be replaced. A draft stays a draft.',
    },
    publishing: DECIDES_ANEW,
    document: ScoreModelDocument,
    example: DEFAULT_SCORE_MODEL,
    service: (services) => services.scoreModels,
  }),
  ...policyOperations({
    kind: 'classification_policy',
    name: 'ClassificationPolicy',
    plural: 'ClassificationPolicies',
    path: '/v1/classification-policies',
    tag: 'Scoring',
    noun: 'classification policy',
    about: 'Rules that make a lead hot, warm or cold and place it in the funnel.',
    scope: 'scoring',
    byProductLine: false,
    publishing: DECIDES_ANEW,
    document: ClassificationPolicyDocument,
    example: DEFAULT_CLASSIFICATION_POLICY,
    service: (services) => services.classificationPolicies,
  }),
  ...policyOperations({
    kind: 'routing_policy',
    name: 'RoutingPolicy',
    plural: 'RoutingPolicies',
    path: '/v1/routing-policies',
    tag: 'Assignment',
    noun: 'routing policy',
    about: 'Ordered rules that send leads to teams.',
    scope: 'assignment',
    byProductLine: false,
    document: RoutingPolicyDocument,
    example: {
      rules: [
        {
          id: 'germany',
          label: 'Germany',
          when: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
          teamId: EXAMPLE_ID,
        },
      ],
      fallbackTeamId: EXAMPLE_ID,
    },
    service: (services) => services.routingPolicies,
  }),
  ...policyOperations({
    kind: 'funnel',
    name: 'Funnel',
    plural: 'Funnels',
    path: '/v1/funnels',
    tag: 'Lifecycle',
    noun: 'funnel',
    about:
      'The stages that leads go through: each belongs to a category, and lists the fields it requires and the stages that may follow.',
    scope: 'scoring',
    byProductLine: false,
    publishing:
      'A lead whose stage no longer exists moves to the first stage of its category. The operation `rescoreId` starts at once and applies this and the ageing limits to all leads.',
    document: FunnelDocument,
    example: EXAMPLE_FUNNEL,
    service: (services) => services.funnels,
  }),
  ...policyOperations({
    kind: 'playbook',
    name: 'Playbook',
    plural: 'Playbooks',
    path: '/v1/playbooks',
    tag: 'Work',
    noun: 'playbook',
    about: 'What to do with leads in each stage or category: guidance, task templates, and the next best action.',
    scope: 'scoring',
    byProductLine: false,
    document: PlaybookDocument,
    example: { entries: DEFAULT_PLAYBOOK.entries.slice(0, 2) },
    service: (services) => services.playbooks,
  }),
];
