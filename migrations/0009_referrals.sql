CREATE TABLE "referrals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"referrer_kind" text NOT NULL,
	"referrer_lead_id" uuid,
	"referrer_rep_id" uuid,
	"partner" text,
	"partner_key" text,
	"referred_lead_id" uuid NOT NULL,
	"note" text,
	"reward_amount" double precision,
	"reward_currency" text,
	"reward_status" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "referrals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_workspace_id_referred_lead_id_leads_workspace_id_id_fk" FOREIGN KEY ("workspace_id","referred_lead_id") REFERENCES "public"."leads"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_workspace_id_referrer_lead_id_leads_workspace_id_id_fk" FOREIGN KEY ("workspace_id","referrer_lead_id") REFERENCES "public"."leads"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_workspace_id_referrer_rep_id_reps_workspace_id_id_fk" FOREIGN KEY ("workspace_id","referrer_rep_id") REFERENCES "public"."reps"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referrals_referred" ON "referrals" USING btree ("workspace_id","referred_lead_id","id");--> statement-breakpoint
CREATE INDEX "referrals_referrer_lead" ON "referrals" USING btree ("workspace_id","referrer_lead_id","id") WHERE referrer_lead_id is not null;--> statement-breakpoint
CREATE INDEX "referrals_referrer_rep" ON "referrals" USING btree ("workspace_id","referrer_rep_id","id") WHERE referrer_rep_id is not null;--> statement-breakpoint
CREATE INDEX "referrals_partner" ON "referrals" USING btree ("workspace_id","partner_key","id") WHERE partner_key is not null;