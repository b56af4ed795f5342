using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Org.OpenAPITools.Api;
using Org.OpenAPITools.Client;
using Org.OpenAPITools.Model;

/// <summary>The journey with a client of openapi-generator (httpclient).</summary>
public sealed class Journey
{
    private readonly LeadsApi leads;
    private readonly EngagementApi engagement;
    private readonly ConversionApi conversion;

    private Journey(Configuration configuration)
    {
        leads = new LeadsApi(configuration);
        engagement = new EngagementApi(configuration);
        conversion = new ConversionApi(configuration);
    }

    public static int Main()
    {
        var configuration = new Configuration
        {
            BasePath = Environment.GetEnvironmentVariable("HEADWATER_URL"),
            AccessToken = Environment.GetEnvironmentVariable("HEADWATER_API_KEY"),
        };
        new Journey(configuration).Run();
        return 0;
    }

    private void Run()
    {
        var leadId = Create();
        Patch(leadId);
        Search("text", leadId, "lastName", ComparisonOperator.Eq, "Lovelace");
        Search("number", leadId, "employeeCount", ComparisonOperator.Gte, 1000);
        Search("list", leadId, "lastName", ComparisonOperator.In, new List<string> { "Lovelace", "Babbage" });
        Search("boolean", leadId, "attributes.partner", ComparisonOperator.Eq, true);
        Page();
        Engage(leadId);
        Convert(leadId);
        Step("problem");
        Refused(404, "not_found", () => leads.GetLead(new Guid("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f")));
    }

    private Guid Create()
    {
        Step("create");
        var attributes = new Dictionary<string, object>
        {
            { "color", "red" }, { "seats", 12.0 }, { "partner", true }, { "sizes", new List<string> { "7", "8" } },
        };
        var created = leads.CreateLead(new LeadCreate(
            firstName: "Ada", lastName: "Lovelace", email: "ada@analytical-engines.com", employeeCount: 1200,
            annualRevenue: "1234567.89", tags: new List<string> { "engine", "poet" }, attributes: attributes));
        Equal(SubmissionOutcome.Created, created.Outcome);
        Step("read");
        var lead = leads.GetLead(created.Lead.Id);
        Equal("1234567.89", lead.AnnualRevenue);
        Equal(4, lead.Attributes.Count);
        Equal(true, lead.Attributes["partner"]);
        return lead.Id;
    }

    private void Patch(Guid leadId)
    {
        Step("patch one field");
        var etag = "\"" + leads.GetLead(leadId).VarVersion + "\"";
        var patch = new LeadPatch { JobTitle = "Countess" };
        var patched = leads.UpdateLead(leadId, patch, ifMatch: etag);
        Equal("Countess", patched.JobTitle);
        Equal("engine poet", string.Join(" ", patched.Tags));
        Equal(1200, patched.EmployeeCount);
        Equal(4, patched.Attributes.Count);
        Step("stale If-Match");
        Refused(412, "version_mismatch", () => leads.UpdateLead(leadId, patch, ifMatch: etag));
    }

    private void Search(string kind, Guid leadId, string field, ComparisonOperator comparison, object value)
    {
        Step("search " + kind);
        // The constructors take required properties, but only what is assigned to a property is sent.
        var where = new ConditionInput(field: field, value: value)
        {
            Type = ConditionKind.Field,
            Operator = comparison,
        };
        var found = leads.SearchLeads(new LeadSearch(where: where));
        Equal(leadId, found.Data.Single().Id);
    }

    private void Page()
    {
        Step("batch");
        var items = new[] { "a", "b", "c" }
            .Select(name => new LeadCreate(name: "Batch " + name, email: name + "@batch-company.com")).ToList();
        var batch = leads.CreateLeadBatch(new LeadBatch(items: items) { Items = items });
        Equal(3L, batch.Created);
        Equal("201 201 201", string.Join(" ", batch.Results.Select(item => item.Status)));
        Step("page");
        var ids = new HashSet<Guid>();
        string cursor = null;
        do
        {
            var page = leads.ListLeads(limit: 3, cursor: cursor);
            ids.UnionWith(page.Data.Select(lead => lead.Id));
            cursor = page.NextCursor;
        }
        while (cursor != null);
        Equal(4, ids.Count);
    }

    private void Engage(Guid leadId)
    {
        Step("engagement");
        var engaged = engagement.CreateEngagementEvent(
            new EngagementEventCreate(leadId: leadId, externalId: "web-1") { Type = EngagementType.DemoRequested });
        Equal(true, engaged.Lead.Score.Engagement > 0);
        Step("score");
        var score = leads.GetLeadScore(leadId);
        var points = score.Contributions.Sum(one => one.Points) + score.Adjustments.Sum(one => one.Points);
        Equal(true, Math.Abs(points - score.Score.Total) < 0.01);
    }

    private void Convert(Guid leadId)
    {
        Step("convert");
        var products = new List<DealProductInput>
        {
            new DealProductInput(name: "", unitPrice: "")
            {
                Name = "Difference engine", Quantity = 2, UnitPrice = "6250.00",
            },
        };
        var deal = new ConversionDeal(currency: "EUR", products: products) { Currency = "EUR" };
        var converted = conversion.ConvertLead(leadId, new ConversionRequest(deal: deal));
        Equal(LeadCategory.Customer, converted.Lead.Category);
        Equal("12500.00", converted.Deal.After.Amount);
    }

    /// <summary>Checks the status and the problem that a call is refused with.</summary>
    private static void Refused(int status, string code, Action call)
    {
        try
        {
            call();
        }
        catch (ApiException error)
        {
            Equal(status, error.ErrorCode);
            Equal(code, JsonConvert.DeserializeObject<Problem>((string)error.ErrorContent).Code);
            return;
        }
        throw new Exception("the call succeeded");
    }

    private static void Step(string name)
    {
        Console.WriteLine(name);
    }

    private static void Equal(object expected, object actual)
    {
        if (!expected.Equals(actual)) throw new Exception("expected " + expected + ", was " + actual);
    }
}
