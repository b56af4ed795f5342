// The journey with a client of openapi-generator.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"os"
	"reflect"

	"example.com/journey/client"
)

func step(name string) { fmt.Println(name) }

func must(condition bool, values ...any) {
	if !condition {
		log.Fatal(values...)
	}
}

// unless ends the journey on an error, and prints the body of the answer.
func unless(err error) {
	var failure *client.GenericOpenAPIError
	if errors.As(err, &failure) {
		log.Fatal(failure.Error(), " ", string(failure.Body()))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// problemOf returns the problem that an error carries as its model.
func problemOf(err error) client.Problem {
	var failure *client.GenericOpenAPIError
	must(errors.As(err, &failure), "no typed error: ", err)
	problem, ok := failure.Model().(client.Problem)
	must(ok, "the error has no Problem: ", string(failure.Body()))
	return problem
}

func values(attributes map[string]*any) map[string]any {
	plain := map[string]any{}
	for name, value := range attributes {
		plain[name] = *value
	}
	return plain
}

func to[T any](value T) *T { return &value }

func main() {
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: os.Getenv("HEADWATER_URL")}}
	api := client.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), client.ContextAccessToken, os.Getenv("HEADWATER_API_KEY"))
	leadId := create(ctx, api)
	patch(ctx, api, leadId)
	search(ctx, api, leadId)
	page(ctx, api)
	engage(ctx, api, leadId)
	convert(ctx, api, leadId)
	problem(ctx, api)
}

func create(ctx context.Context, api *client.APIClient) string {
	step("create")
	attributes := map[string]*any{
		"color": to[any]("red"), "seats": to[any](12.0), "partner": to[any](true), "sizes": to[any]([]any{"7", "8"}),
	}
	body := client.NewLeadCreate()
	body.SetFirstName("Ada")
	body.SetLastName("Lovelace")
	body.SetEmail("ada@analytical-engines.com")
	body.SetEmployeeCount(1200)
	body.SetAnnualRevenue("1234567.89")
	body.SetTags([]string{"engine", "poet"})
	body.SetAttributes(attributes)
	created, _, err := api.LeadsAPI.CreateLead(ctx).LeadCreate(*body).Execute()
	unless(err)
	must(created.Outcome == "created", created.Outcome)

	step("read")
	lead, _, err := api.LeadsAPI.GetLead(ctx, created.Lead.Id).Execute()
	unless(err)
	must(lead.GetAnnualRevenue() == "1234567.89", lead.GetAnnualRevenue())
	must(reflect.DeepEqual(values(lead.Attributes), values(attributes)), values(lead.Attributes))
	return lead.Id
}

func patch(ctx context.Context, api *client.APIClient, leadId string) {
	step("patch one field")
	read, _, err := api.LeadsAPI.GetLead(ctx, leadId).Execute()
	unless(err)
	body := client.NewLeadPatch()
	body.SetJobTitle("Countess")
	request := api.LeadsAPI.UpdateLead(ctx, leadId).IfMatch(fmt.Sprintf(`"%d"`, read.Version)).LeadPatch(*body)
	lead, _, err := request.Execute()
	unless(err)
	must(lead.GetJobTitle() == "Countess" && lead.GetEmployeeCount() == 1200 && len(lead.Attributes) == 4, lead)
	must(reflect.DeepEqual(lead.Tags, []string{"engine", "poet"}), lead.Tags)

	step("stale If-Match")
	_, response, err := request.Execute()
	must(response.StatusCode == 412, response.StatusCode)
	must(problemOf(err).Code == "version_mismatch", err)
}

func search(ctx context.Context, api *client.APIClient, leadId string) {
	searches := []struct {
		step, field, operator string
		value                 any
	}{
		{"search text", "lastName", "eq", "Lovelace"},
		{"search number", "employeeCount", "gte", 1000},
		{"search list", "lastName", "in", []string{"Lovelace", "Babbage"}},
		{"search boolean", "attributes.partner", "eq", true},
	}
	for _, search := range searches {
		step(search.step)
		where := client.NewConditionInput("field")
		where.SetField(search.field)
		where.SetOperator(client.ComparisonOperator(search.operator))
		where.SetValue(search.value)
		body := client.NewLeadSearch()
		body.SetWhere(*where)
		found, _, err := api.LeadsAPI.SearchLeads(ctx).LeadSearch(*body).Execute()
		unless(err)
		must(len(found.Data) == 1 && found.Data[0].Id == leadId, len(found.Data))
	}
}

func page(ctx context.Context, api *client.APIClient) {
	step("batch")
	var items []client.LeadCreate
	for _, name := range []string{"a", "b", "c"} {
		items = append(items, client.LeadCreate{Name: to("Batch " + name), Email: to(name + "@batch-company.com")})
	}
	batch, _, err := api.LeadsAPI.CreateLeadBatch(ctx).LeadBatch(*client.NewLeadBatch(items)).Execute()
	unless(err)
	must(batch.Created == 3, batch)
	for _, item := range batch.Results {
		must(item.Status == 201, item.Status)
	}

	step("page")
	ids := map[string]bool{}
	request := api.LeadsAPI.ListLeads(ctx).Limit(3)
	for {
		page, _, err := request.Execute()
		unless(err)
		for _, lead := range page.Data {
			ids[lead.Id] = true
		}
		cursor := page.NextCursor.Get()
		if cursor == nil {
			break
		}
		request = request.Cursor(*cursor)
	}
	must(len(ids) == 4, ids)
}

func engage(ctx context.Context, api *client.APIClient, leadId string) {
	step("engagement")
	event := client.NewEngagementEventCreate("demo_requested")
	event.SetLeadId(leadId)
	event.SetExternalId("web-1")
	engaged, _, err := api.EngagementAPI.CreateEngagementEvent(ctx).EngagementEventCreate(*event).Execute()
	unless(err)
	must(engaged.Lead.Score.Engagement > 0, engaged.Lead.Score)

	step("score")
	score, _, err := api.LeadsAPI.GetLeadScore(ctx, leadId).Execute()
	unless(err)
	points := 0.0
	for _, part := range score.Contributions {
		points += part.Points
	}
	for _, part := range score.Adjustments {
		points += part.Points
	}
	must(math.Abs(points-score.Score.Total) < 0.01, points)
}

func convert(ctx context.Context, api *client.APIClient, leadId string) {
	step("convert")
	deal := client.NewConversionDeal("EUR")
	deal.SetProducts([]client.DealProductInput{*client.NewDealProductInput("Difference engine", 2, "6250.00")})
	body := client.NewConversionRequest()
	body.SetDeal(*deal)
	converted, _, err := api.ConversionAPI.ConvertLead(ctx, leadId).ConversionRequest(*body).Execute()
	unless(err)
	must(converted.Lead.Category == "customer", converted.Lead.Category)
	must(converted.Deal.After.GetAmount() == "12500.00", converted.Deal.After.GetAmount())
}

func problem(ctx context.Context, api *client.APIClient) {
	step("problem")
	_, response, err := api.LeadsAPI.GetLead(ctx, "01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f").Execute()
	must(response.StatusCode == 404, response.StatusCode)
	must(problemOf(err).Code == "not_found", err)
}
