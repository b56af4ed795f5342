CREATE TABLE "activities" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"direction" text,
	"subject" text,
	"body" text,
	"outcome" text,
	"duration_seconds" integer,
	"rep_id" uuid,
	"task_id" uuid,
	"external_id" text,
	"metadata" json,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "activities_workspace_id_lead_id_id_pk" PRIMARY KEY("workspace_id","lead_id","id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"lead_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"status" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"rep_id" uuid,
	"template_key" text,
	"playbook_version" integer,
	"outcome" text,
	"note" text,
	"activity_id" uuid,
	"overdue_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tasks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "activities_external" ON "activities" USING btree ("workspace_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "tasks_due" ON "tasks" USING btree ("workspace_id","due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_lead" ON "tasks" USING btree ("workspace_id","lead_id","due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_rep" ON "tasks" USING btree ("workspace_id","rep_id","due_at","id") WHERE status = 'open';--> statement-breakpoint
-- Every workspace that is there gets what a new one starts with.
INSERT INTO "policies" ("workspace_id", "kind", "version", "status", "name", "product_line", "document", "created_at", "published_at")
SELECT "id", 'playbook', 1, 'published', 'Default playbook', '', '{"entries":[{"id":"suspect","label":"Suspects: educate","category":"suspect","guidance":"Interest is only indirect. Do not sell: send something worth reading now and then, and see whether it is read.","tasks":[{"key":"send_introduction","title":"Send an introduction","kind":"email","guidance":"One page about the need that most leads of this source have.","due":{"after":120,"unit":"calendar_hours"},"when":{"type":"field","field":"emailNormalized","operator":"exists"}}]},{"id":"lead","label":"Leads: find out the need","category":"lead","guidance":"Interest is stated but not qualified. Find out need, budget, authority and timeframe before you pitch.","tasks":[{"key":"research_company","title":"Look up the company","kind":"research","due":{"after":8,"unit":"business_hours"},"when":{"type":"field","field":"organizationName","operator":"exists"}},{"key":"qualify","title":"Ask for need, budget, authority and timeframe","kind":"email","due":{"after":16,"unit":"business_hours"},"when":{"type":"any","conditions":[{"type":"field","field":"phoneNormalized","operator":"exists"},{"type":"field","field":"emailNormalized","operator":"exists"}]}}]},{"id":"mql","label":"Marketing qualified: answer what is open","category":"mql","guidance":"Interest is clear, the purchase is not near. Answer questions, send what helps to decide, agree on a next date.","tasks":[{"key":"first_call","title":"Call to learn what is still open","kind":"call","due":{"after":8,"unit":"business_hours"},"when":{"type":"field","field":"phoneNormalized","operator":"exists"}},{"key":"send_material","title":"Send what helps to decide","kind":"email","due":{"after":16,"unit":"business_hours"},"when":{"type":"field","field":"emailNormalized","operator":"exists"}}]},{"id":"sql","label":"Sales qualified: speak at once","category":"sql","guidance":"Ready to buy. Whoever speaks with it first is most likely to win it: call, then offer a demo.","tasks":[{"key":"call_now","title":"Call now","kind":"call","due":{"after":1,"unit":"business_hours"},"when":{"type":"field","field":"phoneNormalized","operator":"exists"}},{"key":"write_now","title":"Write and propose a time to talk","kind":"email","due":{"after":1,"unit":"business_hours"},"when":{"type":"field","field":"emailNormalized","operator":"exists"}},{"key":"book_demo","title":"Agree on a demo","kind":"meeting","due":{"after":16,"unit":"business_hours"}}]},{"id":"sql-hot-referral","label":"Hot referrals: mention who sent them","category":"sql","temperature":"hot","channel":"referral","guidance":"Somebody they trust named us. Begin with that name, then with the need.","tasks":[{"key":"call_now","title":"Call and name the referrer","kind":"call","due":{"after":1,"unit":"business_hours"}},{"key":"book_demo","title":"Agree on a demo","kind":"meeting","due":{"after":16,"unit":"business_hours"}}]},{"id":"prospect","label":"Prospects: pitch and test the intent","category":"prospect","guidance":"Sales works it. Show the product on their own case, name the price, ask what could stand in the way.","tasks":[{"key":"demo","title":"Give the demo","kind":"meeting","due":{"after":24,"unit":"business_hours"}},{"key":"send_offer","title":"Send the offer","kind":"email","due":{"after":40,"unit":"business_hours"}},{"key":"follow_up","title":"Ask for the decision","kind":"call","due":{"after":80,"unit":"business_hours"}}]},{"id":"customer","label":"Customers: keep and widen","category":"customer","guidance":"Make sure that it works for them; then ask what else they need and whom else they know.","tasks":[{"key":"welcome","title":"Welcome and hand over","kind":"meeting","due":{"after":24,"unit":"business_hours"}},{"key":"ask_for_recommendations","title":"Ask for recommendations","kind":"recommendations","guidance":"Thank them for their time, and ask who else might have the need. Enter each name as a lead of the channel referral.","due":{"after":720,"unit":"calendar_hours"},"when":{"type":"any","conditions":[{"type":"field","field":"phoneNormalized","operator":"exists"},{"type":"field","field":"emailNormalized","operator":"exists"}]}}]},{"id":"parked","label":"Parked: stay in touch","category":"parked","guidance":"The time is not right. Send something useful seldom, and be there when the reason is gone.","tasks":[{"key":"keep_in_touch","title":"Send a short word","kind":"email","due":{"after":2160,"unit":"calendar_hours"},"when":{"type":"field","field":"emailNormalized","operator":"exists"}}]},{"id":"lost","label":"Lost: learn why, ask who else","category":"lost","guidance":"Ask openly what decided it; note reason and competitor. Part as friends: another product may fit later.","tasks":[{"key":"ask_for_recommendations","title":"Ask for recommendations","kind":"recommendations","guidance":"Thank them for their time, and ask who else might have the need. Enter each name as a lead of the channel referral.","due":{"after":16,"unit":"business_hours"},"when":{"type":"any","conditions":[{"type":"field","field":"phoneNormalized","operator":"exists"},{"type":"field","field":"emailNormalized","operator":"exists"}]}},{"key":"pitch_other_product","title":"Offer another product","kind":"call","due":{"after":4320,"unit":"calendar_hours"},"when":{"type":"any","conditions":[{"type":"field","field":"phoneNormalized","operator":"exists"},{"type":"field","field":"emailNormalized","operator":"exists"}]}}]},{"id":"disqualified","label":"Disqualified: ask who else","category":"disqualified","guidance":"It will not buy. It may know somebody who does.","tasks":[{"key":"ask_for_recommendations","title":"Ask for recommendations","kind":"recommendations","guidance":"Thank them for their time, and ask who else might have the need. Enter each name as a lead of the channel referral.","due":{"after":16,"unit":"business_hours"},"when":{"type":"any","conditions":[{"type":"field","field":"phoneNormalized","operator":"exists"},{"type":"field","field":"emailNormalized","operator":"exists"}]}}]}]}'::jsonb, now(), now()
  FROM "workspaces"
ON CONFLICT DO NOTHING;
