import java.util.UUID
import kotlin.math.abs
import kotlin.system.exitProcess
import org.openapitools.client.apis.ConversionApi
import org.openapitools.client.apis.EngagementApi
import org.openapitools.client.apis.LeadsApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.*

// The journey with a client of openapi-generator (okhttp and Moshi).

private val url: String = System.getenv("HEADWATER_URL")
private val leads = LeadsApi(url)
private val engagement = EngagementApi(url)
private val conversion = ConversionApi(url)

fun main() {
  ApiClient.accessToken = System.getenv("HEADWATER_API_KEY")
  try {
    val leadId = create()
    patch(leadId)
    search(leadId)
    page()
    engage(leadId)
    convert(leadId)
    step("problem")
    val unknown = UUID.fromString("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f")
    refused(404, "not_found") { leads.getLead(unknown) }
  } catch (error: ClientException) {
    throw AssertionError(bodyOf(error), error)
  }
  exitProcess(0)
}

private fun create(): UUID {
  step("create")
  val attributes = mapOf("color" to "red", "seats" to 12.0, "partner" to true, "sizes" to listOf("7", "8"))
  val body =
    LeadCreate(
      firstName = "Ada",
      lastName = "Lovelace",
      email = "ada@analytical-engines.com",
      employeeCount = 1200,
      annualRevenue = "1234567.89",
      tags = listOf("engine", "poet"),
      attributes = attributes,
    )
  val created = leads.createLead(body)
  equal("created", created.outcome.value)
  step("read")
  val lead = leads.getLead(created.lead.id)
  equal("1234567.89", lead.annualRevenue)
  equal(attributes, lead.attributes)
  return lead.id
}

private fun patch(leadId: UUID) {
  step("patch one field")
  val etag = "\"${leads.getLead(leadId).version}\""
  val patch = LeadPatch(jobTitle = "Countess")
  val patched = leads.updateLead(leadId, patch, ifMatch = etag)
  equal("Countess", patched.jobTitle)
  equal(listOf("engine", "poet"), patched.tags)
  equal(1200, patched.employeeCount)
  equal(4, patched.attributes?.size)
  step("stale If-Match")
  refused(412, "version_mismatch") { leads.updateLead(leadId, patch, ifMatch = etag) }
}

private fun search(leadId: UUID) {
  search("text", leadId, "lastName", ComparisonOperator.EQ, "Lovelace")
  search("number", leadId, "employeeCount", ComparisonOperator.GTE, 1000)
  search("list", leadId, "lastName", ComparisonOperator.IN, listOf("Lovelace", "Babbage"))
  search("boolean", leadId, "attributes.partner", ComparisonOperator.EQ, true)
}

private fun search(kind: String, leadId: UUID, field: String, operator: ComparisonOperator, value: Any) {
  step("search $kind")
  val where = ConditionInput(type = ConditionKind.FIELD, field = field, operator = operator, value = value)
  equal(listOf(leadId), leads.searchLeads(LeadSearch(where = where)).data.map { it.id })
}

private fun page() {
  step("batch")
  val items = listOf("a", "b", "c").map { LeadCreate(name = "Batch $it", email = "$it@batch-company.com") }
  val batch = leads.createLeadBatch(LeadBatch(items = items))
  equal(3L, batch.created)
  equal(listOf(201, 201, 201), batch.results.map { it.status })
  step("page")
  val ids = mutableSetOf<UUID>()
  var cursor: String? = null
  do {
    val page = leads.listLeads(limit = 3, cursor = cursor)
    ids.addAll(page.data.map { it.id })
    cursor = page.nextCursor
  } while (cursor != null)
  equal(4, ids.size)
}

private fun engage(leadId: UUID) {
  step("engagement")
  val event =
    EngagementEventCreate(type = EngagementType.DEMO_REQUESTED, leadId = leadId, externalId = "web-1")
  equal(true, engagement.createEngagementEvent(event).lead.score.engagement > 0)
  step("score")
  val explained = leads.getLeadScore(leadId)
  val points = explained.contributions.sumOf { it.points } + explained.adjustments.sumOf { it.points }
  equal(true, abs(points - explained.score.total) < 0.01)
}

private fun convert(leadId: UUID) {
  step("convert")
  val product = DealProductInput(name = "Difference engine", quantity = 2, unitPrice = "6250.00")
  val deal = ConversionDeal(currency = "EUR", products = listOf(product))
  val converted = conversion.convertLead(leadId, ConversionRequest(deal = deal))
  equal("customer", converted.lead.category.value)
  equal("12500.00", converted.deal.after?.amount)
}

/** Checks the status and the problem that a call is refused with. */
private fun refused(status: Int, code: String, call: () -> Unit) {
  try {
    call()
  } catch (error: ClientException) {
    equal(status, error.statusCode)
    val problem = Serializer.moshi.adapter(Problem::class.java).fromJson(bodyOf(error))
    equal(code, problem?.code)
    return
  }
  throw AssertionError("the call succeeded")
}

private fun bodyOf(error: ClientException): String = (error.response as? ClientError<*>)?.body.toString()

private fun step(name: String) {
  println(name)
}

private fun equal(expected: Any?, actual: Any?) {
  if (expected != actual) throw AssertionError("expected $expected, was $actual")
}
