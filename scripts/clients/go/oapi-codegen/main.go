// The journey with a client of oapi-codegen.
package main

import (
	"context"
	"fmt"
	"log"
	"math"
	"net/http"
	"os"
	"reflect"

	"example.com/journey/client"
	"github.com/google/uuid"
)

func step(name string) { fmt.Println(name) }

func must(condition bool, values ...any) {
	if !condition {
		log.Fatal(values...)
	}
}

func unless(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func to[T any](value T) *T { return &value }

func main() {
	ctx := context.Background()
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("HEADWATER_API_KEY"))
		return nil
	}
	api, err := client.NewClientWithResponses(os.Getenv("HEADWATER_URL"), client.WithRequestEditorFn(authorize))
	unless(err)
	leadId := create(ctx, api)
	patch(ctx, api, leadId)
	search(ctx, api, leadId)
	page(ctx, api)
	engage(ctx, api, leadId)
	convert(ctx, api, leadId)
	problem(ctx, api)
}

func create(ctx context.Context, api *client.ClientWithResponses) uuid.UUID {
	step("create")
	attributes := client.AttributesInput{
		"color": "red", "seats": 12.0, "partner": true, "sizes": []any{"7", "8"},
	}
	created, err := api.CreateLeadWithResponse(ctx, nil, client.LeadCreate{
		FirstName:     to("Ada"),
		LastName:      to("Lovelace"),
		Email:         to("ada@analytical-engines.com"),
		EmployeeCount: to(int32(1200)),
		AnnualRevenue: to("1234567.89"),
		Tags:          &[]string{"engine", "poet"},
		Attributes:    &attributes,
	})
	unless(err)
	must(created.JSON201 != nil, string(created.Body))
	must(created.JSON201.Outcome == "created", created.JSON201.Outcome)

	step("read")
	read, err := api.GetLeadWithResponse(ctx, created.JSON201.Lead.Id, nil)
	unless(err)
	must(read.JSON200 != nil, string(read.Body))
	must(*read.JSON200.AnnualRevenue == "1234567.89", *read.JSON200.AnnualRevenue)
	must(reflect.DeepEqual(map[string]any(*read.JSON200.Attributes), map[string]any(attributes)), *read.JSON200.Attributes)
	return read.JSON200.Id
}

func patch(ctx context.Context, api *client.ClientWithResponses, leadId uuid.UUID) {
	step("patch one field")
	read, err := api.GetLeadWithResponse(ctx, leadId, nil)
	unless(err)
	params := &client.UpdateLeadParams{IfMatch: to(fmt.Sprintf(`"%d"`, read.JSON200.Version))}
	body := client.LeadPatch{JobTitle: to("Countess")}
	patched, err := api.UpdateLeadWithResponse(ctx, leadId, params, body)
	unless(err)
	must(patched.JSON200 != nil, string(patched.Body))
	lead := patched.JSON200
	must(*lead.JobTitle == "Countess" && *lead.EmployeeCount == 1200 && len(*lead.Attributes) == 4, string(patched.Body))
	must(reflect.DeepEqual(*lead.Tags, []string{"engine", "poet"}), *lead.Tags)

	step("stale If-Match")
	stale, err := api.UpdateLeadWithResponse(ctx, leadId, params, body)
	unless(err)
	must(stale.StatusCode() == 412, stale.StatusCode())
	must(stale.ApplicationproblemJSON412.Code == "version_mismatch", string(stale.Body))
}

func search(ctx context.Context, api *client.ClientWithResponses, leadId uuid.UUID) {
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
		where := client.ConditionInput{
			Type:     "field",
			Field:    to(search.field),
			Operator: to(client.ComparisonOperator(search.operator)),
			Value:    search.value,
		}
		found, err := api.SearchLeadsWithResponse(ctx, nil, client.LeadSearch{Where: &where})
		unless(err)
		must(found.JSON200 != nil, string(found.Body))
		must(len(found.JSON200.Data) == 1 && found.JSON200.Data[0].Id == leadId, string(found.Body))
	}
}

func page(ctx context.Context, api *client.ClientWithResponses) {
	step("batch")
	var items []client.LeadCreate
	for _, name := range []string{"a", "b", "c"} {
		items = append(items, client.LeadCreate{Name: to("Batch " + name), Email: to(name + "@batch-company.com")})
	}
	batch, err := api.CreateLeadBatchWithResponse(ctx, nil, client.LeadBatch{Items: items})
	unless(err)
	must(batch.JSON207 != nil && batch.JSON207.Created == 3, string(batch.Body))
	for _, item := range batch.JSON207.Results {
		must(item.Status == 201, item.Status)
	}

	step("page")
	ids := map[uuid.UUID]bool{}
	params := client.ListLeadsParams{Limit: to(int32(3))}
	for {
		page, err := api.ListLeadsWithResponse(ctx, &params)
		unless(err)
		must(page.JSON200 != nil, string(page.Body))
		for _, lead := range page.JSON200.Data {
			ids[lead.Id] = true
		}
		if params.Cursor = page.JSON200.NextCursor; params.Cursor == nil {
			break
		}
	}
	must(len(ids) == 4, ids)
}

func engage(ctx context.Context, api *client.ClientWithResponses, leadId uuid.UUID) {
	step("engagement")
	event := client.EngagementEventCreate{
		LeadId: &leadId, Type: client.EngagementTypeDemoRequested, ExternalId: to("web-1"),
	}
	engaged, err := api.CreateEngagementEventWithResponse(ctx, nil, event)
	unless(err)
	must(engaged.JSON201 != nil && engaged.JSON201.Lead.Score.Engagement > 0, string(engaged.Body))

	step("score")
	score, err := api.GetLeadScoreWithResponse(ctx, leadId, nil)
	unless(err)
	must(score.JSON200 != nil, string(score.Body))
	points := 0.0
	for _, part := range score.JSON200.Contributions {
		points += part.Points
	}
	for _, part := range score.JSON200.Adjustments {
		points += part.Points
	}
	must(math.Abs(points-score.JSON200.Score.Total) < 0.01, points)
}

func convert(ctx context.Context, api *client.ClientWithResponses, leadId uuid.UUID) {
	step("convert")
	products := []client.DealProductInput{{Name: "Difference engine", Quantity: 2, UnitPrice: "6250.00"}}
	deal := client.ConversionDeal{Currency: "EUR", Products: &products}
	converted, err := api.ConvertLeadWithResponse(ctx, leadId, nil, client.ConversionRequest{Deal: &deal})
	unless(err)
	must(converted.JSON200 != nil, string(converted.Body))
	must(converted.JSON200.Lead.Category == "customer", converted.JSON200.Lead.Category)
	must(*converted.JSON200.Deal.After.Amount == "12500.00", *converted.JSON200.Deal.After.Amount)
}

func problem(ctx context.Context, api *client.ClientWithResponses) {
	step("problem")
	missing, err := api.GetLeadWithResponse(ctx, uuid.MustParse("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f"), nil)
	unless(err)
	must(missing.StatusCode() == 404, missing.StatusCode())
	must(missing.ApplicationproblemJSON404.Code == "not_found", string(missing.Body))
}
