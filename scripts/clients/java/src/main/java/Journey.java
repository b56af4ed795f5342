import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ConversionApi;
import org.openapitools.client.api.EngagementApi;
import org.openapitools.client.api.LeadsApi;
import org.openapitools.client.model.*;

/** The journey with a client of openapi-generator (okhttp-gson). */
public final class Journey {
  private final LeadsApi leads;
  private final EngagementApi engagement;
  private final ConversionApi conversion;

  private Journey(ApiClient client) {
    leads = new LeadsApi(client);
    engagement = new EngagementApi(client);
    conversion = new ConversionApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.setBasePath(System.getenv("HEADWATER_URL"));
    client.setBearerToken(System.getenv("HEADWATER_API_KEY"));
    try {
      new Journey(client).run();
    } catch (ApiException error) {
      throw new AssertionError(error.getResponseBody(), error);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    UUID leadId = create();
    patch(leadId);
    search(leadId);
    page();
    engage(leadId);
    convert(leadId);
    step("problem");
    UUID unknown = UUID.fromString("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f");
    refused(404, "not_found", () -> leads.getLead(unknown, null, null, null, null, null));
  }

  private UUID create() throws ApiException {
    step("create");
    LeadCreate body = new LeadCreate()
        .firstName("Ada")
        .lastName("Lovelace")
        .email("ada@analytical-engines.com")
        .employeeCount(1200)
        .annualRevenue("1234567.89")
        .tags(List.of("engine", "poet"))
        .attributes(Map.of("color", "red", "seats", 12.0, "partner", true, "sizes", List.of("7", "8")));
    LeadResult created = leads.createLead(body, null, null);
    equal("created", created.getOutcome().getValue());
    step("read");
    Lead lead = leads.getLead(created.getLead().getId(), null, null, null, null, null);
    equal("1234567.89", lead.getAnnualRevenue());
    equal(body.getAttributes(), lead.getAttributes());
    return lead.getId();
  }

  private void patch(UUID leadId) throws Exception {
    step("patch one field");
    String etag = "\"" + leads.getLead(leadId, null, null, null, null, null).getVersion() + "\"";
    LeadPatch patch = new LeadPatch().jobTitle("Countess");
    Lead patched = leads.updateLead(leadId, patch, null, null, etag);
    equal("Countess", patched.getJobTitle());
    equal(List.of("engine", "poet"), patched.getTags());
    equal(1200, patched.getEmployeeCount());
    equal(4, patched.getAttributes().size());
    step("stale If-Match");
    refused(412, "version_mismatch", () -> leads.updateLead(leadId, patch, null, null, etag));
  }

  private void search(UUID leadId) throws ApiException {
    search("text", leadId, "lastName", ComparisonOperator.EQ, "Lovelace");
    search("number", leadId, "employeeCount", ComparisonOperator.GTE, 1000);
    search("list", leadId, "lastName", ComparisonOperator.IN, List.of("Lovelace", "Babbage"));
    search("boolean", leadId, "attributes.partner", ComparisonOperator.EQ, true);
  }

  private void search(String kind, UUID leadId, String field, ComparisonOperator operator, Object value)
      throws ApiException {
    step("search " + kind);
    ConditionInput where =
        new ConditionInput().type(ConditionKind.FIELD).field(field).operator(operator).value(value);
    LeadList found = leads.searchLeads(new LeadSearch().where(where), null);
    equal(List.of(leadId), found.getData().stream().map(Lead::getId).toList());
  }

  private void page() throws ApiException {
    step("batch");
    List<LeadCreate> items = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      items.add(new LeadCreate().name("Batch " + name).email(name + "@batch-company.com"));
    }
    LeadBatchResult batch = leads.createLeadBatch(new LeadBatch().items(items), null, null);
    equal(3L, batch.getCreated());
    equal(List.of(201, 201, 201), batch.getResults().stream().map(LeadBatchItem::getStatus).toList());
    step("page");
    Set<UUID> ids = new HashSet<>();
    String cursor = null;
    do {
      LeadList page = leads.listLeads(
          3, cursor, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);
      page.getData().forEach(lead -> ids.add(lead.getId()));
      cursor = page.getNextCursor();
    } while (cursor != null);
    equal(4, ids.size());
  }

  private void engage(UUID leadId) throws ApiException {
    step("engagement");
    EngagementEventCreate event =
        new EngagementEventCreate().type(EngagementType.DEMO_REQUESTED).leadId(leadId).externalId("web-1");
    EngagementEventResult engaged = engagement.createEngagementEvent(event, null, null);
    equal(true, engaged.getLead().getScore().getEngagement() > 0);
    step("score");
    LeadScore score = leads.getLeadScore(leadId, null, null);
    double points = score.getContributions().stream().mapToDouble(Contribution::getPoints).sum()
        + score.getAdjustments().stream().mapToDouble(Adjustment::getPoints).sum();
    equal(true, Math.abs(points - score.getScore().getTotal()) < 0.01);
  }

  private void convert(UUID leadId) throws ApiException {
    step("convert");
    DealProductInput product = new DealProductInput().name("Difference engine").quantity(2).unitPrice("6250.00");
    ConversionDeal deal = new ConversionDeal().currency("EUR").products(List.of(product));
    ConversionResult converted =
        conversion.convertLead(leadId, new ConversionRequest().deal(deal), null, null, null);
    equal("customer", converted.getLead().getCategory().getValue());
    equal("12500.00", converted.getDeal().getAfter().getAmount());
  }

  private interface Call {
    void run() throws ApiException;
  }

  /** Checks the status and the problem that a call is refused with. */
  private static void refused(int status, String code, Call call) throws Exception {
    try {
      call.run();
    } catch (ApiException error) {
      equal(status, error.getCode());
      equal(code, Problem.fromJson(error.getResponseBody()).getCode());
      return;
    }
    throw new AssertionError("the call succeeded");
  }

  private static void step(String name) {
    System.out.println(name);
  }

  private static void equal(Object expected, Object actual) {
    if (!expected.equals(actual)) throw new AssertionError("expected " + expected + ", was " + actual);
  }
}
