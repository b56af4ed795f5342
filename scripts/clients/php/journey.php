<?php

declare(strict_types=1);

// The journey with a client of openapi-generator.

require __DIR__ . '/autoload.php';

use OpenAPI\Client\Api\ConversionApi;
use OpenAPI\Client\Api\EngagementApi;
use OpenAPI\Client\Api\LeadsApi;
use OpenAPI\Client\ApiException;
use OpenAPI\Client\Configuration;
use OpenAPI\Client\Model\ComparisonOperator;
use OpenAPI\Client\Model\ConditionInput;
use OpenAPI\Client\Model\ConditionKind;
use OpenAPI\Client\Model\ConversionDeal;
use OpenAPI\Client\Model\ConversionRequest;
use OpenAPI\Client\Model\DealProductInput;
use OpenAPI\Client\Model\EngagementEventCreate;
use OpenAPI\Client\Model\EngagementType;
use OpenAPI\Client\Model\LeadBatch;
use OpenAPI\Client\Model\LeadCreate;
use OpenAPI\Client\Model\LeadPatch;
use OpenAPI\Client\Model\LeadSearch;
use OpenAPI\Client\Model\Problem;
use OpenAPI\Client\ObjectSerializer;

/** Attributes in the order of their names: an answer may have another order. */
function sorted(iterable $attributes): array
{
    $values = [...$attributes];
    ksort($values);
    return $values;
}

function step(string $name): void
{
    echo "$name\n";
}

function equal(mixed $expected, mixed $actual): void
{
    if ($expected !== $actual) {
        throw new RuntimeException('expected ' . json_encode($expected) . ', was ' . json_encode($actual));
    }
}

/** Checks the status and the problem that a call is refused with. */
function refused(int $status, string $code, callable $call): void
{
    try {
        $call();
    } catch (ApiException $error) {
        equal($status, $error->getCode());
        $problem = ObjectSerializer::deserialize((string) $error->getResponseBody(), Problem::class);
        equal($code, $problem->getCode());
        return;
    }
    throw new RuntimeException('the call succeeded');
}

$config = (new Configuration())->setHost(getenv('HEADWATER_URL'))->setAccessToken(getenv('HEADWATER_API_KEY'));
$leads = new LeadsApi(config: $config);

step('create');
$tags = ['engine', 'poet'];
$attributes = ['color' => 'red', 'seats' => 12, 'partner' => true, 'sizes' => ['7', '8']];
$created = $leads->createLead(new LeadCreate([
    'first_name' => 'Ada',
    'last_name' => 'Lovelace',
    'email' => 'ada@analytical-engines.com',
    'employee_count' => 1200,
    'annual_revenue' => '1234567.89',
    'tags' => $tags,
    'attributes' => $attributes,
]));
equal('created', $created->getOutcome());
$leadId = $created->getLead()->getId();

step('read');
$lead = $leads->getLead($leadId);
equal('1234567.89', $lead->getAnnualRevenue());
equal(sorted($attributes), sorted($lead->getAttributes()));

step('patch one field');
$etag = "\"{$lead->getVersion()}\"";
$patch = new LeadPatch(['job_title' => 'Countess']);
$patched = $leads->updateLead($leadId, $patch, if_match: $etag);
equal('Countess', $patched->getJobTitle());
equal($tags, $patched->getTags());
equal(1200, $patched->getEmployeeCount());
equal(sorted($attributes), sorted($patched->getAttributes()));

step('stale If-Match');
refused(412, 'version_mismatch', fn () => $leads->updateLead($leadId, $patch, if_match: $etag));

$searches = [
    ['search text', 'lastName', ComparisonOperator::EQ, 'Lovelace'],
    ['search number', 'employeeCount', ComparisonOperator::GTE, 1000],
    ['search list', 'lastName', ComparisonOperator::IN, ['Lovelace', 'Babbage']],
    ['search boolean', 'attributes.partner', ComparisonOperator::EQ, true],
];
foreach ($searches as [$name, $field, $operator, $value]) {
    step($name);
    $where = ['type' => ConditionKind::FIELD, 'field' => $field, 'operator' => $operator, 'value' => $value];
    $found = $leads->searchLeads(new LeadSearch(['where' => new ConditionInput($where)]));
    equal([$leadId], array_map(fn ($lead) => $lead->getId(), $found->getData()));
}

step('batch');
$items = array_map(
    fn ($name) => new LeadCreate(['name' => "Batch $name", 'email' => "$name@batch-company.com"]),
    ['a', 'b', 'c'],
);
$batch = $leads->createLeadBatch(new LeadBatch(['items' => $items]));
equal(3, $batch->getCreated());
equal([201, 201, 201], array_map(fn ($item) => $item->getStatus(), $batch->getResults()));

step('page');
$ids = [];
$cursor = null;
do {
    $page = $leads->listLeads(limit: 3, cursor: $cursor);
    foreach ($page->getData() as $lead) {
        $ids[$lead->getId()] = true;
    }
    $cursor = $page->getNextCursor();
} while ($cursor !== null);
equal(4, count($ids));

step('engagement');
$engaged = (new EngagementApi(config: $config))->createEngagementEvent(new EngagementEventCreate([
    'type' => EngagementType::DEMO_REQUESTED,
    'lead_id' => $leadId,
    'external_id' => 'web-1',
]));
equal(true, $engaged->getLead()->getScore()->getEngagement() > 0);

step('score');
$explained = $leads->getLeadScore($leadId);
$points = 0.0;
foreach ([...$explained->getContributions(), ...$explained->getAdjustments()] as $part) {
    $points += $part->getPoints();
}
equal(true, abs($points - $explained->getScore()->getTotal()) < 0.01);

step('convert');
$product = new DealProductInput(['name' => 'Difference engine', 'quantity' => 2, 'unit_price' => '6250.00']);
$deal = new ConversionDeal(['currency' => 'EUR', 'products' => [$product]]);
$converted = (new ConversionApi(config: $config))->convertLead($leadId, new ConversionRequest(['deal' => $deal]));
equal('customer', $converted->getLead()->getCategory());
equal('12500.00', $converted->getDeal()->getAfter()->getAmount());

step('problem');
refused(404, 'not_found', fn () => $leads->getLead('01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f'));
