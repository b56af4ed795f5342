// Generated from openapi/openapi.json by npm run generate: do not edit.
export interface paths {
    "/v1/access-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activities/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["recordActivityBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activities/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchActivities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listApiKeys"];
        put?: never;
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{apiKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{apiKeyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revokeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{apiKeyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attribute-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAttributeDefinitions"];
        put?: never;
        post: operations["createAttributeDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attribute-definitions/{attributeName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAttributeDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateAttributeDefinition"];
        trace?: never;
    };
    "/v1/attribute-definitions/{attributeName}/type-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["changeAttributeType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-changes/{bulkChangeId}/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChangedLeads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-changes/{bulkChangeId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoLeadChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCampaigns"];
        put?: never;
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaignId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateCampaign"];
        trace?: never;
    };
    "/v1/campaigns/{campaignId}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaignId}/merge/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewCampaignMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaignId}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unmergeCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capture/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["captureLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capture/visitor-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["capturePageVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classification-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listClassificationPolicies"];
        put?: never;
        post: operations["createClassificationPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classification-policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getClassificationPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/classification-policies/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishClassificationPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConnectors"];
        put?: never;
        post: operations["createConnector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConnector"];
        put?: never;
        post?: never;
        delete: operations["deleteConnector"];
        options?: never;
        head?: never;
        patch: operations["updateConnector"];
        trace?: never;
    };
    "/v1/connectors/{connectorId}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConnectorBackfill"];
        put?: never;
        post: operations["backfillConnector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}/payloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConnectorPayloads"];
        put?: never;
        post: operations["createConnectorPayload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}/payloads/{payloadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConnectorPayload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}/payloads/{payloadId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayConnectorPayload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayConnectorPayloads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}/rotate-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateConnectorAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConsents"];
        put?: never;
        post: operations["recordConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCosts"];
        put?: never;
        post: operations["createCost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/costs/{costId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/costs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createCostBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCustomers"];
        put?: never;
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/v1/customers/{customerId}/churn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["churnCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customerId}/churn/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoCustomerChurn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customerId}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["returnCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createCustomerBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeals"];
        put?: never;
        post: operations["createDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{dealId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateDeal"];
        trace?: never;
    };
    "/v1/deals/{dealId}/lose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["loseDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{dealId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reopenDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{dealId}/win": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["winDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createDealBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/duplicates/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["decideDuplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/duplicates/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startDuplicateScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engagement-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listEngagementEvents"];
        put?: never;
        post: operations["createEngagementEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engagement-events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createEngagementEventBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/engagement-events/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchEngagementEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exchange-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listExchangeRates"];
        put: operations["putExchangeRates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{exportId}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getExportFile"];
        put?: never;
        post?: never;
        delete: operations["deleteExportFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["streamExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listForms"];
        put?: never;
        post: operations["createForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{formId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getForm"];
        put?: never;
        post?: never;
        delete: operations["deleteForm"];
        options?: never;
        head?: never;
        patch: operations["updateForm"];
        trace?: never;
    };
    "/v1/forms/{formId}/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{formId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["startForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{formId}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["submitForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/funnels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFunnels"];
        put?: never;
        post: operations["createFunnel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/funnels/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/funnels/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishFunnel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHandoffPolicies"];
        put?: never;
        post: operations["createHandoffPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHandoffPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-policies/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishHandoffPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHandoffs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listImports"];
        put?: never;
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete: operations["deleteImport"];
        options?: never;
        head?: never;
        patch: operations["updateImport"];
        trace?: never;
    };
    "/v1/imports/{importId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pauseImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/rehearsal-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRehearsalFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/rehearse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rehearseImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/rejected-rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRejectedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resumeImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revertImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listImportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{importId}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["runImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeads"];
        put?: never;
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLead"];
        put?: never;
        post?: never;
        delete: operations["deleteLead"];
        options?: never;
        head?: never;
        patch: operations["updateLead"];
        trace?: never;
    };
    "/v1/leads/{leadId}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadActivities"];
        put?: never;
        post: operations["recordActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/activities/{activityId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadAssignment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/assignment-decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/category": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["moveLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/category/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releaseLeadCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/classification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadClassification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/conversion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["convertLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/conversion/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewConversion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/conversion/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoConversion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/counterfactual": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadCounterfactual"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/disqualify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["disqualifyLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/engagement-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadEngagement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/handoff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["offerLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/handoff/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/handoff/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rejectHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/handoff/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["withdrawHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadHandoffs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/lease/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["renewLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/lease/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["returnLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/lease/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["takeLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/lose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["loseLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/next-action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadNextAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assignLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/owner/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releaseLeadOwner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/park": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["parkLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadPrediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/recycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["recycleLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadScore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadSequences"];
        put?: never;
        post: operations["enterSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/sequences/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["leaveSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/sla": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadSla"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/sla/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pauseLeadSla"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/sla/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resumeLeadSla"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["moveLeadToStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/stage-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLeadStageHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeadTouches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/touches/{touchId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{leadId}/touches/{touchId}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["dismissProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/aggregate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["aggregateLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createLeadBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/batch-update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["updateLeadBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["changeLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["countLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["recordLeadHistory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reassignLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMetricCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{operationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{operationId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPlaybooks"];
        put?: never;
        post: operations["createPlaybook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playbooks/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPlaybook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playbooks/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishPlaybook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPredictionModels"];
        put?: never;
        post: operations["trainPredictionModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction-models/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPredictionModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction-models/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishPredictionModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction-models/{version}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releasePredictionModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPredictionSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updatePredictionSettings"];
        trace?: never;
    };
    "/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReferrals"];
        put?: never;
        post: operations["createReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referralId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReferral"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateReferral"];
        trace?: never;
    };
    "/v1/referrals/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createReferralBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/attribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["queryAttribution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/attribution/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["listAttributionCredits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["listReportDeals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["downloadReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getForecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/forecast/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listForecastDeals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/handoff-acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHandoffAcceptanceReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["listReportLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["queryReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/recycling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRecyclingReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReferralReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSalesReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSequenceReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/sla-attainment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSlaAttainmentReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/speed-to-lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSpeedToLeadReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTargetProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReps"];
        put?: never;
        post: operations["createRep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{repId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateRep"];
        trace?: never;
    };
    "/v1/reps/{repId}/next-lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["claimNextLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{repId}/reassignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["previewRepReassignment"];
        put?: never;
        post: operations["reassignRepLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRoutingPolicies"];
        put?: never;
        post: operations["createRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing-policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRoutingPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing-policies/{version}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["compareRoutingPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing-policies/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing-policies/{version}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["simulateRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listScoreModels"];
        put?: never;
        post: operations["createScoreModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScoreModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models/{version}/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishScoreModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models/{version}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retireScoreModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/score-models/{version}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["simulateScoreModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSegments"];
        put?: never;
        post: operations["createSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{segmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSegment"];
        put?: never;
        post?: never;
        delete: operations["deleteSegment"];
        options?: never;
        head?: never;
        patch: operations["updateSegment"];
        trace?: never;
    };
    "/v1/segments/{segmentId}/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSegmentLeads"];
        put?: never;
        post: operations["changeSegmentLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{segmentId}/leads/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["changeSegmentLeadsWhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{segmentId}/sizes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSegmentSizes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{segmentId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSegmentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSequences"];
        put?: never;
        post: operations["createSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sequences/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSequence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sequences/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sequences/{version}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retireSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sequences/{version}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["simulateSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSlaPolicies"];
        put?: never;
        post: operations["createSlaPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSlaPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publishSlaPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSources"];
        put?: never;
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateSource"];
        trace?: never;
    };
    "/v1/sources/{sourceId}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{sourceId}/merge/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewSourceMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{sourceId}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unmergeSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listStageChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage-changes/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchStageChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSuppressions"];
        put?: never;
        post: operations["createSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/{suppressionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createSuppressionBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["checkSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTargets"];
        put?: never;
        post: operations["createTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/targets/{targetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTarget"];
        put?: never;
        post?: never;
        delete: operations["deleteTarget"];
        options?: never;
        head?: never;
        patch: operations["updateTarget"];
        trace?: never;
    };
    "/v1/targets/{targetId}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTargetProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTasks"];
        put?: never;
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateTask"];
        trace?: never;
    };
    "/v1/tasks/{taskId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["completeTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{taskId}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["skipTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createTaskBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/batch-complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["completeTaskBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTeams"];
        put?: never;
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{teamId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateTeam"];
        trace?: never;
    };
    "/v1/teams/{teamId}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeamRotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTouches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/touches/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchTouches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visitor-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createVisitorEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookEndpoints"];
        put?: never;
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayWebhookEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendWebhookDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{webhookEndpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWorkspaces"];
        put?: never;
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateWorkspace"];
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspaceId}/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkspaceDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Absence: {
            from: string;
            reason?: string;
            to: string;
        };
        AbsenceInput: {
            from: string;
            reason?: string;
            to: string;
        };
        AcceptanceGrouping: "source" | "rep" | "score_band" | "score_model_version" | "reason";
        AccessRequest: {
            email?: string;
            leadId?: string;
            phone?: string;
        };
        Activity: {
            automatic?: boolean;
            body?: string;
            direction?: string;
            durationSeconds?: number;
            externalId?: string;
            id: string;
            kind: string;
            leadId: string;
            metadata?: {
                [key: string]: unknown;
            };
            occurredAt: string;
            outcome?: string;
            recordedAt: string;
            repId?: string;
            repName?: string;
            subject?: string;
            taskId?: string;
        };
        ActivityBatch: {
            items: components["schemas"]["ActivityItem"][];
            mode?: components["schemas"]["BatchMode"];
        };
        ActivityBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            result?: components["schemas"]["ActivityResult"];
            status: number;
        };
        ActivityBatchResult: {
            duplicates: number;
            recorded: number;
            refused: number;
            results: components["schemas"]["ActivityBatchItem"][];
        };
        ActivityCreate: {
            automatic?: boolean;
            body?: string;
            direction?: components["schemas"]["ContactDirection"];
            durationSeconds?: number;
            externalId?: string;
            kind: components["schemas"]["WorkKind"];
            metadata?: {
                [key: string]: unknown;
            };
            occurredAt?: string;
            outcome?: components["schemas"]["ContactOutcome"];
            repId?: string;
            subject?: string;
        };
        ActivityItem: {
            automatic?: boolean;
            body?: string;
            direction?: components["schemas"]["ContactDirection"];
            durationSeconds?: number;
            externalId?: string;
            kind: components["schemas"]["WorkKind"];
            leadId: string;
            metadata?: {
                [key: string]: unknown;
            };
            occurredAt?: string;
            outcome?: components["schemas"]["ContactOutcome"];
            repId?: string;
            subject?: string;
        };
        ActivityList: {
            data: components["schemas"]["Activity"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ActivityResult: {
            duplicate: boolean;
            id: string;
            lead: components["schemas"]["EngagementLead"];
        };
        ActivitySearch: {
            cursor?: string;
            lead?: components["schemas"]["ConditionInput"];
            limit?: number;
            where?: components["schemas"]["ConditionInput"];
        };
        ActorKind: "api_key" | "system";
        AddedRecords: {
            activities: number;
            deals: number;
            engagement: number;
            touches: number;
        };
        Adjustment: {
            group: string;
            points: number;
            reason: string;
        };
        AggregateFunction: "sum" | "average" | "median" | "minimum" | "maximum";
        AnyRep: {
            when?: components["schemas"]["Condition"];
        };
        AnyRepInput: {
            when?: components["schemas"]["ConditionInput"];
        };
        ApiKey: {
            allowedAddresses: string[];
            allowedOrigins: string[];
            createdAt: string;
            createdBy: string;
            displayId: string;
            expiresAt: string | null;
            id: string;
            kind: string;
            lastUsedAddress: string | null;
            lastUsedAt: string | null;
            name: string;
            requestsPerMinute: number | null;
            revokedAt: string | null;
            rotatedFrom?: string;
            scopes: string[];
        };
        ApiKeyCreate: {
            allowedAddresses?: string[] | null;
            allowedOrigins?: string[] | null;
            expiresAt?: string;
            kind: components["schemas"]["KeyKind"];
            name: string;
            requestsPerMinute?: number;
            scopes?: components["schemas"]["ApiScope"][] | null;
        };
        ApiKeyList: {
            data: components["schemas"]["ApiKey"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ApiKeyRotate: {
            overlapHours?: number;
        };
        ApiScope: "deployment:manage" | "workspace:read" | "workspace:write" | "api_keys:read" | "api_keys:write" | "leads:read" | "leads:write" | "leads:capture" | "engagement:read" | "engagement:write" | "customers:read" | "customers:write" | "deals:read" | "deals:write" | "reports:read" | "sources:read" | "sources:write" | "assignment:read" | "assignment:write" | "scoring:read" | "scoring:write" | "events:read" | "exports:read" | "exports:write" | "webhooks:read" | "webhooks:write" | "operations:read" | "operations:write";
        AssignmentDecision: {
            candidates: components["schemas"]["Candidate"][];
            decidedAt: string;
            detail?: string;
            id: string;
            leadId: string;
            manualReason?: string;
            nextEligibleAt?: string;
            outcome: string;
            queueReason?: string;
            repId?: string;
            repName?: string;
            routingPolicyVersion: number;
            ruleId: string | null;
            rules: components["schemas"]["RuleTrial"][];
            stickiness?: string;
            teamId?: string;
            teamName?: string;
            tieBreak: string | null;
        };
        AssignmentDecisionList: {
            data: components["schemas"]["AssignmentDecision"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        AssignmentOutcome: "assigned" | "queued";
        AttainmentGrouping: "clock" | "rule" | "rep" | "source";
        AttemptKind: "no_answer" | "busy" | "no_show" | "bounced" | "automatic_email";
        AttributeChangeDetails: {
            converted?: number;
            dryRun: boolean;
            name: string;
            type: string;
            unchanged?: number;
            unfit?: number;
            unfitSampleIds?: string[];
        };
        AttributeDefinition: {
            archivedAt: string | null;
            createdAt: string;
            defaultValue?: unknown;
            description: string | null;
            id: string;
            label: string;
            name: string;
            options: string[];
            personal: boolean;
            requiredForStages: string[];
            type: string;
            unique: boolean;
            updatedAt: string;
            version: number;
        };
        AttributeDefinitionCreate: {
            defaultValue?: unknown;
            description?: string;
            label?: string;
            name: string;
            options?: string[] | null;
            personal?: boolean;
            requiredForStages?: string[] | null;
            type: components["schemas"]["AttributeType"];
            unique?: boolean;
        };
        AttributeDefinitionList: {
            data: components["schemas"]["AttributeDefinition"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        AttributeDefinitionPatch: {
            archived?: boolean;
            defaultValue?: unknown;
            description?: string | null;
            label?: string;
            options?: string[] | null;
            personal?: boolean;
            requiredForStages?: string[] | null;
        };
        Attributes: {
            [key: string]: unknown;
        };
        AttributesInput: {
            [key: string]: unknown;
        };
        AttributeType: "text" | "number" | "decimal" | "date" | "instant" | "boolean" | "one_of" | "many_of" | "lead" | "customer" | "rep" | "url";
        AttributeTypeChange: {
            dryRun?: boolean;
            options?: string[] | null;
            type: components["schemas"]["AttributeType"];
        };
        AttributionChain: {
            conversionProbability: number;
            convertedJourneys: number;
            otherJourneys: number;
            removalEffects: components["schemas"]["RemovalEffect"][];
        };
        AttributionCreditsQuery: {
            cursor?: string;
            group?: string;
            limit?: number;
            model: components["schemas"]["AttributionModel"];
            question: components["schemas"]["AttributionQuestion"];
        };
        AttributionDefinition: {
            formula: string;
            model: string;
            title: string;
        };
        AttributionDimension: "sourceId" | "campaignId" | "channel" | "month";
        AttributionKey: {
            dimension: string;
            name?: string;
            value: string | null;
        };
        AttributionModel: "first" | "last" | "last_before_step" | "linear" | "position_based" | "time_decay" | "w_shaped" | "data_driven";
        AttributionOrder: {
            direction?: components["schemas"]["SortDirection"];
            model: components["schemas"]["AttributionModel"];
        };
        AttributionQuestion: {
            before?: string;
            conversion?: components["schemas"]["ConversionStep"];
            from?: string;
            groupBy?: components["schemas"]["AttributionDimension"][] | null;
            halfLifeDays?: number;
            lastBefore?: components["schemas"]["EarlierStep"];
            limit?: number;
            models: components["schemas"]["AttributionModel"][];
            orderBy?: components["schemas"]["AttributionOrder"];
            positionWeights?: components["schemas"]["PositionWeights"];
            states?: components["schemas"]["JourneyState"];
            where?: components["schemas"]["ConditionInput"];
            window?: components["schemas"]["ReportWindow"];
        };
        AttributionReport: {
            before: string;
            chain?: components["schemas"]["AttributionChain"];
            completeTo: string;
            conversion: string;
            cost?: components["schemas"]["CreditedRevenue"][];
            definitions: components["schemas"]["AttributionDefinition"][];
            from: string;
            groups: number;
            rows: components["schemas"]["AttributionRow"][];
            sample: components["schemas"]["AttributionSample"];
            timeZone: string;
            totals: components["schemas"]["AttributionValue"][];
            window: string;
        };
        AttributionRow: {
            cost?: components["schemas"]["CreditedRevenue"][];
            group: string;
            keys: components["schemas"]["AttributionKey"][];
            values: components["schemas"]["AttributionValue"][];
        };
        AttributionSample: {
            conversions: number;
            deleted: number;
            restated: number;
            touchPoints: number;
            withoutTouchPoints: number;
        };
        AttributionValue: {
            conversions: string;
            costPerConversion?: string | null;
            model: string;
            revenue: components["schemas"]["CreditedRevenue"][];
            roi?: number | null;
        };
        AuthorityRole: "decision_maker" | "influencer" | "user" | "unknown";
        AuthorityRoleOrNull: "decision_maker" | "influencer" | "user" | "unknown" | null;
        AutomaticCategory: "suspect" | "lead" | "mql" | "sql" | "parked" | "disqualified";
        Availability: {
            hours?: number;
            mode: string;
        };
        AvailabilityInput: {
            hours?: number;
            mode: components["schemas"]["RepAvailabilityMode"];
        };
        BacktestChange: {
            from: components["schemas"]["BacktestClass"];
            leadId: string;
            to: components["schemas"]["BacktestClass"];
            won: boolean;
        };
        BacktestClass: {
            category: components["schemas"]["LeadCategory"];
            grade: components["schemas"]["LeadGrade"];
            temperature: components["schemas"]["LeadTemperature"];
        };
        BacktestCreate: {
            outcome?: components["schemas"]["BacktestOutcome"];
            threshold?: number;
        };
        BacktestDecile: {
            averageScore: number;
            lift: number;
            winRate: number;
            winRateHigh: number;
            winRateLow: number;
        };
        BacktestDetails: {
            candidate?: components["schemas"]["ModelEvidence"];
            changes?: components["schemas"]["BacktestChange"][];
            classesChanged?: number;
            classificationPolicyVersion?: number;
            comparedWithVersion?: number;
            comparison?: string;
            leftOut?: number;
            lost?: number;
            outcome?: string;
            present?: components["schemas"]["ModelEvidence"];
            scoreModelVersion: number;
            threshold?: number;
            verdict?: string;
            won?: number;
        };
        BacktestOutcome: "won" | "accepted";
        BatchMode: "partial" | "atomic";
        BouncedEmail: {
            at: string;
            email: string;
        };
        BreachAction: "notify" | "reassign";
        BulkChangeDetails: {
            change?: string;
            changed?: number;
            dryRun: boolean;
            refusals?: components["schemas"]["BulkRefusal"][];
            refused?: number;
            sampleIds?: string[];
            unchanged?: number;
            undoes?: string;
            where?: components["schemas"]["Condition"];
        };
        BulkLead: {
            at: string;
            code?: string;
            detail?: string;
            leadId: string;
            outcome: string;
        };
        BulkLeadList: {
            data: components["schemas"]["BulkLead"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        BulkOutcome: "changed" | "refused";
        BulkRefusal: {
            code: string;
            detail: string;
            leads: number;
        };
        Campaign: {
            budget: string | null;
            budgetCurrency: string | null;
            createdAt: string;
            description: string | null;
            endsOn: string | null;
            id: string;
            mergedInto: string | null;
            name: string;
            sourceId: string;
            sourceName?: string;
            startsOn: string | null;
            status: string;
            survivorId: string;
            updatedAt: string;
            version: number;
        };
        CampaignCreate: {
            budget?: string;
            budgetCurrency?: string;
            description?: string;
            endsOn?: string;
            name: string;
            sourceId: string;
            startsOn?: string;
            status?: components["schemas"]["CampaignState"];
        };
        CampaignList: {
            data: components["schemas"]["Campaign"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        CampaignPatch: {
            budget?: string | null;
            budgetCurrency?: string | null;
            description?: string | null;
            endsOn?: string | null;
            name?: string;
            startsOn?: string | null;
            status?: components["schemas"]["CampaignState"];
        };
        CampaignState: "planned" | "active" | "paused" | "ended" | "archived";
        Candidate: {
            capacity: number | null;
            creditAfter: number;
            creditBefore: number;
            eligible: boolean;
            eligibleFrom?: string;
            fact?: string;
            failedOn?: string;
            givenAfter: number;
            givenBefore: number;
            openLeads: number;
            repId: string;
            repName?: string;
            ruleId: string | null;
            teamId?: string;
            teamName?: string;
            weight: number;
        };
        CaptchaFallback: "accept" | "refuse";
        CaptchaProvider: "hcaptcha" | "turnstile" | "recaptcha";
        CaptchaProviderOrNull: "hcaptcha" | "turnstile" | "recaptcha" | null;
        CaptureReceipt: {
            touchId: string;
        };
        CaptureSubmission: {
            annualRevenue?: string;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRole"];
            budgetAmount?: string;
            budgetCurrency?: string;
            city?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[] | null;
            consentBasis?: string;
            consentText?: string;
            country?: string;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            employeeCount?: number;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind?: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            need?: string;
            organizationName?: string;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            postalCode?: string;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntent"];
            purchaseTimeframeDays?: number;
            region?: string;
            source?: components["schemas"]["SourceReference"];
            street?: string;
            tags?: string[] | null;
            timeZone?: string;
            visitorId?: string;
            website?: string;
        };
        CategoryDecider: "rule" | "person";
        CategoryGuard: {
            category: components["schemas"]["AutomaticCategory"];
            id: string;
            label: string;
            requires: components["schemas"]["Condition"];
        };
        CategoryGuardInput: {
            category: components["schemas"]["AutomaticCategory"];
            id: string;
            label: string;
            requires: components["schemas"]["ConditionInput"];
        };
        CategoryRule: {
            category: components["schemas"]["AutomaticCategory"];
            id: string;
            label: string;
            minimumDwellHours?: number;
            park?: components["schemas"]["RuleParking"];
            reason?: string;
            stay?: components["schemas"]["Condition"];
            when: components["schemas"]["Condition"];
        };
        CategoryRuleInput: {
            category: components["schemas"]["AutomaticCategory"];
            id: string;
            label: string;
            minimumDwellHours?: number;
            park?: components["schemas"]["RuleParkingInput"];
            reason?: string;
            stay?: components["schemas"]["ConditionInput"];
            when: components["schemas"]["ConditionInput"];
        };
        CategoryRules: {
            fallback: components["schemas"]["AutomaticCategory"];
            guards?: components["schemas"]["CategoryGuard"][];
            minimumDwellHours?: number;
            rules: components["schemas"]["CategoryRule"][];
        };
        CategoryRulesInput: {
            fallback: components["schemas"]["AutomaticCategory"];
            guards?: components["schemas"]["CategoryGuardInput"][] | null;
            minimumDwellHours?: number;
            rules: components["schemas"]["CategoryRuleInput"][];
        };
        ChainedReferral: {
            depth: number;
            referral: components["schemas"]["Referral"];
        };
        ChangedAssignment: {
            after: components["schemas"]["RoutingPlace"];
            before: components["schemas"]["RoutingPlace"];
            leadId: string;
        };
        Channel: "referral" | "word_of_mouth" | "direct_response" | "purchased_list" | "email_marketing" | "inbound_content" | "social_media" | "linkedin" | "event" | "networking" | "customer_feedback" | "win_back" | "live_chat" | "web_form" | "api" | "import" | "other";
        ChurnCause: "price" | "competitor" | "service" | "product" | "no_need" | "closed_down" | "other";
        ClaimPool: {
            cooldownHours?: number;
            dailyClaims?: number;
            maskContacts?: boolean;
            teamId: string;
        };
        ClaimPoolInput: {
            cooldownHours?: number;
            dailyClaims?: number;
            maskContacts?: boolean;
            teamId: string;
        };
        ClassificationPolicy: {
            createdAt: string;
            document: components["schemas"]["ClassificationPolicyDocument"];
            name: string;
            publishedAt: string | null;
            rescoreId?: string;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        ClassificationPolicyCreate: {
            document: components["schemas"]["ClassificationPolicyDocumentInput"];
            name: string;
        };
        ClassificationPolicyDocument: {
            category: components["schemas"]["CategoryRules"];
            temperature: components["schemas"]["TemperatureRules"];
        };
        ClassificationPolicyDocumentInput: {
            category: components["schemas"]["CategoryRulesInput"];
            temperature: components["schemas"]["TemperatureRulesInput"];
        };
        ClassificationPolicyList: {
            data: components["schemas"]["ClassificationPolicy"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ClockAdvance: {
            seconds?: number;
            to?: string;
        };
        ClockAdvanced: {
            aheadSeconds: number;
            complete: boolean;
            now: string;
            sandbox: boolean;
            timersEffective: number;
            timersFired: number;
            workspaceId: string;
        };
        ClockHours: "owner" | "lead" | "always";
        ColumnEvidence: {
            certainty: string;
            column: string;
            dates?: components["schemas"]["DateEvidence"];
            examples: string[];
            filled: number;
            reasons: string[];
        };
        ColumnUse: "field" | "attribute" | "ignore";
        ColumnValueType: "text" | "number" | "boolean" | "percent" | "amount" | "code" | "list";
        ComparisonOperator: "eq" | "neq" | "in" | "not_in" | "gt" | "gte" | "lt" | "lte" | "between" | "exists" | "not_exists" | "contains" | "starts_with" | "ends_with" | "fuzzy" | "within_last" | "older_than" | "within_next" | "during";
        Condition: {
            before?: string;
            campaignIds?: string[];
            condition?: components["schemas"]["Condition"];
            conditions?: components["schemas"]["Condition"][];
            currency?: string;
            engagementTypes?: string[];
            field?: string;
            from?: string;
            kinds?: string[];
            measure?: string;
            minimumCount?: number;
            operator?: string;
            otherField?: string;
            properties?: components["schemas"]["PropertyComparison"][];
            relation?: string;
            repField?: string;
            segmentId?: string;
            sourceChannels?: string[];
            sourceIds?: string[];
            statuses?: string[];
            type: string;
            value?: unknown;
            withinDays?: number;
        };
        ConditionInput: {
            before?: string;
            campaignIds?: string[] | null;
            condition?: components["schemas"]["ConditionInput"];
            conditions?: components["schemas"]["ConditionInput"][] | null;
            currency?: string;
            engagementTypes?: components["schemas"]["EngagementType"][] | null;
            field?: string;
            from?: string;
            kinds?: string[] | null;
            measure?: components["schemas"]["EngagementMeasure"];
            minimumCount?: number;
            operator?: components["schemas"]["ComparisonOperator"];
            otherField?: string;
            properties?: components["schemas"]["PropertyComparisonInput"][] | null;
            relation?: components["schemas"]["LeadRelation"];
            repField?: string;
            segmentId?: string;
            sourceChannels?: components["schemas"]["Channel"][] | null;
            sourceIds?: string[] | null;
            statuses?: string[] | null;
            type: components["schemas"]["ConditionKind"];
            value?: unknown;
            withinDays?: number;
        };
        ConditionKind: "all" | "any" | "not" | "field" | "engagement" | "related" | "segment";
        Connector: {
            baseUrl: string | null;
            campaignId: string | null;
            campaignName?: string;
            consentText: string | null;
            createdAt: string;
            createsTestLeads: boolean;
            enabled: boolean;
            fields: components["schemas"]["ConnectorField"][];
            formIds: string[];
            hasAccessToken: boolean;
            hasSecret: boolean;
            id: string;
            kind: string;
            name: string;
            signatureAlgorithm: string;
            signatureHeader: string | null;
            sourceId: string;
            sourceName?: string;
            updatedAt: string;
            version: number;
        };
        ConnectorBackfill: {
            attempts: number;
            completedAt: string | null;
            connectorId: string;
            formIds: string[];
            lastError?: components["schemas"]["ConnectorBackfillError"];
            leadsRead: number;
            nextAttemptAt: string | null;
            pagesRead: number;
            payloadsAdded: number;
            since: string;
            startedAt: string;
        };
        ConnectorBackfillCreate: {
            formIds?: string[] | null;
            since?: string;
        };
        ConnectorBackfillError: {
            at: string;
            code: string;
            detail: string;
            formId: string;
        };
        ConnectorCreate: {
            accessToken?: string;
            baseUrl?: string;
            campaignId?: string;
            consentText?: string;
            createsTestLeads?: boolean;
            enabled?: boolean;
            fields: components["schemas"]["ConnectorFieldInput"][];
            formIds?: string[] | null;
            kind: components["schemas"]["ConnectorSystem"];
            name: string;
            secret?: string;
            signatureAlgorithm?: components["schemas"]["SignatureHash"];
            signatureHeader?: string;
            sourceId: string;
        };
        ConnectorField: {
            attribute?: string;
            constant?: string;
            item?: components["schemas"]["ConnectorItem"];
            pointer?: string;
            required?: boolean;
            to: string;
            values?: components["schemas"]["ConnectorReplacement"][];
        };
        ConnectorFieldInput: {
            attribute?: string;
            constant?: string;
            item?: components["schemas"]["ConnectorItemInput"];
            pointer?: string;
            required?: boolean;
            to: components["schemas"]["ConnectorTarget"];
            values?: components["schemas"]["ConnectorReplacementInput"][] | null;
        };
        ConnectorItem: {
            equals: string;
            pointer: string;
            value: string;
        };
        ConnectorItemInput: {
            equals: string;
            pointer: string;
            value: string;
        };
        ConnectorList: {
            data: components["schemas"]["Connector"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ConnectorPatch: {
            accessToken?: string | null;
            baseUrl?: string | null;
            campaignId?: string | null;
            consentText?: string | null;
            createsTestLeads?: boolean;
            enabled?: boolean;
            fields?: components["schemas"]["ConnectorFieldInput"][] | null;
            formIds?: string[] | null;
            name?: string;
            secret?: string | null;
            signatureAlgorithm?: components["schemas"]["SignatureHash"];
            signatureHeader?: string | null;
            sourceId?: string;
        };
        ConnectorPayload: {
            attempts: number;
            connectorId: string;
            content?: string;
            fetched?: string;
            id: string;
            isTest: boolean;
            leadId: string | null;
            nextAttemptAt: string | null;
            problem?: components["schemas"]["ConnectorPayloadProblem"];
            processedAt: string | null;
            receivedAt: string;
            state: string;
            touchId: string | null;
            values?: components["schemas"]["ConnectorPayloadValue"][];
        };
        ConnectorPayloadCreate: {
            text: string;
        };
        ConnectorPayloadList: {
            data: components["schemas"]["ConnectorPayload"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ConnectorPayloadProblem: {
            code: string;
            detail: string;
            errors?: components["schemas"]["ConnectorPayloadViolation"][];
        };
        ConnectorPayloadValue: {
            attribute?: string;
            to: string;
            value: string;
        };
        ConnectorPayloadViolation: {
            code: string;
            detail: string;
            pointer: string;
        };
        ConnectorReplacement: {
            from: string;
            to: string;
        };
        ConnectorReplacementInput: {
            from: string;
            to: string;
        };
        ConnectorReplay: {
            receivedFrom?: string;
            states?: components["schemas"]["ReplayedState"][] | null;
        };
        ConnectorReplayResult: {
            payloads: number;
        };
        ConnectorSystem: "generic" | "meta_lead_ads" | "google_lead_form" | "linkedin_lead_gen";
        ConnectorTarget: "name" | "firstName" | "lastName" | "jobTitle" | "organizationName" | "industry" | "website" | "email" | "phone" | "street" | "city" | "region" | "postalCode" | "country" | "language" | "timeZone" | "need" | "description" | "products" | "attribute" | "emailConsent" | "phoneConsent" | "visitorId" | "externalId" | "occurredAt";
        ConsentChannel: "email" | "phone";
        ConsentEntry: {
            channel: string;
            consent: components["schemas"]["ConsentState"];
            text?: string;
        };
        ConsentRecord: {
            actorId?: string;
            basis?: string;
            channel: string;
            id: string;
            leadId?: string;
            occurredAt: string;
            proof?: components["schemas"]["ProofOfConsent"];
            purpose: string;
            recordedAt: string;
            source: string;
            status: string;
        };
        ConsentRecordList: {
            data: components["schemas"]["ConsentRecord"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ConsentState: "granted" | "denied" | "unknown";
        ConsentStatement: {
            basis?: string;
            channel: components["schemas"]["LedgerChannel"];
            email?: string;
            leadId?: string;
            occurredAt?: string;
            phone?: string;
            proof?: components["schemas"]["ProofOfConsentInput"];
            purpose?: string;
            source?: string;
            status: components["schemas"]["LedgerStatement"];
        };
        ConsentStateOrNull: "granted" | "denied" | "unknown" | null;
        ContactChannel: {
            channel: string;
            since?: string;
            status: string;
        };
        ContactDirection: "outgoing" | "incoming";
        ContactOutcome: "connected" | "no_answer" | "busy" | "left_voicemail" | "wrong_number" | "callback_requested" | "not_interested" | "held" | "no_show" | "rescheduled" | "cancelled" | "sent" | "delivered" | "replied" | "bounced";
        Contribution: {
            bound?: string;
            eventCount: number;
            eventIds?: string[];
            events?: components["schemas"]["CountedEvent"][];
            group: string;
            label: string;
            points: number;
            pointsBeforeCap?: number;
            pointsBeforeDecay?: number;
            reason: string;
            ruleId: string;
        };
        ConversionDeal: {
            amount?: string;
            currency: string;
            expectedCloseOn?: string;
            name?: string;
            products?: components["schemas"]["DealProductInput"][] | null;
        };
        ConversionPreview: {
            candidateIds: string[];
            categoryAfter: components["schemas"]["LeadCategory"];
            categoryBefore: components["schemas"]["LeadCategory"];
            deal: components["schemas"]["ConvertedDeal"];
            leadId: string;
            organization?: components["schemas"]["ConvertedCustomer"];
            person?: components["schemas"]["ConvertedCustomer"];
        };
        ConversionRequest: {
            closedAt?: string;
            competitor?: string;
            customerId?: string;
            deal?: components["schemas"]["ConversionDeal"];
            dealId?: string;
            overwrite?: boolean;
            won?: boolean;
        };
        ConversionResult: {
            candidateIds: string[];
            deal: components["schemas"]["ConvertedDeal"];
            lead: components["schemas"]["Lead"];
            organization?: components["schemas"]["ConvertedCustomer"];
            person?: components["schemas"]["ConvertedCustomer"];
        };
        ConversionStep: "lead" | "mql" | "sql" | "prospect" | "customer" | "won_deal";
        ConversionUndone: {
            kept: components["schemas"]["KeptFields"][];
            lead: components["schemas"]["Lead"];
            removedCustomerIds: string[];
            removedDealId?: string;
            restoredCustomerIds: string[];
            restoredDealId?: string;
        };
        ConvertedCustomer: {
            action: string;
            after: components["schemas"]["CustomerDetails"];
            before?: components["schemas"]["CustomerDetails"];
            customerId?: string;
            filledFields: string[];
            foundBy?: string;
        };
        ConvertedDeal: {
            action: string;
            after: components["schemas"]["DealDetails"];
            before?: components["schemas"]["DealDetails"];
            dealId?: string;
        };
        Cost: {
            actorId: string;
            amount: string;
            before: string;
            campaignId?: string;
            campaignName?: string;
            correctedById?: string;
            correctsId?: string;
            createdAt: string;
            currency: string;
            from: string;
            id: string;
            kind: string;
            leadId?: string;
            note?: string;
            platform?: string;
            sourceId: string;
            sourceName?: string;
        };
        CostBatch: {
            items: components["schemas"]["CostCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        CostBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
        };
        CostBatchResult: {
            created: number;
            refused: number;
            results: components["schemas"]["CostBatchItem"][];
        };
        CostCreate: {
            amount: string;
            before: string;
            campaignId?: string;
            correctsId?: string;
            currency: string;
            from: string;
            kind: components["schemas"]["ExpenseKind"];
            leadId?: string;
            note?: string;
            sourceId?: string;
        };
        CostList: {
            data: components["schemas"]["Cost"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        CountedEvent: {
            id: string;
            occurredAt: string;
            points: number;
            type: string;
        };
        Counterfactual: {
            changes: components["schemas"]["CounterfactualChange"][];
            from: string;
            outcome: string;
            result?: components["schemas"]["CounterfactualResult"];
            target: string;
        };
        CounterfactualChange: {
            engagementType?: string;
            field?: string;
            operator?: string;
            ruleIds: string[];
            sourceChannel?: string;
            text: string;
            type: string;
            value?: unknown;
        };
        CounterfactualResult: {
            category: components["schemas"]["LeadCategory"];
            grade: components["schemas"]["LeadGrade"];
            score: components["schemas"]["Score"];
            temperature: components["schemas"]["LeadTemperature"];
        };
        CountingUnit: "event" | "day";
        CreatedWorkspace: {
            apiKey: components["schemas"]["IssuedApiKey"];
            workspace: components["schemas"]["Workspace"];
        };
        CreditedConversion: {
            convertedAt: string;
            credit: string;
            dealId?: string;
            leadId?: string;
            restated: boolean;
            revenue: components["schemas"]["CreditedRevenue"][];
            touchPoints: components["schemas"]["CreditedTouchPoint"][];
        };
        CreditedConversionList: {
            data: components["schemas"]["CreditedConversion"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        CreditedRevenue: {
            amount: string;
            currency: string;
        };
        CreditedTouchPoint: {
            campaignId?: string;
            campaignName?: string;
            channel?: string;
            credit: string;
            inRow: boolean;
            kind: string;
            occurredAt: string;
            receivedAt: string;
            sourceId: string;
            sourceName?: string;
            touchPointId?: string;
        };
        Customer: {
            annualRevenue?: string;
            attributes?: components["schemas"]["GatheredAttributes"];
            campaignId?: string;
            campaignName?: string;
            churnDetail?: string;
            churnedAt?: string;
            churnReason?: string;
            city?: string;
            consentBasis?: string;
            country?: string;
            createdAt: string;
            description?: string;
            domain?: string;
            email?: string;
            emailBouncedAt?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            emailConsentAt?: string;
            emailNormalized?: string;
            emailType?: string;
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            id: string;
            industry?: string;
            jobTitle?: string;
            kind: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            leadId?: string;
            name?: string;
            organizationId?: string;
            otherEmails?: string[];
            otherPhones?: string[];
            ownerId?: string;
            ownerName?: string;
            pastChurns?: components["schemas"]["PastChurn"][];
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            phoneConsentAt?: string;
            phoneNormalized?: string;
            phoneType?: string;
            postalCode?: string;
            region?: string;
            sourceId?: string;
            sourceName?: string;
            street?: string;
            tags?: string[];
            timeZone?: string;
            updatedAt: string;
            version: number;
            website?: string;
        };
        CustomerBatch: {
            items: components["schemas"]["CustomerCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        CustomerBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
        };
        CustomerBatchResult: {
            created: number;
            refused: number;
            results: components["schemas"]["CustomerBatchItem"][];
            suppressed: number;
        };
        CustomerChurn: {
            churnedAt?: string;
            detail?: string;
            reason: components["schemas"]["ChurnCause"];
        };
        CustomerCreate: {
            annualRevenue?: string;
            attributes?: components["schemas"]["AttributesInput"];
            city?: string;
            consentBasis?: string;
            country?: string;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            emailConsentAt?: string;
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            organizationId?: string;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            ownerId?: string;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            phoneConsentAt?: string;
            postalCode?: string;
            region?: string;
            street?: string;
            tags?: string[] | null;
            timeZone?: string;
            website?: string;
        };
        CustomerDetails: {
            annualRevenue?: string;
            attributes?: components["schemas"]["GatheredAttributes"];
            city?: string;
            consentBasis?: string;
            country?: string;
            description?: string;
            domain?: string;
            email?: string;
            emailBouncedAt?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            emailConsentAt?: string;
            emailNormalized?: string;
            emailType?: string;
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            otherEmails?: string[];
            otherPhones?: string[];
            ownerId?: string;
            ownerName?: string;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            phoneConsentAt?: string;
            phoneNormalized?: string;
            phoneType?: string;
            postalCode?: string;
            region?: string;
            street?: string;
            tags?: string[];
            timeZone?: string;
            website?: string;
        };
        CustomerList: {
            data: components["schemas"]["Customer"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        CustomerPatch: {
            annualRevenue?: string | null;
            attributes?: components["schemas"]["AttributesInput"];
            city?: string | null;
            consentBasis?: string | null;
            country?: string | null;
            description?: string | null;
            email?: string | null;
            emailConsent?: components["schemas"]["ConsentStateOrNull"];
            emailConsentAt?: string | null;
            employeeCount?: number | null;
            externalId?: string | null;
            externalSystem?: string | null;
            firstName?: string | null;
            industry?: string | null;
            jobTitle?: string | null;
            language?: string | null;
            lastName?: string | null;
            name?: string | null;
            organizationId?: string | null;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            ownerId?: string | null;
            phone?: string | null;
            phoneConsent?: components["schemas"]["ConsentStateOrNull"];
            phoneConsentAt?: string | null;
            postalCode?: string | null;
            region?: string | null;
            street?: string | null;
            tags?: string[] | null;
            timeZone?: string | null;
            website?: string | null;
        };
        CustomerReturn: {
            returnedAt?: string;
        };
        DateEvidence: {
            ambiguous: number;
            dayFirst: number;
            monthFirst: number;
        };
        Deal: {
            amount?: string;
            campaignId?: string;
            campaignName?: string;
            closedAt?: string;
            competitor?: string;
            contactId?: string;
            createdAt: string;
            currency: string;
            customerId?: string;
            cycleStartedAt: string;
            expectedCloseOn?: string;
            id: string;
            leadId?: string;
            lossDetail?: string;
            lossReason?: string;
            name?: string;
            ownerId?: string;
            ownerName?: string;
            products: components["schemas"]["DealProduct"][];
            sourceId?: string;
            sourceName?: string;
            status: components["schemas"]["DealState"];
            updatedAt: string;
            version: number;
        };
        DealBatch: {
            items: components["schemas"]["DealCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        DealBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
        };
        DealBatchResult: {
            created: number;
            refused: number;
            results: components["schemas"]["DealBatchItem"][];
        };
        DealCreate: {
            amount?: string;
            competitor?: string;
            currency: string;
            customerId?: string;
            expectedCloseOn?: string;
            leadId?: string;
            name?: string;
            ownerId?: string;
            products?: components["schemas"]["DealProductInput"][] | null;
        };
        DealDetails: {
            amount?: string;
            closedAt?: string;
            competitor?: string;
            contactId?: string;
            currency: string;
            customerId?: string;
            cycleStartedAt: string;
            expectedCloseOn?: string;
            leadId?: string;
            lossDetail?: string;
            lossReason?: string;
            name?: string;
            ownerId?: string;
            ownerName?: string;
            products: components["schemas"]["DealProduct"][];
            status: components["schemas"]["DealState"];
        };
        DealList: {
            data: components["schemas"]["Deal"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        DealLoss: {
            closedAt?: string;
            competitor?: string;
            detail?: string;
            reason: components["schemas"]["LossCause"];
        };
        DealPatch: {
            amount?: string | null;
            competitor?: string | null;
            currency?: string;
            expectedCloseOn?: string | null;
            name?: string | null;
            ownerId?: string | null;
            products?: components["schemas"]["DealProductInput"][] | null;
        };
        DealProduct: {
            name: string;
            quantity: number;
            unitPrice: string;
        };
        DealProductInput: {
            name: string;
            quantity: number;
            unitPrice: string;
        };
        DealState: "open" | "won" | "lost";
        DealWin: {
            closedAt?: string;
            competitor?: string;
        };
        Decay: {
            days?: number;
            factor?: number;
            type: string;
        };
        DecayInput: {
            days?: number;
            factor?: number;
            type: components["schemas"]["DecayKind"];
        };
        DecayKind: "none" | "half_life" | "linear" | "step";
        DecimalSign: "point" | "comma";
        DeclineCause: "wrong_fit" | "no_interest" | "no_budget" | "no_authority" | "no_need" | "bad_timing" | "invalid_contact" | "duplicate" | "insufficient_information" | "not_my_territory" | "not_my_product" | "no_capacity" | "conflict_of_interest";
        DeliveryPhase: "waiting" | "succeeded" | "failed";
        DetectedFile: {
            damaged?: boolean;
            dateOrder?: string;
            dateOrderCertainty?: string;
            delimiter?: string;
            encoding?: string;
            encodingCertainty?: string;
            format: string;
            headerRow?: number;
            quote?: string;
            sheet?: string;
            timeZone?: string;
        };
        DisabledCause: "gone" | "failing" | "key_ended" | "condition_invalid";
        Disqualification: {
            at: string;
            detail?: string;
            reason: string;
        };
        DisqualificationCause: "only_asked" | "no_interest" | "wrong_fit" | "invalid_contact" | "spam" | "duplicate" | "existing_customer" | "other";
        DueUnit: "business_hours" | "calendar_hours";
        DuplicateCandidate: {
            bits: number;
            decision: string;
            evidence: components["schemas"]["MatchEvidence"][];
            lead: components["schemas"]["DuplicateLead"];
            priorBits: number;
            probability: number;
        };
        DuplicateDecision: "not_duplicate" | "undecided";
        DuplicateDecisionCreate: {
            decision: components["schemas"]["DuplicateDecision"];
            leadId: string;
            otherLeadId: string;
        };
        DuplicateGroup: {
            groupId: string;
            leads: components["schemas"]["DuplicateLead"][];
            pairs: components["schemas"]["DuplicatePair"][];
            survivorId: string | null;
        };
        DuplicateGroupList: {
            data: components["schemas"]["DuplicateGroup"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        DuplicateLead: {
            createdAt: string;
            email?: string;
            leadId: string;
            name?: string;
            organizationName?: string;
            ownerId: string | null;
            ownerName?: string;
            phone?: string;
            touchCount: number;
        };
        DuplicatePair: {
            bits: number;
            decision: string;
            evidence: components["schemas"]["MatchEvidence"][];
            leadId: string;
            otherLeadId: string;
            priorBits: number;
            probability: number;
        };
        DuplicateScanCreate: {
            all?: boolean;
        };
        EarlierStep: "created" | "lead" | "mql" | "sql" | "prospect";
        Effort: {
            cold: number;
            hot: number;
            released?: components["schemas"]["LeadCategory"][];
            warm: number;
        };
        EffortInput: {
            cold: number;
            hot: number;
            released?: components["schemas"]["LeadCategory"][] | null;
            warm: number;
        };
        EndedCategory: "lost" | "disqualified" | "parked" | "customer";
        EngagementEvent: {
            campaignId?: string;
            campaignName?: string;
            externalId?: string;
            id: string;
            leadId: string;
            occurredAt: string;
            properties?: {
                [key: string]: unknown;
            };
            receivedAt: string;
            sourceId?: string;
            sourceName?: string;
            type: string;
        };
        EngagementEventBatch: {
            items: components["schemas"]["EngagementEventCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        EngagementEventBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            result?: components["schemas"]["EngagementEventResult"];
            status: number;
        };
        EngagementEventBatchResult: {
            duplicates: number;
            recorded: number;
            refused: number;
            results: components["schemas"]["EngagementEventBatchItem"][];
        };
        EngagementEventCreate: {
            email?: string;
            externalId?: string;
            leadExternalId?: string;
            leadExternalSystem?: string;
            leadId?: string;
            occurredAt?: string;
            properties?: {
                [key: string]: unknown;
            };
            source?: components["schemas"]["SourceReference"];
            type: components["schemas"]["EngagementType"];
        };
        EngagementEventList: {
            data: components["schemas"]["EngagementEvent"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        EngagementEventResult: {
            duplicate: boolean;
            id: string;
            lead: components["schemas"]["EngagementLead"];
        };
        EngagementEventSearch: {
            cursor?: string;
            lead?: components["schemas"]["ConditionInput"];
            limit?: number;
            where?: components["schemas"]["ConditionInput"];
        };
        EngagementLead: {
            category: components["schemas"]["LeadCategory"];
            grade: components["schemas"]["LeadGrade"];
            id: string;
            returningInterest?: components["schemas"]["ReturningInterest"];
            score: components["schemas"]["Score"];
            temperature: components["schemas"]["LeadTemperature"];
            version: number;
        };
        EngagementMeasure: "count" | "distinct_days" | "days_since_last" | "amount";
        EngagementRule: {
            countBy?: string;
            decay: components["schemas"]["Decay"];
            engagementTypes: string[];
            frequency: components["schemas"]["Frequency"];
            id: string;
            label: string;
            maximum?: number;
            minimum?: number;
            points: number;
            sourceChannels?: string[];
            when?: components["schemas"]["Condition"];
            withinDays?: number;
        };
        EngagementRuleInput: {
            countBy?: components["schemas"]["CountingUnit"];
            decay: components["schemas"]["DecayInput"];
            engagementTypes: components["schemas"]["EngagementType"][];
            frequency: components["schemas"]["FrequencyInput"];
            id: string;
            label: string;
            maximum?: number;
            minimum?: number;
            points: number;
            sourceChannels?: components["schemas"]["Channel"][] | null;
            when?: components["schemas"]["ConditionInput"];
            withinDays?: number;
        };
        EngagementRules: {
            maximum: number;
            minimum: number;
            rules: components["schemas"]["EngagementRule"][];
        };
        EngagementRulesInput: {
            maximum: number;
            minimum: number;
            rules: components["schemas"]["EngagementRuleInput"][];
        };
        EngagementType: "page_viewed" | "pricing_viewed" | "content_viewed" | "content_downloaded" | "content_liked" | "content_shared" | "email_sent" | "email_opened" | "email_clicked" | "email_replied" | "email_bounced" | "email_unsubscribed" | "form_submitted" | "event_invited" | "event_registered" | "event_attended" | "booth_visited" | "social_interacted" | "chat_started" | "call_answered" | "meeting_booked" | "survey_answered" | "information_requested" | "price_requested" | "demo_requested" | "trial_started" | "purchase_requested" | "spam_reported" | "other";
        ErasureDetails: {
            consents: number;
            customers?: number;
            importRows?: number;
            leads?: number;
            suppress: boolean;
            suppressions: number;
        };
        ErasureRequest: {
            email?: string;
            leadId?: string;
            phone?: string;
            suppress?: boolean;
        };
        Event: {
            actorId: string;
            actorKind: string;
            after?: {
                [key: string]: unknown;
            };
            before?: {
                [key: string]: unknown;
            };
            cause: string;
            erasedAt?: string;
            id: string;
            occurredAt: string;
            requestId: string;
            sequence: number;
            subjectId: string;
            subjectKind: string;
            subjectVersion?: number;
            type: string;
        };
        EventList: {
            data: components["schemas"]["Event"][];
            epoch: string;
            hasMore: boolean;
            nextCursor: string | null;
        };
        EventTypeName: "workspace.created" | "workspace.updated" | "workspace.clock_advanced" | "api_key.created" | "api_key.rotated" | "api_key.revoked" | "source.created" | "source.updated" | "source.merged" | "source.unmerged" | "campaign.created" | "campaign.updated" | "campaign.merged" | "campaign.unmerged" | "attribute_definition.created" | "attribute_definition.updated" | "lead.created" | "lead.touched" | "lead.updated" | "lead.scored" | "lead.classified" | "lead.assigned" | "lead.queued" | "lead.owner_released" | "lead.claimed" | "lead.lease_ended" | "lead.deleted" | "lead.history_recorded" | "lead.stage_changed" | "lead.rotted" | "lead.revived" | "lead.converted" | "lead.conversion_undone" | "lead.restored" | "lead.lost" | "lead.disqualified" | "lead.requalified" | "lead.parked" | "lead.woken" | "lead.recycled" | "lead.returned" | "lead.interest_shown" | "lead.interest_withdrawn" | "lead.customer_deleted" | "lead.customer_linked" | "lead.customer_unlinked" | "lead.duplicate_decided" | "lead.handoff_offered" | "lead.handoff_accepted" | "lead.handoff_rejected" | "lead.handoff_timed_out" | "lead.handoff_withdrawn" | "lead.handoff_returned" | "lead.handoff_reopened" | "lead.owner_declined" | "lead.sla_started" | "lead.sla_warned" | "lead.sla_breached" | "lead.sla_met" | "lead.sla_cancelled" | "lead.sla_restated" | "lead.sla_paused" | "lead.sla_resumed" | "sequence.entered" | "sequence.step_due" | "sequence.step_done" | "sequence.step_skipped" | "sequence.step_delayed" | "sequence.left" | "segment.entered" | "segment.left" | "engagement.recorded" | "customer.created" | "customer.updated" | "customer.churned" | "customer.returned" | "customer.deleted" | "customer.history_recorded" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "deal.deleted" | "deal.history_recorded" | "lead.activity_recorded" | "task.created" | "task.updated" | "task.completed" | "task.skipped" | "task.reopened" | "task.overdue" | "referral.created" | "referral.updated" | "consent.recorded" | "suppression.created" | "suppression.deleted" | "cost.recorded" | "exchange_rates.set" | "visitor.recorded" | "visitor.identified" | "rep.created" | "rep.updated" | "team.created" | "team.updated" | "score_model.created" | "score_model.published" | "score_model.retired" | "classification_policy.created" | "classification_policy.published" | "routing_policy.created" | "routing_policy.published" | "playbook.created" | "playbook.published" | "funnel.created" | "funnel.published" | "handoff_policy.created" | "handoff_policy.published" | "sla_policy.created" | "sla_policy.published" | "sequence.created" | "sequence.published" | "sequence.retired" | "segment.created" | "segment.updated" | "segment.deleted" | "target.created" | "target.updated" | "target.deleted" | "target.reached" | "target.missed" | "prediction_model.trained" | "prediction_model.published" | "prediction_model.released" | "prediction_model.drifted" | "prediction_settings.updated" | "form.created" | "form.updated" | "form.deleted" | "form.confirmation_requested" | "connector.created" | "connector.updated" | "connector.deleted" | "webhook_endpoint.created" | "webhook_endpoint.updated" | "webhook_endpoint.deleted" | "webhook_endpoint.disabled" | "webhook_endpoint.tested" | "operation.started" | "operation.succeeded" | "operation.failed" | "operation.cancelled";
        ExchangeRate: {
            base: string;
            day: string;
            quote: string;
            rate: string;
            source: string;
            updatedAt: string;
        };
        ExchangeRateChanges: {
            removed: number;
            set: number;
            unchanged: number;
        };
        ExchangeRateInput: {
            base: string;
            day: string;
            quote: string;
            rate: string | null;
            source?: string;
        };
        ExchangeRateList: {
            data: components["schemas"]["ExchangeRate"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ExchangeRatesPut: {
            rates: components["schemas"]["ExchangeRateInput"][];
        };
        ExpenseKind: "media" | "list" | "event" | "tool" | "people" | "other";
        ExportCompression: "uncompressed" | "gzip";
        ExportCreate: {
            assigned?: boolean;
            campaignId?: string;
            category?: components["schemas"]["LeadCategory"];
            compression?: components["schemas"]["ExportCompression"];
            contactableBy?: components["schemas"]["ConsentChannel"];
            country?: string;
            createdBefore?: string;
            createdFrom?: string;
            domain?: string;
            explanation?: boolean;
            fields?: string[] | null;
            format?: components["schemas"]["ExportFormat"];
            grade?: components["schemas"]["LeadGrade"];
            kind?: components["schemas"]["LeadKind"];
            lead?: components["schemas"]["ConditionInput"];
            leaseRepId?: string;
            minimumScore?: number;
            occurredBefore?: string;
            occurredFrom?: string;
            ownerId?: string;
            raw?: boolean;
            resource: components["schemas"]["ExportResource"];
            rotted?: boolean;
            sourceId?: string;
            stage?: string;
            teamId?: string;
            temperature?: components["schemas"]["LeadTemperature"];
            types?: string[] | null;
            where?: components["schemas"]["ConditionInput"];
        };
        ExportDetails: {
            bytes?: number;
            compression: string;
            contactableBy?: string;
            expiresAt?: string;
            explanation: boolean;
            fields?: string[];
            format: string;
            lead?: components["schemas"]["Condition"];
            leftOut?: number;
            occurredBefore?: string;
            occurredFrom?: string;
            raw: boolean;
            resource: string;
            rotted?: boolean;
            rows?: number;
            snapshotAt?: string;
            stage?: string;
            types?: string[];
            where?: components["schemas"]["Condition"];
        };
        ExportFormat: "csv" | "ndjson";
        ExportResource: "leads" | "touches" | "engagement_events" | "activities" | "deals" | "customers" | "events";
        FieldError: {
            code: string;
            detail: string;
            parameter?: string;
            pointer?: string;
        };
        FindDuplicatesDetails: {
            all: boolean;
            compared?: number;
            groups?: number;
            leads?: number;
            pairs?: number;
        };
        FitRule: {
            id: string;
            label: string;
            points: number;
            when: components["schemas"]["Condition"];
        };
        FitRuleInput: {
            id: string;
            label: string;
            points: number;
            when: components["schemas"]["ConditionInput"];
        };
        FitRules: {
            maximum: number;
            minimum: number;
            rules: components["schemas"]["FitRule"][];
        };
        FitRulesInput: {
            maximum: number;
            minimum: number;
            rules: components["schemas"]["FitRuleInput"][];
        };
        ForecastBacktest: {
            covered: number;
            currency: string;
            meanActual: number;
            meanError: number;
            meanForecast: number;
            origins: number;
        };
        ForecastDeal: {
            ageDays: number;
            amount: string | null;
            basis: string;
            currency: string;
            id: string;
            leadId?: string;
            month: string | null;
            monthBasis: string;
            name?: string;
            ownerId?: string;
            ownerName?: string;
            probability: number | null;
            reason: string;
            sourceId?: string;
            sourceName?: string;
            teamId?: string;
            teamName?: string;
            weightedAmount: string | null;
        };
        ForecastDealList: {
            data: components["schemas"]["ForecastDeal"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ForecastGrouping: "owner" | "team" | "source";
        ForecastHistory: {
            closedDeals: number;
            formula: string;
            lostDeals: number;
            wonDeals: number;
        };
        ForecastReport: {
            backtest: components["schemas"]["ForecastBacktest"][];
            completeTo: string;
            dealsByModel: number;
            history?: components["schemas"]["ForecastHistory"];
            rows: components["schemas"]["ForecastRow"][];
            timeZone: string;
            totals: components["schemas"]["ForecastTotal"][];
        };
        ForecastRow: {
            currency: string;
            deals: number;
            groupId?: string | null;
            groupName?: string;
            high: string | null;
            low: string | null;
            month: string | null;
            openAmount: string;
            weightedAmount: string | null;
            withoutAmount: number;
        };
        ForecastTotal: {
            currency: string;
            deals: number;
            high: string | null;
            low: string | null;
            openAmount: string;
            weightedAmount: string | null;
            withoutAmount: number;
        };
        Form: {
            addressSubmissionsPerMinute: number | null;
            campaignId: string | null;
            campaignName?: string;
            captchaProvider: string | null;
            captchaVerifyUrl: string | null;
            captchaWhenUnavailable: string;
            confirmationHours: number | null;
            confirmationUrl: string | null;
            confirmedSubmissions: number;
            confirmedUrl: string | null;
            consentText: string | null;
            createdAt: string;
            expiredSubmissions: number;
            fields: components["schemas"]["FormField"][];
            id: string;
            minFillSeconds: number | null;
            name: string;
            redirectUrl: string | null;
            requiresStamp: boolean;
            sourceId: string;
            sourceName?: string;
            submissionsPerMinute: number | null;
            trapField: string | null;
            updatedAt: string;
            version: number;
        };
        FormConfirmation: {
            submissionId: string;
        };
        FormConfirmationToken: {
            token: string;
        };
        FormCreate: {
            addressSubmissionsPerMinute?: number;
            campaignId?: string;
            captchaProvider?: components["schemas"]["CaptchaProvider"];
            captchaSecret?: string;
            captchaVerifyUrl?: string;
            captchaWhenUnavailable?: components["schemas"]["CaptchaFallback"];
            confirmationHours?: number;
            confirmationUrl?: string;
            confirmedUrl?: string;
            consentText?: string;
            fields: components["schemas"]["FormFieldInput"][];
            minFillSeconds?: number;
            name: string;
            redirectUrl?: string;
            requiresStamp?: boolean;
            sourceId: string;
            submissionsPerMinute?: number;
            trapField?: string;
        };
        FormField: {
            attribute?: string;
            name: string;
            options?: string[];
            required?: boolean;
            to: string;
        };
        FormFieldInput: {
            attribute?: string;
            name: string;
            options?: string[] | null;
            required?: boolean;
            to: components["schemas"]["FormTarget"];
        };
        FormList: {
            data: components["schemas"]["Form"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        FormPatch: {
            addressSubmissionsPerMinute?: number | null;
            campaignId?: string | null;
            captchaProvider?: components["schemas"]["CaptchaProviderOrNull"];
            captchaSecret?: string;
            captchaVerifyUrl?: string | null;
            captchaWhenUnavailable?: components["schemas"]["CaptchaFallback"];
            confirmationHours?: number | null;
            confirmationUrl?: string | null;
            confirmedUrl?: string | null;
            consentText?: string | null;
            fields?: components["schemas"]["FormFieldInput"][] | null;
            minFillSeconds?: number | null;
            name?: string;
            redirectUrl?: string | null;
            requiresStamp?: boolean;
            sourceId?: string;
            submissionsPerMinute?: number | null;
            trapField?: string | null;
        };
        FormStart: {
            expiresAt: string;
            stamp: string;
        };
        FormSubmission: {
            [key: string]: string;
        };
        FormTarget: "name" | "firstName" | "lastName" | "jobTitle" | "organizationName" | "industry" | "website" | "email" | "phone" | "street" | "city" | "region" | "postalCode" | "country" | "language" | "timeZone" | "need" | "description" | "products" | "attribute" | "emailConsent" | "phoneConsent" | "visitorId";
        Frequency: {
            count?: number;
            days?: number;
            type: string;
        };
        FrequencyInput: {
            count?: number;
            days?: number;
            type: components["schemas"]["FrequencyKind"];
        };
        FrequencyKind: "every" | "once" | "at_most" | "per_window";
        Funnel: {
            createdAt: string;
            document: components["schemas"]["FunnelDocument"];
            name: string;
            publishedAt: string | null;
            rescoreId?: string;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        FunnelCreate: {
            document: components["schemas"]["FunnelDocumentInput"];
            name: string;
        };
        FunnelDocument: {
            recycling: components["schemas"]["RecyclingRules"];
            returning?: components["schemas"]["ReturningRules"];
            stages: components["schemas"]["FunnelStage"][];
        };
        FunnelDocumentInput: {
            recycling: components["schemas"]["RecyclingRulesInput"];
            returning?: components["schemas"]["ReturningRulesInput"];
            stages: components["schemas"]["FunnelStageInput"][];
        };
        FunnelList: {
            data: components["schemas"]["Funnel"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        FunnelStage: {
            ageingDays?: number;
            allowedNext?: string[];
            category: components["schemas"]["LeadCategory"];
            key: string;
            name: string;
            requiredFields?: string[];
        };
        FunnelStageInput: {
            ageingDays?: number;
            allowedNext?: string[] | null;
            category: components["schemas"]["LeadCategory"];
            key: string;
            name: string;
            requiredFields?: string[] | null;
        };
        GatheredAttributes: {
            [key: string]: unknown;
        };
        GradeBounds: {
            engagementBounds: number[];
            fitBounds: number[];
        };
        GradeBoundsInput: {
            engagementBounds: number[];
            fitBounds: number[];
        };
        Handoff: {
            campaignId?: string;
            campaignName?: string;
            category: components["schemas"]["HandoffCategory"];
            cause: string;
            channels: components["schemas"]["ContactChannel"][];
            conversionProbability?: number;
            dueAt: string;
            endedAt?: string;
            endedBy?: string;
            evidence?: string;
            grade: components["schemas"]["LeadGrade"];
            handoffPolicyVersion: number;
            id: string;
            leadId: string;
            offeredAt: string;
            offerNumber: number;
            reason?: string;
            repId?: string;
            repName?: string;
            score: number;
            scoreModelVersion: number;
            sourceId: string;
            sourceName?: string;
            status: string;
            teamId?: string;
            teamName?: string;
            temperature: components["schemas"]["LeadTemperature"];
        };
        HandoffAccept: {
            repId?: string;
        };
        HandoffAcceptanceGroup: {
            acceptanceRate?: number;
            accepted: number;
            key: string | null;
            keyName?: string;
            offered: number;
            open: number;
            rejected: number;
            timedOut: number;
            withdrawn: number;
        };
        HandoffAcceptanceReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["HandoffAcceptanceGroup"][];
        };
        HandoffAcceptWithin: {
            mql: number;
            sql: number;
        };
        HandoffAcceptWithinInput: {
            mql: number;
            sql: number;
        };
        HandoffCategory: "mql" | "sql";
        HandoffEndCause: "wrong_fit" | "no_interest" | "no_budget" | "no_authority" | "no_need" | "bad_timing" | "invalid_contact" | "duplicate" | "insufficient_information" | "not_my_territory" | "not_my_product" | "no_capacity" | "conflict_of_interest" | "request" | "category_changed" | "owner_changed" | "change_undone";
        HandoffList: {
            data: components["schemas"]["Handoff"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        HandoffOfferCreate: {
            repId?: string;
            teamId?: string;
        };
        HandoffPolicy: {
            createdAt: string;
            document: components["schemas"]["HandoffPolicyDocument"];
            name: string;
            publishedAt: string | null;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        HandoffPolicyCreate: {
            document: components["schemas"]["HandoffPolicyDocumentInput"];
            name: string;
        };
        HandoffPolicyDocument: {
            acceptWithinHours: components["schemas"]["HandoffAcceptWithin"];
            afterRejection: string;
            afterTimeout: string;
            automatic: components["schemas"]["HandoffCategory"][];
            maximumOffers: number;
        };
        HandoffPolicyDocumentInput: {
            acceptWithinHours: components["schemas"]["HandoffAcceptWithinInput"];
            afterRejection: components["schemas"]["RejectionAction"];
            afterTimeout: components["schemas"]["HandoffTimeoutAction"];
            automatic: components["schemas"]["HandoffCategory"][];
            maximumOffers: number;
        };
        HandoffPolicyList: {
            data: components["schemas"]["HandoffPolicy"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        HandoffReject: {
            evidence: string;
            reason: components["schemas"]["DeclineCause"];
            repId?: string;
        };
        HandoffTimeoutAction: "next_rep" | "marketing";
        HistoricActivity: {
            automatic?: boolean;
            body?: string;
            direction?: components["schemas"]["ContactDirection"];
            durationSeconds?: number;
            externalId?: string;
            kind: components["schemas"]["WorkKind"];
            metadata?: {
                [key: string]: unknown;
            };
            occurredAt: string;
            outcome?: components["schemas"]["ContactOutcome"];
            repEmail?: string;
            repId?: string;
            subject?: string;
        };
        HistoricDeal: {
            amount?: string;
            closedAt?: string;
            competitor?: string;
            currency: string;
            expectedCloseOn?: string;
            lossDetail?: string;
            lossReason?: components["schemas"]["LossCause"];
            name?: string;
            openedAt?: string;
            products?: components["schemas"]["DealProductInput"][] | null;
            status: components["schemas"]["DealState"];
        };
        HistoricEngagement: {
            externalId?: string;
            occurredAt: string;
            properties?: {
                [key: string]: unknown;
            };
            source?: components["schemas"]["SourceReference"];
            type: components["schemas"]["EngagementType"];
        };
        HistoricLead: {
            activities?: components["schemas"]["HistoricActivity"][] | null;
            annualRevenue?: string;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRole"];
            budgetAmount?: string;
            budgetCurrency?: string;
            city?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[] | null;
            consentBasis?: string;
            country?: string;
            createdAt: string;
            deals?: components["schemas"]["HistoricDeal"][] | null;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            employeeCount?: number;
            engagement?: components["schemas"]["HistoricEngagement"][] | null;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind?: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            need?: string;
            organizationName?: string;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            outcome?: components["schemas"]["HistoricOutcome"];
            ownerEmail?: string;
            ownerId?: string;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            postalCode?: string;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntent"];
            purchaseTimeframeDays?: number;
            region?: string;
            source?: components["schemas"]["SourceReference"];
            stages?: components["schemas"]["HistoricStage"][] | null;
            street?: string;
            tags?: string[] | null;
            timeframeStatedAt?: string;
            timeZone?: string;
            touches?: components["schemas"]["HistoricTouch"][] | null;
            website?: string;
        };
        HistoricLeadBatch: {
            items: components["schemas"]["HistoricLead"][];
            mode?: components["schemas"]["BatchMode"];
        };
        HistoricLeadBatchItem: {
            added?: components["schemas"]["AddedRecords"];
            id?: string;
            ignored?: string[];
            index: number;
            matchedBy?: string;
            notes?: components["schemas"]["NormalizationNote"][];
            outcome?: string;
            problem?: components["schemas"]["Problem"];
            status: number;
            version?: number;
        };
        HistoricLeadBatchResult: {
            completed: number;
            created: number;
            refused: number;
            results: components["schemas"]["HistoricLeadBatchItem"][];
            unchanged: number;
        };
        HistoricOutcome: {
            at: string;
            competitor?: string;
            detail?: string;
            reason?: components["schemas"]["HistoryReason"];
            result: components["schemas"]["HistoryResult"];
            until?: string;
        };
        HistoricStage: {
            at: string;
            stage: string;
        };
        HistoricTouch: {
            occurredAt: string;
            source: components["schemas"]["SourceReference"];
        };
        HistoryReason: "price" | "competitor" | "timing" | "demo" | "no_budget" | "buyer_not_ready" | "no_decision" | "missing_feature" | "no_contact" | "other" | "only_asked" | "no_interest" | "wrong_fit" | "invalid_contact" | "spam" | "duplicate" | "existing_customer" | "bought_competitor" | "bad_timing" | "no_reply";
        HistoryResult: "won" | "lost" | "disqualified" | "parked";
        HypotheticalEvent: {
            occurredAt?: string;
            properties?: {
                [key: string]: unknown;
            };
            sourceChannel?: components["schemas"]["Channel"];
            type: components["schemas"]["EngagementType"];
        };
        ImportColumn: {
            attribute: string;
            column: string;
            decimalSign: string;
            field?: string;
            rank: number;
            type: string;
            use: string;
        };
        ImportColumnInput: {
            attribute: string;
            column: string;
            decimalSign: components["schemas"]["DecimalSign"];
            field?: string;
            rank: number;
            type: components["schemas"]["ColumnValueType"];
            use: components["schemas"]["ColumnUse"];
        };
        ImportDateOrder: "dmy" | "mdy";
        ImportDetails: {
            created?: number;
            importId: string;
            joined?: number;
            rejected?: number;
            rejections?: components["schemas"]["RejectionCount"][];
            repeated?: number;
            suppressed?: number;
        };
        ImportList: {
            data: components["schemas"]["ListImport"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ImportMapping: {
            columns: components["schemas"]["ImportColumn"][];
            country?: string;
            currency?: string;
            dateOrder: string;
            externalSystem: string;
            kind?: components["schemas"]["LeadKind"];
            list: string;
            owners?: components["schemas"]["ImportOwner"][];
            phonePrefix?: string;
            rowIds: boolean;
            source: components["schemas"]["ImportSource"];
            stages?: components["schemas"]["ImportStage"][];
            timeZone?: string;
        };
        ImportMappingInput: {
            columns: components["schemas"]["ImportColumnInput"][];
            country?: string;
            currency?: string;
            dateOrder: components["schemas"]["ImportDateOrder"];
            externalSystem: string;
            kind?: components["schemas"]["LeadKind"];
            list: components["schemas"]["KindOfList"];
            owners?: components["schemas"]["ImportOwnerInput"][] | null;
            phonePrefix?: string;
            rowIds: boolean;
            source: components["schemas"]["ImportSourceInput"];
            stages?: components["schemas"]["ImportStageInput"][] | null;
            timeZone?: string;
        };
        ImportOutcome: "created" | "joined" | "repeated" | "rejected" | "suppressed";
        ImportOwner: {
            repId: string;
            value: string;
        };
        ImportOwnerInput: {
            repId: string;
            value: string;
        };
        ImportPatch: {
            mapping?: components["schemas"]["ImportMappingInput"];
            name?: string;
        };
        ImportRevert: {
            dryRun?: boolean;
        };
        ImportRow: {
            code?: string;
            column?: string;
            detail?: string;
            leadId?: string;
            matchedBy?: string;
            outcome: string;
            row: number;
        };
        ImportRowList: {
            data: components["schemas"]["ImportRow"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ImportRun: {
            created?: number;
            done: number;
            finishedAt: string | null;
            joined?: number;
            operationId: string;
            rejected?: number;
            rejections?: components["schemas"]["RejectionCount"][];
            remainingSeconds: number | null;
            repeated?: number;
            rowsPerSecond: number | null;
            startedAt: string | null;
            suppressed?: number;
        };
        ImportSource: {
            channel: string;
            name: string;
        };
        ImportSourceInput: {
            channel: components["schemas"]["Channel"];
            name: string;
        };
        ImportStage: {
            reason?: string;
            result?: string;
            stage?: string;
            value: string;
        };
        ImportStageInput: {
            reason?: string;
            result?: components["schemas"]["HistoryResult"];
            stage?: string;
            value: string;
        };
        InterestSigns: {
            engagementTypes: string[];
            timeframeDays: number;
        };
        InterestSignsInput: {
            engagementTypes: components["schemas"]["EngagementType"][];
            timeframeDays: number;
        };
        InterestStrength: "strong" | "clear";
        IssuedApiKey: {
            allowedAddresses: string[];
            allowedOrigins: string[];
            createdAt: string;
            createdBy: string;
            displayId: string;
            expiresAt: string | null;
            id: string;
            kind: string;
            lastUsedAddress: string | null;
            lastUsedAt: string | null;
            name: string;
            requestsPerMinute: number | null;
            revokedAt: string | null;
            rotatedFrom?: string;
            scopes: string[];
            token: string;
        };
        IssuedConnector: {
            address: string;
            baseUrl: string | null;
            campaignId: string | null;
            campaignName?: string;
            consentText: string | null;
            createdAt: string;
            createsTestLeads: boolean;
            enabled: boolean;
            fields: components["schemas"]["ConnectorField"][];
            formIds: string[];
            hasAccessToken: boolean;
            hasSecret: boolean;
            id: string;
            kind: string;
            name: string;
            signatureAlgorithm: string;
            signatureHeader: string | null;
            sourceId: string;
            sourceName?: string;
            updatedAt: string;
            version: number;
        };
        IssuedWebhookEndpoint: {
            createdAt: string;
            description: string | null;
            disabledAt: string | null;
            disabledReason: string | null;
            enabled: boolean;
            failingSince: string | null;
            failures: number;
            headerNames: string[];
            id: string;
            payload: string;
            position: number;
            principalId: string;
            secret: string;
            signature: string;
            skipOwn: string[];
            types: string[];
            updatedAt: string;
            url: string;
            version: number;
            where?: components["schemas"]["Condition"];
        };
        JobKind: "rescore" | "backtest" | "train_prediction" | "reassign" | "rerun_routing" | "bulk_change" | "attribute_change" | "segment_change" | "export" | "import" | "rehearse_import" | "revert_import" | "erasure" | "find_duplicates";
        JobState: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        JourneyState: "channel" | "source";
        KeptFields: {
            fields: string[];
            subjectId: string;
            subjectKind: string;
        };
        KeptLead: {
            code: string;
            detail: string;
            leadId: string;
        };
        KeyKind: "admin" | "service" | "capture";
        KindOfList: "leads" | "own_customers" | "purchased_list" | "event_attendees" | "crm_export" | "engagement_history" | "deals";
        Lead: {
            annualRevenue?: string;
            assignedAt?: string;
            assignedBy?: string;
            assignmentReason?: string;
            attributes?: components["schemas"]["Attributes"];
            authority?: string;
            bouncedEmails?: components["schemas"]["BouncedEmail"][];
            budgetAmount?: string;
            budgetCurrency?: string;
            campaignId?: string;
            campaignName?: string;
            category: components["schemas"]["LeadCategory"];
            categoryDecidedBy: components["schemas"]["CategoryDecider"];
            categorySince: string;
            city?: string;
            classificationPolicyVersion: number;
            competitor?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[];
            consentBasis?: string;
            contactsMasked?: boolean;
            conversion?: components["schemas"]["LeadConversion"];
            conversionProbability?: number;
            country?: string;
            createdAt: string;
            customerId?: string;
            customerOrganizationId?: string;
            cycles?: number;
            description?: string;
            disqualification?: components["schemas"]["Disqualification"];
            domain?: string;
            effort?: number;
            email?: string;
            emailBouncedAt?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            emailConsentAt?: string;
            emailNormalized?: string;
            emailType?: string;
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstContactAt?: string;
            firstName?: string;
            firstTouchAt: string;
            grade: components["schemas"]["LeadGrade"];
            handoff?: components["schemas"]["LeadHandoff"];
            id: string;
            included?: components["schemas"]["LeadIncluded"];
            industry?: string;
            jobTitle?: string;
            kind: components["schemas"]["LeadKind"];
            language?: string;
            lastActivityAt?: string;
            lastDisqualification?: components["schemas"]["Disqualification"];
            lastEngagedAt?: string;
            lastLoss?: components["schemas"]["LeadLossRecord"];
            lastName?: string;
            lastTouchAt: string;
            leaseRepId?: string;
            leaseRepName?: string;
            leaseUntil?: string;
            links: components["schemas"]["LeadLinks"];
            loss?: components["schemas"]["LeadLossRecord"];
            moveReason?: string;
            name?: string;
            need?: string;
            organizationName?: string;
            otherEmails?: string[];
            otherPhones?: string[];
            ownerId?: string;
            ownerName?: string;
            parked?: components["schemas"]["Parked"];
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            phoneConsentAt?: string;
            phoneNormalized?: string;
            phoneType?: string;
            postalCode?: string;
            predictionModelVersion?: number;
            products?: string[];
            purchaseIntent?: string;
            purchaseIntentStatedAt?: string;
            purchaseTimeframeDays?: number;
            queue?: components["schemas"]["Queue"];
            recycledAt?: string;
            region?: string;
            returningInterest?: components["schemas"]["ReturningInterest"];
            rotsAt?: string;
            rottedAt?: string;
            score: components["schemas"]["Score"];
            scoredAt: string;
            scoreModelVersion: number;
            sla?: components["schemas"]["LeadClocks"];
            sourceId: string;
            sourceName?: string;
            stage: string;
            stageSince: string;
            street?: string;
            tags?: string[];
            teamId?: string;
            teamName?: string;
            temperature: components["schemas"]["LeadTemperature"];
            temperatureSince: string;
            timeframeStatedAt?: string;
            timeZone?: string;
            touchCount: number;
            updatedAt: string;
            version: number;
            website?: string;
        };
        LeadAggregate: {
            count: number;
            groups: components["schemas"]["LeadGroup"][];
        };
        LeadAggregation: {
            assigned?: boolean;
            campaignId?: string;
            category?: components["schemas"]["LeadCategory"];
            country?: string;
            createdBefore?: string;
            createdFrom?: string;
            domain?: string;
            grade?: components["schemas"]["LeadGrade"];
            groupBy?: string[] | null;
            kind?: components["schemas"]["LeadKind"];
            leaseRepId?: string;
            measures?: components["schemas"]["LeadMeasure"][] | null;
            minimumScore?: number;
            ownerId?: string;
            rotted?: boolean;
            sourceId?: string;
            stage?: string;
            teamId?: string;
            temperature?: components["schemas"]["LeadTemperature"];
            where?: components["schemas"]["ConditionInput"];
        };
        LeadAssign: {
            reason: string;
            repId: string;
        };
        LeadAssignment: {
            assignedAt?: string;
            decision?: components["schemas"]["AssignmentDecision"];
            leadId: string;
            ownerId?: string;
            ownerName?: string;
            queue?: components["schemas"]["Queue"];
            teamId?: string;
            teamName?: string;
        };
        LeadBatch: {
            items: components["schemas"]["LeadCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        LeadBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            result?: components["schemas"]["LeadBatchOutcome"];
            status: number;
        };
        LeadBatchOutcome: {
            lead: components["schemas"]["LeadDigest"];
            matchedBy: string | null;
            notes: components["schemas"]["NormalizationNote"][];
            otherMatches: components["schemas"]["OtherMatch"][];
            outcome: components["schemas"]["SubmissionOutcome"];
            referralId?: string;
            touchId: string;
        };
        LeadBatchResult: {
            created: number;
            matched: number;
            refused: number;
            results: components["schemas"]["LeadBatchItem"][];
            suppressed: number;
        };
        LeadBulkAction: {
            assign?: components["schemas"]["LeadAssign"];
            delete?: boolean;
            disqualify?: components["schemas"]["LeadDisqualify"];
            park?: components["schemas"]["LeadPark"];
            recycle?: components["schemas"]["LeadBulkRecycle"];
            set?: components["schemas"]["LeadBulkSet"];
            stage?: components["schemas"]["LeadStageMove"];
            tags?: components["schemas"]["LeadBulkTags"];
        };
        LeadBulkChange: {
            change: components["schemas"]["LeadBulkAction"];
            dryRun?: boolean;
            leadIds?: string[] | null;
            where?: components["schemas"]["ConditionInput"];
        };
        LeadBulkRecycle: {
            reason: string;
        };
        LeadBulkSet: {
            annualRevenue?: string | null;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRoleOrNull"];
            budgetAmount?: string | null;
            budgetCurrency?: string | null;
            city?: string | null;
            competitorContractEndsOn?: string | null;
            competitorProducts?: string[] | null;
            consentBasis?: string | null;
            country?: string | null;
            description?: string | null;
            emailConsent?: components["schemas"]["ConsentStateOrNull"];
            employeeCount?: number | null;
            industry?: string | null;
            jobTitle?: string | null;
            kind?: components["schemas"]["LeadKindOrNull"];
            language?: string | null;
            need?: string | null;
            organizationName?: string | null;
            phoneConsent?: components["schemas"]["ConsentStateOrNull"];
            postalCode?: string | null;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntentOrNull"];
            purchaseTimeframeDays?: number | null;
            region?: string | null;
            street?: string | null;
            timeframeStatedAt?: string | null;
            timeZone?: string | null;
            website?: string | null;
        };
        LeadBulkTags: {
            add?: string[] | null;
            remove?: string[] | null;
        };
        LeadCategory: "suspect" | "lead" | "mql" | "sql" | "prospect" | "customer" | "parked" | "disqualified" | "lost";
        LeadClassification: {
            category: components["schemas"]["LeadCategory"];
            categoryDecidedBy: components["schemas"]["CategoryDecider"];
            categoryReason: components["schemas"]["Reason"];
            categorySince: string;
            classificationPolicyVersion: number;
            classifiedAt: string;
            competitor?: string;
            grade: components["schemas"]["LeadGrade"];
            gradeReason: components["schemas"]["Reason"];
            leadId: string;
            moveReason?: string;
            nextChange?: components["schemas"]["NextClass"];
            nextChangeAt?: string;
            statedTimeframe?: components["schemas"]["StatedTimeframe"];
            temperature: components["schemas"]["LeadTemperature"];
            temperatureReason: components["schemas"]["Reason"];
            temperatureSince: string;
        };
        LeadClock: {
            dueAt?: string;
            status: string;
        };
        LeadClocks: {
            acceptance?: components["schemas"]["LeadClock"];
            firstTouch?: components["schemas"]["LeadClock"];
            nextTouch?: components["schemas"]["LeadClock"];
            pausedAt?: string;
        };
        LeadConversion: {
            contactId?: string;
            convertedAt: string;
            customerId?: string;
            dealId: string;
        };
        LeadCount: {
            count: number;
        };
        LeadCounterfactual: {
            at: string;
            classificationPolicyVersion: number;
            counterfactuals: components["schemas"]["Counterfactual"][];
            leadId: string;
            scoreModelVersion: number;
        };
        LeadCountRequest: {
            assigned?: boolean;
            campaignId?: string;
            category?: components["schemas"]["LeadCategory"];
            country?: string;
            createdBefore?: string;
            createdFrom?: string;
            domain?: string;
            grade?: components["schemas"]["LeadGrade"];
            kind?: components["schemas"]["LeadKind"];
            leaseRepId?: string;
            minimumScore?: number;
            ownerId?: string;
            rotted?: boolean;
            sourceId?: string;
            stage?: string;
            teamId?: string;
            temperature?: components["schemas"]["LeadTemperature"];
            where?: components["schemas"]["ConditionInput"];
        };
        LeadCreate: {
            annualRevenue?: string;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRole"];
            budgetAmount?: string;
            budgetCurrency?: string;
            city?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[] | null;
            consentBasis?: string;
            country?: string;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind?: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            need?: string;
            occurredAt?: string;
            organizationName?: string;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            postalCode?: string;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntent"];
            purchaseTimeframeDays?: number;
            referredBy?: components["schemas"]["ReferrerReference"];
            region?: string;
            source?: components["schemas"]["SourceReference"];
            street?: string;
            tags?: string[] | null;
            timeframeStatedAt?: string;
            timeZone?: string;
            visitorId?: string;
            website?: string;
        };
        LeadCustody: "keep" | "reassign";
        LeadDigest: {
            category: components["schemas"]["LeadCategory"];
            grade: components["schemas"]["LeadGrade"];
            id: string;
            ownerId?: string;
            ownerName?: string;
            queue?: components["schemas"]["Queue"];
            returningInterest?: components["schemas"]["ReturningInterest"];
            score: components["schemas"]["Score"];
            teamId?: string;
            teamName?: string;
            temperature: components["schemas"]["LeadTemperature"];
            version: number;
        };
        LeadDisqualify: {
            detail?: string;
            reason: components["schemas"]["DisqualificationCause"];
        };
        LeadDuplicates: {
            candidates: components["schemas"]["DuplicateCandidate"][];
            crowdedKeys: number;
            leadId: string;
            scannedAt: string | null;
        };
        LeadFieldName: "externalId" | "externalSystem" | "name" | "firstName" | "lastName" | "jobTitle" | "organizationName" | "industry" | "employeeCount" | "annualRevenue" | "website" | "email" | "phone" | "otherEmails" | "otherPhones" | "street" | "city" | "region" | "postalCode" | "country" | "language" | "timeZone" | "products" | "need" | "budgetAmount" | "budgetCurrency" | "authority" | "purchaseIntent" | "purchaseTimeframeDays" | "timeframeStatedAt" | "competitorProducts" | "competitorContractEndsOn" | "emailConsent" | "phoneConsent" | "consentBasis" | "tags" | "description" | "attributes" | "domain" | "emailNormalized" | "emailType" | "emailBouncedAt" | "bouncedEmails" | "emailConsentAt" | "phoneConsentAt" | "purchaseIntentStatedAt" | "phoneNormalized" | "phoneType" | "id" | "version" | "kind" | "score" | "grade" | "temperature" | "category" | "temperatureSince" | "categorySince" | "categoryDecidedBy" | "moveReason" | "competitor" | "scoreModelVersion" | "classificationPolicyVersion" | "scoredAt" | "conversionProbability" | "predictionModelVersion" | "ownerId" | "ownerName" | "teamId" | "teamName" | "assignedAt" | "assignedBy" | "assignmentReason" | "effort" | "leaseRepId" | "leaseRepName" | "leaseUntil" | "contactsMasked" | "queue" | "handoff" | "stage" | "stageSince" | "rottedAt" | "firstContactAt" | "lastActivityAt" | "sla" | "rotsAt" | "parked" | "disqualification" | "cycles" | "recycledAt" | "customerId" | "customerOrganizationId" | "lastDisqualification" | "returningInterest" | "conversion" | "loss" | "lastLoss" | "sourceId" | "sourceName" | "campaignId" | "campaignName" | "touchCount" | "firstTouchAt" | "lastTouchAt" | "lastEngagedAt" | "createdAt" | "updatedAt" | "links";
        LeadGrade: "A1" | "A2" | "A3" | "B1" | "B2" | "B3" | "C1" | "C2" | "C3";
        LeadGroup: {
            count: number;
            keys: components["schemas"]["LeadGroupKey"][];
            measures: components["schemas"]["LeadMeasureResult"][];
        };
        LeadGroupKey: {
            field: string;
            name?: string;
            type?: string;
            value: string | null;
        };
        LeadHandoff: {
            channels: components["schemas"]["ContactChannel"][];
            dueAt?: string;
            endedAt?: string;
            id: string;
            next?: string;
            offeredAt: string;
            offerNumber: number;
            reason?: string;
            repId?: string;
            repName?: string;
            status: string;
            teamId?: string;
            teamName?: string;
        };
        LeadIncluded: {
            assignment?: components["schemas"]["LeadAssignment"];
            classification?: components["schemas"]["LeadClassification"];
            lastTouch?: components["schemas"]["Touch"];
            owner?: components["schemas"]["Rep"];
            score?: components["schemas"]["LeadScore"];
            source?: components["schemas"]["Source"];
        };
        LeadInclusion: "score" | "classification" | "assignment" | "lastTouch" | "source" | "owner";
        LeadKind: "person" | "organization";
        LeadKindOrNull: "person" | "organization" | null;
        LeadLease: {
            leaseSeconds?: number;
        };
        LeadLinks: {
            assignment: string;
            classification: string;
            engagement: string;
            prediction: string;
            score: string;
            self: string;
            touches: string;
        };
        LeadList: {
            data: components["schemas"]["Lead"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        LeadListOrder: "created" | "score" | "conversionProbability";
        LeadLoss: {
            competitor?: string;
            detail?: string;
            loseDeals?: boolean;
            reason: components["schemas"]["LossCause"];
        };
        LeadLossRecord: {
            competitor?: string;
            detail?: string;
            lostAt: string;
            reason: string;
        };
        LeadLost: {
            lead: components["schemas"]["Lead"];
            lostDeals: components["schemas"]["Deal"][];
        };
        LeadMatchKey: "external_id" | "email" | "phone";
        LeadMeasure: {
            field: string;
            measure: components["schemas"]["AggregateFunction"];
        };
        LeadMeasureResult: {
            field: string;
            measure: string;
            value: string | null;
        };
        LeadMove: {
            category: components["schemas"]["LeadCategory"];
            reason: string;
        };
        LeadOutcomeGroup: {
            disqualifiedLeads: number;
            key: string | null;
            keyName?: string;
            leadWinRate: number | null;
            lostLeads: number;
            wonLeads: number;
        };
        LeadOutcomes: {
            disqualifiedLeads: number;
            leadWinRate: number | null;
            lostLeads: number;
            wonLeads: number;
        };
        LeadPark: {
            competitor?: string;
            detail?: string;
            reason: components["schemas"]["ParkCause"];
            wakeWhen: {
                at?: string;
                condition?: components["schemas"]["ConditionInput"];
                engagementTypes?: components["schemas"]["EngagementType"][] | null;
                minimumScore?: number;
            };
        };
        LeadPatch: {
            annualRevenue?: string | null;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRoleOrNull"];
            budgetAmount?: string | null;
            budgetCurrency?: string | null;
            city?: string | null;
            competitorContractEndsOn?: string | null;
            competitorProducts?: string[] | null;
            consentBasis?: string | null;
            country?: string | null;
            description?: string | null;
            email?: string | null;
            emailConsent?: components["schemas"]["ConsentStateOrNull"];
            employeeCount?: number | null;
            externalId?: string | null;
            externalSystem?: string | null;
            firstName?: string | null;
            industry?: string | null;
            jobTitle?: string | null;
            kind?: components["schemas"]["LeadKindOrNull"];
            language?: string | null;
            lastName?: string | null;
            name?: string | null;
            need?: string | null;
            organizationName?: string | null;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            phone?: string | null;
            phoneConsent?: components["schemas"]["ConsentStateOrNull"];
            postalCode?: string | null;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntentOrNull"];
            purchaseTimeframeDays?: number | null;
            region?: string | null;
            street?: string | null;
            tags?: string[] | null;
            timeframeStatedAt?: string | null;
            timeZone?: string | null;
            website?: string | null;
        };
        LeadPatchBatch: {
            items: components["schemas"]["LeadPatchItem"][];
            mode?: components["schemas"]["BatchMode"];
        };
        LeadPatchBatchItem: {
            changed?: boolean;
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
            version?: number;
        };
        LeadPatchBatchResult: {
            changed: number;
            refused: number;
            results: components["schemas"]["LeadPatchBatchItem"][];
            unchanged: number;
        };
        LeadPatchItem: {
            annualRevenue?: string | null;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRoleOrNull"];
            budgetAmount?: string | null;
            budgetCurrency?: string | null;
            city?: string | null;
            competitorContractEndsOn?: string | null;
            competitorProducts?: string[] | null;
            consentBasis?: string | null;
            country?: string | null;
            description?: string | null;
            email?: string | null;
            emailConsent?: components["schemas"]["ConsentStateOrNull"];
            employeeCount?: number | null;
            externalId?: string | null;
            externalSystem?: string | null;
            firstName?: string | null;
            ifVersion?: number;
            industry?: string | null;
            jobTitle?: string | null;
            kind?: components["schemas"]["LeadKindOrNull"];
            language?: string | null;
            lastName?: string | null;
            leadId: string;
            name?: string | null;
            need?: string | null;
            organizationName?: string | null;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            phone?: string | null;
            phoneConsent?: components["schemas"]["ConsentStateOrNull"];
            postalCode?: string | null;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntentOrNull"];
            purchaseTimeframeDays?: number | null;
            region?: string | null;
            street?: string | null;
            tags?: string[] | null;
            timeframeStatedAt?: string | null;
            timeZone?: string | null;
            website?: string | null;
        };
        LeadPrediction: {
            alike?: components["schemas"]["OutcomeCounts"];
            at: string;
            base?: number;
            contributions?: components["schemas"]["PredictionContribution"][];
            detail: string;
            interval?: components["schemas"]["ProbabilityInterval"];
            leadId: string;
            logOdds?: number;
            modelVersion?: number;
            needed?: components["schemas"]["OutcomeCounts"];
            outcomes?: components["schemas"]["OutcomeCounts"];
            probability?: number;
            verdict: string;
        };
        LeadReassign: {
            dryRun?: boolean;
            repId?: string;
            teamId?: string;
            where?: components["schemas"]["ConditionInput"];
        };
        LeadRecycle: {
            campaign?: string;
            product?: string;
            reason: string;
        };
        LeadRelation: "touches" | "tasks" | "activities" | "referrals_given" | "referrals_received" | "deals";
        LeadResult: {
            lead: components["schemas"]["Lead"];
            matchedBy: string | null;
            notes: components["schemas"]["NormalizationNote"][];
            otherMatches: components["schemas"]["OtherMatch"][];
            outcome: components["schemas"]["SubmissionOutcome"];
            referralId?: string;
            touchId: string;
        };
        LeadScore: {
            adjustments: components["schemas"]["Adjustment"][];
            contributions: components["schemas"]["Contribution"][];
            leadId: string;
            score: components["schemas"]["Score"];
            scoredAt: string;
            scoreModelVersion: number;
        };
        LeadSearch: {
            assigned?: boolean;
            campaignId?: string;
            category?: components["schemas"]["LeadCategory"];
            country?: string;
            createdBefore?: string;
            createdFrom?: string;
            cursor?: string;
            domain?: string;
            fields?: components["schemas"]["LeadFieldName"][] | null;
            grade?: components["schemas"]["LeadGrade"];
            include?: components["schemas"]["LeadInclusion"][] | null;
            kind?: components["schemas"]["LeadKind"];
            leaseRepId?: string;
            limit?: number;
            minimumScore?: number;
            ownerId?: string;
            q?: string;
            rotted?: boolean;
            sort?: components["schemas"]["LeadSort"][] | null;
            sourceId?: string;
            stage?: string;
            teamId?: string;
            temperature?: components["schemas"]["LeadTemperature"];
            where?: components["schemas"]["ConditionInput"];
        };
        LeadSegment: {
            enteredAt: string;
            kind: string;
            name: string;
            segmentId: string;
        };
        LeadSegments: {
            segments: components["schemas"]["LeadSegment"][];
        };
        LeadSequences: {
            leadId: string;
            sequences: components["schemas"]["SequenceStay"][];
        };
        LeadSla: {
            clocks: components["schemas"]["SlaClock"][];
            leadId: string;
            paused?: components["schemas"]["SlaPause"];
            speedToLead?: components["schemas"]["SpeedToLead"];
        };
        LeadSort: {
            direction: components["schemas"]["SortDirection"];
            field: components["schemas"]["LeadSortField"];
        };
        LeadSortField: "createdAt" | "updatedAt" | "lastTouchAt" | "score.fit" | "score.engagement" | "score.total" | "conversionProbability" | "name" | "firstName" | "lastName" | "organizationName" | "jobTitle" | "industry" | "city" | "region" | "country" | "domain" | "email" | "employeeCount" | "annualRevenue" | "budgetAmount" | "purchaseTimeframeDays" | "effort" | "touchCount" | "cycles" | "firstTouchAt" | "lastEngagedAt" | "scoredAt" | "stageSince" | "categorySince" | "temperatureSince" | "assignedAt" | "leaseUntil" | "rottedAt" | "rotsAt" | "recycledAt" | "firstContactAt" | "lastActivityAt" | "parked.since" | "parked.wakeAt" | "loss.lostAt" | "handoff.offeredAt" | "handoff.dueAt" | "sla.firstTouch.dueAt" | "sla.acceptance.dueAt" | "sla.nextTouch.dueAt" | "conversion.convertedAt";
        LeadStageMove: {
            competitor?: string;
            reason: string;
            stage: string;
        };
        LeadSubmission: {
            annualRevenue?: string;
            attributes?: components["schemas"]["AttributesInput"];
            authority?: components["schemas"]["AuthorityRole"];
            budgetAmount?: string;
            budgetCurrency?: string;
            city?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[] | null;
            consentBasis?: string;
            country?: string;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            employeeCount?: number;
            externalId?: string;
            externalSystem?: string;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            kind?: components["schemas"]["LeadKind"];
            language?: string;
            lastName?: string;
            name?: string;
            need?: string;
            occurredAt?: string;
            organizationName?: string;
            otherEmails?: string[] | null;
            otherPhones?: string[] | null;
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            postalCode?: string;
            products?: string[] | null;
            purchaseIntent?: components["schemas"]["PurchaseIntent"];
            purchaseTimeframeDays?: number;
            region?: string;
            source?: components["schemas"]["SourceReference"];
            street?: string;
            tags?: string[] | null;
            timeframeStatedAt?: string;
            timeZone?: string;
            visitorId?: string;
            website?: string;
        };
        LeadTemperature: "hot" | "warm" | "cold";
        LeakyField: {
            field: string;
            measure: number;
            reason: string;
        };
        LeaseHolder: {
            repId: string;
        };
        LeaseRenewal: {
            leaseSeconds?: number;
            repId: string;
        };
        LedgerChannel: "email" | "phone" | "sms" | "post" | "messaging";
        LedgerStatement: "granted" | "denied" | "withdrawn";
        LedgerStatus: "granted" | "denied" | "withdrawn" | "removed" | "undeliverable" | "deliverable";
        ListImport: {
            createdAt: string;
            detected: components["schemas"]["DetectedFile"];
            evidence: components["schemas"]["ColumnEvidence"][];
            fileBytes: number;
            fileSha256: string;
            firstRows?: components["schemas"]["ReadRow"][];
            header: string[];
            id: string;
            mapping: components["schemas"]["ImportMapping"];
            name: string;
            notes: string[];
            rehearsalId: string | null;
            revertId: string | null;
            rows: number;
            run?: components["schemas"]["ImportRun"];
            sameFileAs?: string;
            state: string;
            updatedAt: string;
            version: number;
        };
        LossCause: "price" | "competitor" | "timing" | "demo" | "no_budget" | "buyer_not_ready" | "no_decision" | "missing_feature" | "no_contact" | "other";
        MatchEvidence: {
            bits: number;
            chance: number;
            field: string;
            level: string;
        };
        MembershipAction: "add" | "remove";
        MembershipKind: "dynamic" | "static";
        MergeParty: {
            id: string;
            name: string;
        };
        MergePreview: {
            campaigns: number;
            connectors: number;
            customers: number;
            deals: number;
            forms: number;
            from: components["schemas"]["MergeParty"];
            handoffs: number;
            into: components["schemas"]["MergeParty"];
            joinedCampaigns: number;
            leads: number;
            survivor: components["schemas"]["MergeParty"];
            touches: number;
        };
        MergeRequest: {
            into: string;
        };
        Metric: {
            at: string;
            denominator?: string;
            dimensions: string[];
            formula: string;
            metric: string;
            numerator?: string;
            title: string;
            unit: string;
        };
        MetricCatalogue: {
            data: components["schemas"]["Metric"][];
            dimensions: components["schemas"]["MetricDimension"][];
            timeZone: string;
            weekStart: string;
        };
        MetricDefinition: {
            definition: string;
            name: string;
        };
        MetricDimension: {
            description: string;
            dimension: string;
            isCommon: boolean;
        };
        MetricName: "leads_created" | "touches" | "engagement_events" | "activities" | "leads_qualified" | "mqls" | "sqls" | "prospects" | "customers" | "losses" | "disqualifications" | "lead_rate" | "mql_rate" | "sql_rate" | "prospect_rate" | "customer_rate" | "conversion_rate" | "win_rate_of_leads" | "win_rate_of_deals" | "days_to_mql" | "days_to_sql" | "days_to_customer" | "days_to_customer_p75" | "days_to_customer_p90" | "speed_to_lead" | "speed_to_lead_p75" | "speed_to_lead_p90" | "handoffs" | "handoff_acceptance" | "sla_attainment" | "deals_won" | "sales_volume" | "average_deal" | "sales_cycle" | "open_deals" | "open_pipeline" | "cost" | "days_in_stage" | "days_in_stage_p75" | "days_in_stage_p90" | "average_score" | "median_score" | "recycled" | "recycled_mql_rate" | "recycled_sql_rate" | "recycled_customer_rate" | "referrals" | "referral_conversion" | "referred_share" | "predicted_outcomes" | "predicted_win_rate" | "average_prediction" | "brier_score" | "deals_created" | "deals_lost" | "lost_amount" | "median_deal" | "average_sales_cycle" | "product_volume" | "repeat_deal_share" | "new_buyers" | "repurchase_rate" | "days_to_repurchase" | "retention_rate" | "churn_rate" | "churns" | "calls" | "meetings" | "emails" | "tasks_done" | "tasks_due" | "tasks_overdue" | "tasks_on_time" | "offers" | "handoff_rejection" | "handoff_lapse" | "speed_of_acceptance" | "speed_of_acceptance_p90" | "speed_in_business_time" | "speed_in_business_time_p90" | "speed_to_reopened" | "speed_to_reopened_p90" | "sla_clocks" | "sla_time" | "sla_time_p90" | "sequence_stays" | "sequence_steps" | "sequence_completion" | "sequence_conversion" | "touches_per_lead" | "volume_per_lead" | "cost_per_lead" | "cost_per_mql" | "cost_per_sql" | "cost_per_customer" | "roi";
        ModelEvidence: {
            auc: number;
            aucHigh: number;
            aucLow: number;
            deciles: components["schemas"]["BacktestDecile"][];
            precision?: number;
            recall: number;
            selected: number;
        };
        ModelStatus: "trained" | "refused" | "published" | "retired";
        ModelTrainer: "request" | "schedule";
        ModelVerdict: "ok" | "no_signal" | "insufficient_outcomes";
        NextAction: {
            channels: components["schemas"]["ContactChannel"][];
            dueAt?: string;
            entryId?: string;
            guidance?: string;
            kind: string;
            leadId: string;
            playbookVersion: number;
            reason: string;
            taskId?: string;
            taskKind?: string;
            templateKey?: string;
            title?: string;
        };
        NextClass: {
            category: components["schemas"]["LeadCategory"];
            grade: components["schemas"]["LeadGrade"];
            temperature: components["schemas"]["LeadTemperature"];
        };
        NextLead: {
            lead?: components["schemas"]["Lead"];
        };
        NormalizationNote: {
            code: string;
            detail: string;
            field: string;
        };
        OfferCause: "automatic" | "request" | "next_rep";
        OfferStatus: "offered" | "accepted" | "rejected" | "timed_out" | "withdrawn";
        Operation: {
            attributeChange?: components["schemas"]["AttributeChangeDetails"];
            backtest?: components["schemas"]["BacktestDetails"];
            bulkChange?: components["schemas"]["BulkChangeDetails"];
            createdAt: string;
            erasure?: components["schemas"]["ErasureDetails"];
            error?: components["schemas"]["OperationError"];
            export?: components["schemas"]["ExportDetails"];
            findDuplicates?: components["schemas"]["FindDuplicatesDetails"];
            finishedAt: string | null;
            id: string;
            import?: components["schemas"]["ImportDetails"];
            kind: string;
            links: components["schemas"]["OperationLinks"];
            progress: components["schemas"]["OperationProgress"];
            reassign?: components["schemas"]["ReassignDetails"];
            rehearseImport?: components["schemas"]["RehearsalDetails"];
            requestedBy: string;
            requestId: string;
            rerunRouting?: components["schemas"]["RerunRoutingDetails"];
            rescore?: components["schemas"]["RescoreDetails"];
            revertImport?: components["schemas"]["RevertDetails"];
            segmentChange?: components["schemas"]["SegmentChangeDetails"];
            startedAt: string | null;
            state: components["schemas"]["JobState"];
            trainPrediction?: components["schemas"]["TrainPredictionDetails"];
            updatedAt: string;
            version: number;
        };
        OperationError: {
            code: string;
            detail: string;
        };
        OperationLinks: {
            cancel?: string;
            file?: string;
            self: string;
        };
        OperationList: {
            data: components["schemas"]["Operation"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        OperationProgress: {
            done: number;
            total: number | null;
        };
        OtherMatch: {
            by: string;
            leadId: string;
        };
        OutcomeCounts: {
            lost: number;
            won: number;
        };
        PageVisit: {
            referrer?: string;
            title?: string;
            type?: components["schemas"]["PageVisitType"];
            url: string;
            visitorId: string;
        };
        PageVisitType: "page_viewed" | "pricing_viewed" | "content_viewed" | "content_downloaded";
        ParkCause: "bought_competitor" | "no_budget" | "bad_timing" | "no_decision" | "no_reply" | "other";
        Parked: {
            competitor?: string;
            detail?: string;
            reason: string;
            since: string;
            wakeAt?: string;
            wakeAtScore?: number;
            wakeOnCondition?: components["schemas"]["Condition"];
            wakeOnEngagement?: string[];
        };
        PastChurn: {
            churnedAt: string;
            dealId?: string;
            reason: string;
            returnedAt: string;
        };
        PayloadDetail: "full" | "thin";
        PayloadState: "waiting" | "accepted" | "test" | "suppressed" | "failed" | "dead";
        PersonalData: {
            incompleteKinds: string[];
            isSuppressed: boolean;
            records: components["schemas"]["PersonalRecord"][];
        };
        PersonalRecord: {
            content: {
                [key: string]: unknown;
            };
            kind: string;
        };
        Playbook: {
            createdAt: string;
            document: components["schemas"]["PlaybookDocument"];
            name: string;
            publishedAt: string | null;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        PlaybookCreate: {
            document: components["schemas"]["PlaybookDocumentInput"];
            name: string;
        };
        PlaybookDocument: {
            entries: components["schemas"]["PlaybookEntry"][];
        };
        PlaybookDocumentInput: {
            entries: components["schemas"]["PlaybookEntryInput"][];
        };
        PlaybookEntry: {
            category?: components["schemas"]["LeadCategory"];
            channel?: string;
            guidance: string;
            id: string;
            label: string;
            stage?: string;
            tasks: components["schemas"]["PlaybookTask"][];
            temperature?: components["schemas"]["LeadTemperature"];
        };
        PlaybookEntryInput: {
            category?: components["schemas"]["LeadCategory"];
            channel?: components["schemas"]["Channel"];
            guidance: string;
            id: string;
            label: string;
            stage?: string;
            tasks: components["schemas"]["PlaybookTaskInput"][];
            temperature?: components["schemas"]["LeadTemperature"];
        };
        PlaybookList: {
            data: components["schemas"]["Playbook"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        PlaybookTask: {
            automatic?: boolean;
            due: components["schemas"]["TaskDue"];
            guidance?: string;
            key: string;
            kind: string;
            needsRep?: boolean;
            title: string;
            when?: components["schemas"]["Condition"];
        };
        PlaybookTaskInput: {
            automatic?: boolean;
            due: components["schemas"]["TaskDueInput"];
            guidance?: string;
            key: string;
            kind: components["schemas"]["WorkTaskKind"];
            needsRep?: boolean;
            title: string;
            when?: components["schemas"]["ConditionInput"];
        };
        PositionWeights: {
            first: number;
            last: number;
            middle: number;
        };
        PredictionComparison: {
            decision: string;
            gain: number;
            gainError: number | null;
            leads: number;
            version: number;
        };
        PredictionContribution: {
            field: string;
            logOdds: number;
            value: unknown;
        };
        PredictionDeviation: {
            drifted: boolean;
            expected: number;
            observed: number;
            z: number;
        };
        PredictionDrift: {
            baseRate: components["schemas"]["PredictionDeviation"];
            calibration: components["schemas"]["PredictionDeviation"];
            drifted: boolean;
            sharpnessZ: number;
        };
        PredictionModel: {
            comparison?: components["schemas"]["PredictionComparison"];
            drift?: components["schemas"]["PredictionDrift"];
            driftedAt: string | null;
            fields: string[];
            leaks: components["schemas"]["LeakyField"][];
            learntThrough: string | null;
            outcomes: components["schemas"]["OutcomeCounts"];
            publishedAt: string | null;
            publishedBy: string | null;
            rescoreId?: string;
            retiredAt: string | null;
            status: string;
            trainedAt: string;
            trainedBy: string;
            unripe: number;
            validation?: components["schemas"]["PredictionValidation"];
            verdict: string;
            version: number;
        };
        PredictionModelList: {
            data: components["schemas"]["PredictionModel"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        PredictionSettings: {
            minimumNewOutcomes: number;
            retrainEveryDays: number | null;
            version: number;
        };
        PredictionSettingsPatch: {
            minimumNewOutcomes?: number;
            retrainEveryDays?: number | null;
        };
        PredictionValidation: {
            auc: number;
            aucError: number;
            brier: number;
            calibrationError: number;
            lift10: number | null;
            lift20: number | null;
            logLoss: number;
            on: string;
            outcomes: components["schemas"]["OutcomeCounts"];
        };
        ProbabilityInterval: {
            high: number;
            low: number;
        };
        Problem: {
            code: string;
            detail: string;
            errors?: components["schemas"]["FieldError"][];
            instance: string;
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        ProofOfConsent: {
            address?: string;
            confirmedAt?: string;
            form?: string;
            reference?: string;
            submittedAt?: string;
            text?: string;
            textVersion?: string;
        };
        ProofOfConsentInput: {
            address?: string;
            confirmedAt?: string;
            form?: string;
            reference?: string;
            submittedAt?: string;
            text?: string;
            textVersion?: string;
        };
        PropertyComparison: {
            name: string;
            operator: string;
            value?: unknown;
        };
        PropertyComparisonInput: {
            name: string;
            operator: components["schemas"]["ComparisonOperator"];
            value?: unknown;
        };
        ProposalDecision: {
            fields?: components["schemas"]["ProposalField"][] | null;
        };
        ProposalField: "name" | "firstName" | "lastName" | "email" | "phone" | "jobTitle" | "organizationName" | "industry" | "employeeCount" | "annualRevenue" | "website" | "street" | "city" | "region" | "postalCode" | "country" | "language" | "timeZone" | "need" | "authority" | "description" | "emailConsent" | "phoneConsent" | "consentBasis" | "competitorContractEndsOn" | "budgetAmount" | "budgetCurrency" | "purchaseIntent" | "purchaseTimeframeDays" | "timeframeStatedAt" | "products" | "competitorProducts" | "tags" | "otherEmails" | "otherPhones" | "attributes";
        ProposedFacts: {
            annualRevenue?: string;
            attributes?: components["schemas"]["GatheredAttributes"];
            authority?: string;
            budgetAmount?: string;
            budgetCurrency?: string;
            city?: string;
            competitorContractEndsOn?: string;
            competitorProducts?: string[];
            consentBasis?: string;
            country?: string;
            description?: string;
            email?: string;
            emailConsent?: components["schemas"]["ConsentState"];
            employeeCount?: number;
            firstName?: string;
            industry?: string;
            jobTitle?: string;
            language?: string;
            lastName?: string;
            name?: string;
            need?: string;
            organizationName?: string;
            otherEmails?: string[];
            otherPhones?: string[];
            phone?: string;
            phoneConsent?: components["schemas"]["ConsentState"];
            postalCode?: string;
            products?: string[];
            purchaseIntent?: string;
            purchaseTimeframeDays?: number;
            region?: string;
            street?: string;
            tags?: string[];
            timeframeStatedAt?: string;
            timeZone?: string;
            website?: string;
        };
        PurchaseIntent: "buying" | "information_only" | "none";
        PurchaseIntentOrNull: "buying" | "information_only" | "none" | null;
        Queue: {
            detail: string;
            nextEligibleAt?: string;
            reason: string;
        };
        ReadRow: {
            rejected?: string;
            row: number;
            values: components["schemas"]["ReadValue"][];
        };
        ReadValue: {
            field: string;
            value: string;
        };
        Reason: {
            ruleId: string | null;
            text: string;
        };
        ReassignDetails: {
            cause: string;
            queued?: number;
            reassigned?: number;
            repId: string;
            repName?: string;
        };
        ReceiverFailure: "status" | "address_refused" | "name_not_resolved" | "connection_failed" | "tls_failed" | "timed_out";
        RecyclingGroup: {
            conversionRate: number | null;
            converted: number;
            key: string;
            leads: number;
        };
        RecyclingReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["RecyclingGroup"][];
            total: components["schemas"]["RecyclingTotals"];
        };
        RecyclingRules: {
            cooldownDays: number;
            maxCycles: number;
        };
        RecyclingRulesInput: {
            cooldownDays: number;
            maxCycles: number;
        };
        RecyclingTotals: {
            firstCycleConversionRate: number | null;
            firstCycleConverted: number;
            leads: number;
            recycled: number;
            recycledConversionRate: number | null;
            recycledConverted: number;
            recyclingUplift: number | null;
        };
        Referral: {
            createdAt: string;
            id: string;
            note?: string;
            referredLeadId: string;
            referrer: components["schemas"]["Referrer"];
            rewardAmount?: string;
            rewardCurrency?: string;
            rewardStatus?: string;
            status: string;
            updatedAt: string;
            version: number;
        };
        ReferralBatch: {
            items: components["schemas"]["ReferralCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        ReferralBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            referredLeadId?: string;
            status: number;
        };
        ReferralBatchResult: {
            created: number;
            refused: number;
            results: components["schemas"]["ReferralBatchItem"][];
            suppressed: number;
        };
        ReferralChain: {
            complete: boolean;
            down: components["schemas"]["ChainedReferral"][];
            leadId: string;
            up: components["schemas"]["ChainedReferral"][];
        };
        ReferralCreate: {
            lead?: components["schemas"]["LeadSubmission"];
            note?: string;
            referredLeadId?: string;
            referrer: components["schemas"]["ReferrerReference"];
            rewardAmount?: string;
            rewardCurrency?: string;
            rewardStatus?: components["schemas"]["RewardStatus"];
        };
        ReferralGroup: {
            conversionRate: number | null;
            converted: number;
            declined: number;
            key: string;
            keyName?: string;
            open: number;
            qualified: number;
            referrals: number;
            referrer?: components["schemas"]["Referrer"];
        };
        ReferralGrouping: "referrer" | "depth";
        ReferralList: {
            data: components["schemas"]["Referral"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ReferralPatch: {
            note?: string | null;
            rewardAmount?: string | null;
            rewardCurrency?: string | null;
            rewardStatus?: components["schemas"]["RewardStatusOrNull"];
        };
        ReferralReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["ReferralGroup"][];
            total: components["schemas"]["ReferralTotals"];
        };
        ReferralState: "open" | "qualified" | "converted" | "declined";
        ReferralTotals: {
            conversionRate: number | null;
            converted: number;
            declined: number;
            open: number;
            qualified: number;
            referrals: number;
        };
        Referrer: {
            customerId?: string;
            kind: string;
            leadId?: string;
            partner?: string;
            repId?: string;
            repName?: string;
        };
        ReferrerReference: {
            customerId?: string;
            leadId?: string;
            partner?: string;
            repId?: string;
        };
        RehearsalDetails: {
            categories?: components["schemas"]["RehearsedCount"][];
            created?: number;
            importId: string;
            joined?: number;
            owners?: components["schemas"]["RehearsedCount"][];
            rejected?: number;
            rejections?: components["schemas"]["RejectionCount"][];
            repeated?: number;
            suppressed?: number;
            temperatures?: components["schemas"]["RehearsedCount"][];
        };
        RehearsedCount: {
            rows: number;
            value: string;
        };
        RejectionAction: "next_rep" | "marketing" | "by_reason";
        RejectionCount: {
            code: string;
            detail: string;
            rows: number;
        };
        RemovalEffect: {
            effect: number;
            name?: string;
            state: string;
        };
        Rep: {
            absences: components["schemas"]["Absence"][];
            active: boolean;
            attributes: components["schemas"]["Attributes"];
            burstCap: number | null;
            burstMinutes: number | null;
            capacity: number | null;
            country: string | null;
            createdAt: string;
            dailyCap: number | null;
            effortCapacity: number | null;
            email: string | null;
            holidaysCountry: string | null;
            holidaysRegion: string | null;
            id: string;
            languages: string[];
            name: string;
            openEffort: number;
            openLeads: number;
            products: string[];
            region: string | null;
            skills: components["schemas"]["Skill"][];
            territories: components["schemas"]["Territory"][];
            timeZone: string | null;
            updatedAt: string;
            version: number;
            whenAbsent: string;
            whenInactive: string;
            workingHours: components["schemas"]["WorkingBlock"][];
        };
        RepAvailabilityMode: "anytime" | "now" | "within" | "hold";
        RepCreate: {
            absences?: components["schemas"]["AbsenceInput"][] | null;
            active?: boolean;
            attributes?: components["schemas"]["AttributesInput"];
            burstCap?: number;
            burstMinutes?: number;
            capacity?: number;
            country?: string;
            dailyCap?: number;
            effortCapacity?: number;
            email?: string;
            holidaysCountry?: string;
            holidaysRegion?: string;
            languages?: string[] | null;
            name: string;
            products?: string[] | null;
            region?: string;
            skills?: components["schemas"]["SkillInput"][] | null;
            territories?: components["schemas"]["TerritoryInput"][] | null;
            timeZone?: string;
            whenAbsent?: components["schemas"]["LeadCustody"];
            whenInactive?: components["schemas"]["LeadCustody"];
            workingHours?: components["schemas"]["WorkingBlockInput"][] | null;
        };
        RepDifference: {
            after: number;
            before: number;
            repId: string;
            repName?: string;
        };
        ReplayedState: "failed" | "dead" | "accepted" | "test";
        RepList: {
            data: components["schemas"]["Rep"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        RepMatch: "territory" | "language" | "product" | "country" | "region" | "time_zone";
        ReportAnswer: {
            before: string;
            comparedBefore?: string;
            comparedFrom?: string;
            completeTo: string;
            conversions?: components["schemas"]["ReportConversion"][];
            currency?: string;
            definitions: components["schemas"]["Metric"][];
            from: string;
            groups: number;
            rows: components["schemas"]["ReportRow"][];
            timeZone: string;
            totals: components["schemas"]["ReportValue"][];
            weekStart: string;
            window: string;
        };
        ReportComparison: "previous_period" | "previous_year";
        ReportConversion: {
            amounts: number;
            currency: string;
            newestDay?: string;
            oldestDay?: string;
            sources: string[];
            withoutRate: number;
        };
        ReportKey: {
            dimension: string;
            name?: string;
            type?: string;
            value: string | null;
        };
        ReportLeadsQuery: {
            counted?: boolean;
            cursor?: string;
            group?: string;
            limit?: number;
            metric: components["schemas"]["MetricName"];
            question: components["schemas"]["ReportQuestion"];
        };
        ReportOrder: {
            direction?: components["schemas"]["SortDirection"];
            metric: components["schemas"]["MetricName"];
        };
        ReportQuestion: {
            before?: string;
            compareWith?: components["schemas"]["ReportComparison"];
            currency?: string;
            from?: string;
            groupBy?: string[] | null;
            limit?: number;
            metrics: components["schemas"]["MetricName"][];
            orderBy?: components["schemas"]["ReportOrder"];
            where?: components["schemas"]["ConditionInput"];
            window?: components["schemas"]["ReportWindow"];
        };
        ReportRow: {
            group: string;
            keys: components["schemas"]["ReportKey"][];
            values: components["schemas"]["ReportValue"][];
        };
        ReportValue: {
            amount?: string;
            change?: number | null;
            denominator?: number | null;
            high?: number;
            low?: number;
            metric: string;
            numerator?: number | null;
            previous?: number | null;
            reason?: string;
            value: number | null;
        };
        ReportWindow: "period" | "cohort";
        RepPatch: {
            absences?: components["schemas"]["AbsenceInput"][] | null;
            active?: boolean;
            attributes?: components["schemas"]["AttributesInput"];
            burstCap?: number | null;
            burstMinutes?: number | null;
            capacity?: number | null;
            country?: string | null;
            dailyCap?: number | null;
            effortCapacity?: number | null;
            email?: string | null;
            holidaysCountry?: string | null;
            holidaysRegion?: string | null;
            languages?: string[] | null;
            name?: string;
            products?: string[] | null;
            region?: string | null;
            skills?: components["schemas"]["SkillInput"][] | null;
            territories?: components["schemas"]["TerritoryInput"][] | null;
            timeZone?: string | null;
            whenAbsent?: components["schemas"]["LeadCustody"];
            whenInactive?: components["schemas"]["LeadCustody"];
            workingHours?: components["schemas"]["WorkingBlockInput"][] | null;
        };
        RepReassignmentPreview: {
            byHand: number;
            movable: number;
            repId: string;
            repName?: string;
        };
        RepShare: {
            leads: number;
            repId: string;
            repName?: string;
        };
        RerunMove: {
            fromRepId?: string;
            fromRepName?: string;
            leadId: string;
            teamId?: string;
            teamName?: string;
            toRepId: string;
            toRepName?: string;
        };
        RerunRep: {
            gains: number;
            loses: number;
            repId: string;
            repName?: string;
        };
        RerunRoutingDetails: {
            dryRun: boolean;
            kept?: number;
            locked?: number;
            moved?: number;
            moves?: components["schemas"]["RerunMove"][];
            repId?: string;
            repName?: string;
            reps?: components["schemas"]["RerunRep"][];
            teamId?: string;
            teamName?: string;
            waiting?: number;
            where?: components["schemas"]["Condition"];
        };
        RescoreDetails: {
            classesChanged?: number;
            classificationPolicyVersion: number;
            leadsDecided?: number;
            predictionModelVersion: number | null;
            scoreModelVersions: number[];
            scoresChanged?: number;
            supersededBy?: string;
        };
        Retention: {
            atStart: number;
            churned: number;
            customers: number;
            newCustomers: number;
            repeatCustomers: number;
            repeatRate: number | null;
            retained: number;
            retentionRate: number | null;
        };
        ReturnAction: "reopen" | "new_lead" | "stay_closed";
        ReturningInterest: {
            action: string;
            at: string;
            by: string;
            category: components["schemas"]["EndedCategory"];
            detail: string;
            leadId?: string;
            reason?: string;
            strength: string;
        };
        ReturningRule: {
            action: string;
            category: components["schemas"]["EndedCategory"];
            interest: string;
            owner?: string;
            reasons?: string[];
        };
        ReturningRuleInput: {
            action: components["schemas"]["ReturnAction"];
            category: components["schemas"]["EndedCategory"];
            interest: components["schemas"]["InterestStrength"];
            owner?: components["schemas"]["ReturnOwner"];
            reasons?: string[] | null;
        };
        ReturningRules: {
            clear: components["schemas"]["InterestSigns"];
            ignoredChannels: string[];
            notPursuedChannels: string[];
            rules: components["schemas"]["ReturningRule"][];
            strong: components["schemas"]["InterestSigns"];
        };
        ReturningRulesInput: {
            clear: components["schemas"]["InterestSignsInput"];
            ignoredChannels: components["schemas"]["Channel"][];
            notPursuedChannels: components["schemas"]["Channel"][];
            rules: components["schemas"]["ReturningRuleInput"][];
            strong: components["schemas"]["InterestSignsInput"];
        };
        ReturnOwner: "former_owner" | "rules";
        RevertDetails: {
            dryRun: boolean;
            importId: string;
            kept?: number;
            keptLeads?: components["schemas"]["KeptLead"][];
            removed?: number;
            restored?: number;
            runId: string;
        };
        RewardStatus: "pending" | "approved" | "paid";
        RewardStatusOrNull: "pending" | "approved" | "paid" | null;
        Rotation: {
            entries: components["schemas"]["RotationEntry"][];
            teamId: string;
            teamName?: string;
            unfairness: number;
        };
        RotationEntry: {
            deviation: number;
            entitled: number;
            given: number;
            repId: string;
            repName?: string;
            weight: number;
        };
        RoutingComparison: {
            at: string;
            changed: components["schemas"]["ChangedAssignment"][];
            reps: components["schemas"]["RepDifference"][];
            unchanged: number;
            version: number;
            withVersion: number;
        };
        RoutingComparisonCreate: {
            at?: string;
            latest: number;
            withVersion: number;
        };
        RoutingDecision: {
            candidates: components["schemas"]["Candidate"][];
            detail?: string;
            manualReason?: string;
            nextEligibleAt?: string;
            queueReason?: string;
            routingPolicyVersion: number;
            ruleId: string | null;
            rules: components["schemas"]["RuleTrial"][];
            stickiness?: string;
            tieBreak: string | null;
        };
        RoutingPlace: {
            nextEligibleAt?: string;
            outcome: string;
            queueReason?: string;
            repId?: string;
            repName?: string;
            ruleId: string | null;
            teamId?: string;
            teamName?: string;
        };
        RoutingPolicy: {
            createdAt: string;
            document: components["schemas"]["RoutingPolicyDocument"];
            name: string;
            publishedAt: string | null;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        RoutingPolicyCreate: {
            document: components["schemas"]["RoutingPolicyDocumentInput"];
            name: string;
        };
        RoutingPolicyDocument: {
            anyRep?: components["schemas"]["AnyRep"];
            claimPools?: components["schemas"]["ClaimPool"][];
            effort?: components["schemas"]["Effort"];
            fallbackTeamId?: string;
            rules: components["schemas"]["RoutingRule"][];
            stickiness?: string[];
        };
        RoutingPolicyDocumentInput: {
            anyRep?: components["schemas"]["AnyRepInput"];
            claimPools?: components["schemas"]["ClaimPoolInput"][] | null;
            effort?: components["schemas"]["EffortInput"];
            fallbackTeamId?: string;
            rules: components["schemas"]["RoutingRuleInput"][];
            stickiness?: components["schemas"]["StickyRelation"][] | null;
        };
        RoutingPolicyList: {
            data: components["schemas"]["RoutingPolicy"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        RoutingRule: {
            availability?: components["schemas"]["Availability"];
            id: string;
            label: string;
            matches?: string[];
            repIds?: string[];
            repWhen?: components["schemas"]["Condition"];
            skills?: components["schemas"]["Skill"][];
            strategy?: string;
            teamId: string;
            when?: components["schemas"]["Condition"];
        };
        RoutingRuleInput: {
            availability?: components["schemas"]["AvailabilityInput"];
            id: string;
            label: string;
            matches?: components["schemas"]["RepMatch"][] | null;
            repIds?: string[] | null;
            repWhen?: components["schemas"]["ConditionInput"];
            skills?: components["schemas"]["SkillInput"][] | null;
            strategy?: components["schemas"]["RoutingStrategy"];
            teamId: string;
            when?: components["schemas"]["ConditionInput"];
        };
        RoutingSimulation: {
            at: string;
            decision?: components["schemas"]["RoutingDecision"];
            queued: number;
            reps: components["schemas"]["RepShare"][];
            results: components["schemas"]["SimulatedAssignment"][];
            routingPolicyVersion: number;
        };
        RoutingSimulationCreate: {
            at?: string;
            latest?: number;
            lead?: components["schemas"]["LeadCreate"];
            leadId?: string;
        };
        RoutingStrategy: "weighted" | "round_robin" | "least_loaded" | "best_match" | "claim";
        RuleParking: {
            days: number;
            daysBeforeContractEnd?: number;
        };
        RuleParkingInput: {
            days: number;
            daysBeforeContractEnd?: number;
        };
        RuleTrial: {
            matched: boolean;
            outcome: string;
            reason: string;
            ruleId: string | null;
            teamId?: string;
            teamName?: string;
        };
        SalesGroup: {
            averageCycleDays: number | null;
            averageDealSize: string | null;
            currency: string;
            key: string | null;
            keyName?: string;
            lostDeals: number;
            medianCycleDays: number | null;
            repeatDeals: number;
            volume: string;
            winRate: number | null;
            wonDeals: number;
        };
        SalesGrouping: "source" | "rep" | "product";
        SalesReport: {
            before: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from: string;
            groupBy: string | null;
            groups: components["schemas"]["SalesGroup"][];
            leadGroups: components["schemas"]["LeadOutcomeGroup"][];
            leads: components["schemas"]["LeadOutcomes"];
            retention: components["schemas"]["Retention"];
        };
        Score: {
            engagement: number;
            fit: number;
            total: number;
        };
        ScoreModel: {
            createdAt: string;
            document: components["schemas"]["ScoreModelDocument"];
            name: string;
            productLine: string | null;
            publishedAt: string | null;
            rescoreId?: string;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        ScoreModelCreate: {
            document: components["schemas"]["ScoreModelDocumentInput"];
            name: string;
            productLine?: string | null;
        };
        ScoreModelDocument: {
            engagement: components["schemas"]["EngagementRules"];
            fit: components["schemas"]["FitRules"];
            grade: components["schemas"]["GradeBounds"];
            maximumDrift?: number;
            total: components["schemas"]["TotalBounds"];
        };
        ScoreModelDocumentInput: {
            engagement: components["schemas"]["EngagementRulesInput"];
            fit: components["schemas"]["FitRulesInput"];
            grade: components["schemas"]["GradeBoundsInput"];
            maximumDrift?: number;
            total: components["schemas"]["TotalBoundsInput"];
        };
        ScoreModelList: {
            data: components["schemas"]["ScoreModel"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        ScoreSimulation: {
            adjustments: components["schemas"]["Adjustment"][];
            at: string;
            category: components["schemas"]["LeadCategory"];
            categoryReason: components["schemas"]["Reason"];
            classificationPolicyVersion: number;
            contributions: components["schemas"]["Contribution"][];
            conversionProbability?: number;
            grade: components["schemas"]["LeadGrade"];
            gradeReason: components["schemas"]["Reason"];
            leadId?: string;
            score: components["schemas"]["Score"];
            scoreModelVersion: number;
            statedTimeframe?: components["schemas"]["StatedTimeframe"];
            temperature: components["schemas"]["LeadTemperature"];
            temperatureReason: components["schemas"]["Reason"];
        };
        ScoreSimulationCreate: {
            at?: string;
            engagement?: components["schemas"]["HypotheticalEvent"][] | null;
            lead?: components["schemas"]["LeadCreate"];
            leadId?: string;
        };
        Segment: {
            condition?: components["schemas"]["Condition"];
            conditionVersion: number;
            count: number;
            createdAt: string;
            description: string | null;
            id: string;
            kind: string;
            name: string;
            status: string;
            updatedAt: string;
            updates?: string;
            version: number;
        };
        SegmentBulkChange: {
            action: components["schemas"]["MembershipAction"];
            dryRun?: boolean;
            where: components["schemas"]["ConditionInput"];
        };
        SegmentChangeDetails: {
            action: string;
            changed?: number;
            dryRun: boolean;
            sampleIds?: string[];
            segmentId: string;
            segmentName?: string;
            unchanged?: number;
            where: components["schemas"]["Condition"];
        };
        SegmentCreate: {
            condition?: components["schemas"]["ConditionInput"];
            description?: string | null;
            kind: components["schemas"]["MembershipKind"];
            name: string;
        };
        SegmentDay: {
            count: number;
            day: string;
            entered: number;
            left: number;
        };
        SegmentDayList: {
            data: components["schemas"]["SegmentDay"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SegmentLead: {
            enteredAt: string;
            leadId: string;
        };
        SegmentLeadChange: {
            add?: string[] | null;
            remove?: string[] | null;
        };
        SegmentLeadList: {
            data: components["schemas"]["SegmentLead"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SegmentLeadsChanged: {
            added: number;
            removed: number;
            unknownLeadIds: string[];
        };
        SegmentList: {
            data: components["schemas"]["Segment"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SegmentPastCondition: {
            condition: components["schemas"]["Condition"];
            createdAt: string;
            version: number;
        };
        SegmentPastConditionList: {
            data: components["schemas"]["SegmentPastCondition"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SegmentPatch: {
            condition?: components["schemas"]["ConditionInput"];
            description?: string | null;
            name?: string;
        };
        Sequence: {
            createdAt: string;
            document: components["schemas"]["SequenceDocument"];
            name: string;
            publishedAt: string | null;
            rescoreId?: string;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        SequenceCap: {
            channel: string;
            days: number;
            sends: number;
        };
        SequenceCapInput: {
            channel: components["schemas"]["ConsentChannel"];
            days: number;
            sends: number;
        };
        SequenceComingStep: {
            at: string;
            channel?: string;
            delayedBy?: string;
            outcome: string;
            reason?: string;
            step: string;
            template?: string;
            type: string;
        };
        SequenceCreate: {
            document: components["schemas"]["SequenceDocumentInput"];
            name: string;
        };
        SequenceDocument: {
            caps?: components["schemas"]["SequenceCap"][];
            enterWhen?: components["schemas"]["Condition"];
            exitOn?: string[];
            exitWhen?: components["schemas"]["Condition"];
            holidaysCountry?: string;
            holidaysRegion?: string;
            key: string;
            purpose: string;
            quietHours?: components["schemas"]["SequenceQuietHours"];
            reenterAfterDays?: number;
            requireConsent?: boolean;
            steps: components["schemas"]["SequenceStep"][];
            timeZone?: string;
        };
        SequenceDocumentInput: {
            caps?: components["schemas"]["SequenceCapInput"][] | null;
            enterWhen?: components["schemas"]["ConditionInput"];
            exitOn?: components["schemas"]["SequenceExitTrigger"][] | null;
            exitWhen?: components["schemas"]["ConditionInput"];
            holidaysCountry?: string;
            holidaysRegion?: string;
            key: string;
            purpose: components["schemas"]["SequenceGoal"];
            quietHours?: components["schemas"]["SequenceQuietHoursInput"];
            reenterAfterDays?: number;
            requireConsent?: boolean;
            steps: components["schemas"]["SequenceStepInput"][];
            timeZone?: string;
        };
        SequenceEntryCreate: {
            key: string;
        };
        SequenceExitTrigger: "reply" | "class_change" | "objection" | "conversion";
        SequenceGoal: "education" | "reactivation" | "onboarding" | "retention" | "win_back" | "other";
        SequenceGrouping: "step" | "sequence";
        SequenceLeave: {
            key: string;
            note?: string;
        };
        SequenceList: {
            data: components["schemas"]["Sequence"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SequencePastStep: {
            at: string;
            channel?: string;
            outcome: string;
            reason?: string;
            step: string;
            taskId?: string;
            template?: string;
            type: string;
            version?: number;
        };
        SequenceQuietHours: {
            end: string;
            start: string;
            workdaysOnly?: boolean;
        };
        SequenceQuietHoursInput: {
            end: string;
            start: string;
            workdaysOnly?: boolean;
        };
        SequenceReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["SequenceReportGroup"][];
        };
        SequenceReportGroup: {
            completed: number;
            conversionRate?: number;
            converted: number;
            dropOffRate?: number;
            due: number;
            entered: number;
            key: string;
            left: number;
            skipped: number;
            tasks: number;
        };
        SequenceSimulation: {
            before: string;
            enteredAt?: string;
            from: string;
            key: string;
            leadId: string;
            leaveReason?: string;
            leftAt?: string;
            nextAt?: string;
            nextStep?: string;
            pastSteps: components["schemas"]["SequencePastStep"][];
            version: number;
        };
        SequenceSimulationCreate: {
            from?: string;
            leadId: string;
        };
        SequenceStay: {
            comingSteps: components["schemas"]["SequenceComingStep"][];
            endsAt?: string;
            enteredAt: string;
            enteredBy: string;
            key: string;
            leaveReason?: string;
            leftAt?: string;
            name?: string;
            nextAt?: string;
            nextStep?: string;
            pastSteps: components["schemas"]["SequencePastStep"][];
            purpose: string;
            version: number;
        };
        SequenceStep: {
            after?: number;
            channel?: string;
            due?: components["schemas"]["TaskDue"];
            from?: string;
            guidance?: string;
            key: string;
            kind?: string;
            label?: string;
            template?: string;
            times?: number;
            title?: string;
            type: string;
            unit?: string;
            when?: components["schemas"]["Condition"];
            whenFalse?: string;
            whenTrue?: string;
        };
        SequenceStepInput: {
            after?: number;
            channel?: components["schemas"]["ConsentChannel"];
            due?: components["schemas"]["TaskDueInput"];
            from?: string;
            guidance?: string;
            key: string;
            kind?: components["schemas"]["WorkTaskKind"];
            label?: string;
            template?: string;
            times?: number;
            title?: string;
            type: components["schemas"]["StepVariant"];
            unit?: components["schemas"]["WaitUnit"];
            when?: components["schemas"]["ConditionInput"];
            whenFalse?: string;
            whenTrue?: string;
        };
        ServiceClock: "first_touch" | "acceptance" | "next_touch";
        SignatureHash: "sha256" | "sha1";
        SigningMethod: "hmac_sha256" | "ed25519";
        SimulatedAssignment: {
            leadId?: string;
            nextEligibleAt?: string;
            outcome: string;
            queueReason?: string;
            repId?: string;
            repName?: string;
            ruleId: string | null;
            teamId?: string;
            teamName?: string;
        };
        Skill: {
            level: number;
            name: string;
        };
        SkillInput: {
            level: number;
            name: string;
        };
        SlaAttainmentGroup: {
            attainment?: number;
            breached: number;
            cancelled: number;
            key: string | null;
            keyName?: string;
            medianUsedSeconds?: number;
            met: number;
            p90UsedSeconds?: number;
        };
        SlaAttainmentReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["SlaAttainmentGroup"][];
        };
        SlaClock: {
            allowedSeconds: number;
            cancelReason?: string;
            clock: string;
            dueAt?: string;
            endedAt?: string;
            handoffId?: string;
            hours: string;
            leftSeconds: number;
            ownerId?: string;
            ownerName?: string;
            ruleId: string;
            slaPolicyVersion: number;
            startedAt: string;
            status: string;
            warnAt?: string;
            warnedAt?: string;
        };
        SlaPause: {
            at: string;
            cause: string;
            reason?: string;
        };
        SlaPauseCreate: {
            reason: string;
        };
        SlaPolicy: {
            createdAt: string;
            document: components["schemas"]["SlaPolicyDocument"];
            name: string;
            publishedAt: string | null;
            retiredAt: string | null;
            status: components["schemas"]["VersionState"];
            version: number;
        };
        SlaPolicyCreate: {
            document: components["schemas"]["SlaPolicyDocumentInput"];
            name: string;
        };
        SlaPolicyDocument: {
            countedAttempts?: string[];
            holidaysCountry?: string;
            holidaysRegion?: string;
            rules: components["schemas"]["SlaRule"][];
            timeZone?: string;
            workingHours?: components["schemas"]["WorkingBlock"][];
        };
        SlaPolicyDocumentInput: {
            countedAttempts?: components["schemas"]["AttemptKind"][] | null;
            holidaysCountry?: string;
            holidaysRegion?: string;
            rules: components["schemas"]["SlaRuleInput"][];
            timeZone?: string;
            workingHours?: components["schemas"]["WorkingBlockInput"][] | null;
        };
        SlaPolicyList: {
            data: components["schemas"]["SlaPolicy"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SlaRule: {
            clock: string;
            hours: string;
            id: string;
            label: string;
            onBreach?: string[];
            warnAtPercent?: number;
            when?: components["schemas"]["Condition"];
            withinMinutes: number;
        };
        SlaRuleInput: {
            clock: components["schemas"]["ServiceClock"];
            hours: components["schemas"]["ClockHours"];
            id: string;
            label: string;
            onBreach?: components["schemas"]["BreachAction"][] | null;
            warnAtPercent?: number;
            when?: components["schemas"]["ConditionInput"];
            withinMinutes: number;
        };
        SortDirection: "desc" | "asc";
        Source: {
            channel: string;
            createdAt: string;
            description: string | null;
            id: string;
            mergedInto: string | null;
            name: string;
            survivorId: string;
            updatedAt: string;
            version: number;
        };
        SourceCreate: {
            channel: components["schemas"]["Channel"];
            description?: string;
            name: string;
        };
        SourceList: {
            data: components["schemas"]["Source"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SourcePatch: {
            description?: string | null;
            name?: string;
        };
        SourceReference: {
            campaign?: string;
            channel: components["schemas"]["Channel"];
            name: string;
        };
        SpeedGrouping: "source" | "rep";
        SpeedToLead: {
            businessSeconds: number;
            elapsedSeconds: number;
            firstContactAt: string;
            repId?: string;
            repName?: string;
        };
        SpeedToLeadGroup: {
            key: string | null;
            keyName?: string;
            leads: number;
            medianBusinessSeconds: number;
            medianElapsedSeconds: number;
            p90BusinessSeconds: number;
            p90ElapsedSeconds: number;
        };
        SpeedToLeadReport: {
            before?: string;
            definitions: components["schemas"]["MetricDefinition"][];
            from?: string;
            groupBy: string;
            groups: components["schemas"]["SpeedToLeadGroup"][];
        };
        StageChange: {
            actorId: string;
            cause: string;
            fromCategory: components["schemas"]["LeadCategory"];
            fromSeconds: number;
            fromStage: string;
            id: string;
            leadId: string;
            leadName?: string;
            occurredAt: string;
            reason?: string;
            toCategory: components["schemas"]["LeadCategory"];
            toStage: string;
        };
        StageChangeList: {
            data: components["schemas"]["StageChange"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        StageChangeSearch: {
            cursor?: string;
            lead?: components["schemas"]["ConditionInput"];
            limit?: number;
            where?: components["schemas"]["ConditionInput"];
        };
        StageHistory: {
            leadId: string;
            stays: components["schemas"]["StageStay"][];
        };
        StageStay: {
            actorId: string;
            category: components["schemas"]["LeadCategory"];
            cause: string;
            enteredAt: string;
            leftAt: string | null;
            reason?: string;
            seconds: number;
            stage: string;
        };
        StatedTimeframe: {
            days: number;
            daysLeft: number;
            statedAt: string;
        };
        StepVariant: "send" | "task" | "wait" | "condition" | "repeat";
        StickyRelation: "contact" | "company" | "referrer";
        SubjectKind: "workspace" | "api_key" | "source" | "campaign" | "attribute_definition" | "lead" | "customer" | "deal" | "task" | "referral" | "consent" | "suppression" | "cost" | "visitor" | "rep" | "team" | "score_model" | "classification_policy" | "routing_policy" | "playbook" | "funnel" | "handoff_policy" | "sla_policy" | "sequence" | "segment" | "target" | "prediction_model" | "prediction_settings" | "form" | "form_submission" | "connector" | "webhook_endpoint" | "operation";
        SubmissionOutcome: "created" | "matched";
        SubmissionProposal: {
            current: components["schemas"]["ProposedFacts"];
            proposed: components["schemas"]["ProposedFacts"];
        };
        SuppressedKind: "email" | "domain" | "phone" | "external_id" | "email_sha256";
        Suppression: {
            actorId: string;
            createdAt: string;
            id: string;
            kind: string;
            reason?: string;
            source: string;
        };
        SuppressionBatch: {
            items: components["schemas"]["SuppressionCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        SuppressionBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
        };
        SuppressionBatchResult: {
            created: number;
            known: number;
            refused: number;
            results: components["schemas"]["SuppressionBatchItem"][];
        };
        SuppressionCheck: {
            externalSystem?: string;
            kind: components["schemas"]["SuppressedKind"];
            value: string;
        };
        SuppressionCreate: {
            externalSystem?: string;
            kind: components["schemas"]["SuppressedKind"];
            reason?: string;
            source?: string;
            value: string;
        };
        SuppressionList: {
            data: components["schemas"]["Suppression"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        SuppressionMatch: {
            entry?: components["schemas"]["Suppression"];
            suppressed: boolean;
        };
        Target: {
            before: string;
            closedAt: string | null;
            createdAt: string;
            currency?: string;
            from: string;
            id: string;
            metric: string;
            missed: boolean | null;
            period: string;
            product?: string;
            reachedAt: string | null;
            repId?: string;
            repName?: string;
            scope: string;
            sourceId?: string;
            sourceName?: string;
            teamId?: string;
            teamName?: string;
            updatedAt: string;
            value: string;
            version: number;
        };
        TargetCreate: {
            before?: string;
            currency?: string;
            from: string;
            metric: components["schemas"]["MetricName"];
            period: components["schemas"]["TargetPeriodKind"];
            product?: string;
            repId?: string;
            sourceId?: string;
            teamId?: string;
            value: string;
        };
        TargetList: {
            data: components["schemas"]["Target"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        TargetPatch: {
            value: string;
        };
        TargetPeriodKind: "month" | "quarter" | "year" | "days";
        TargetProgress: {
            actual: string;
            attainment: number;
            completeTo: string;
            daysLeft: number;
            expected: number;
            high: number | null;
            low: number | null;
            method?: string;
            notProjected?: string;
            projected: number | null;
            status: string;
            target: components["schemas"]["Target"];
            timeZone: string;
            workdays: number;
            workdaysElapsed: number;
            workdaysLeft: number;
        };
        TargetProgressList: {
            data: components["schemas"]["TargetProgress"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        Task: {
            activityId: string | null;
            closedAt: string | null;
            createdAt: string;
            description: string | null;
            dueAt: string;
            id: string;
            kind: string;
            leadId: string;
            note: string | null;
            outcome: string | null;
            overdueAt: string | null;
            playbookVersion: number | null;
            repId: string | null;
            repName?: string;
            status: components["schemas"]["TaskState"];
            templateKey: string | null;
            title: string;
            updatedAt: string;
            version: number;
        };
        TaskBatch: {
            items: components["schemas"]["TaskCreate"][];
            mode?: components["schemas"]["BatchMode"];
        };
        TaskBatchItem: {
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
        };
        TaskBatchResult: {
            created: number;
            refused: number;
            results: components["schemas"]["TaskBatchItem"][];
        };
        TaskComplete: {
            activity?: components["schemas"]["ActivityCreate"];
            note?: string;
            outcome?: components["schemas"]["TaskResult"];
        };
        TaskCompletionBatch: {
            items: components["schemas"]["TaskCompletionItem"][];
            mode?: components["schemas"]["BatchMode"];
        };
        TaskCompletionBatchItem: {
            activityId?: string;
            id?: string;
            index: number;
            problem?: components["schemas"]["Problem"];
            status: number;
            version?: number;
        };
        TaskCompletionBatchResult: {
            completed: number;
            refused: number;
            results: components["schemas"]["TaskCompletionBatchItem"][];
        };
        TaskCompletionItem: {
            activity?: components["schemas"]["ActivityCreate"];
            ifVersion?: number;
            note?: string;
            outcome?: components["schemas"]["TaskResult"];
            taskId: string;
        };
        TaskCreate: {
            description?: string;
            dueAt?: string;
            kind?: components["schemas"]["WorkTaskKind"];
            leadId: string;
            repId?: string | null;
            templateKey?: string;
            title?: string;
        };
        TaskDue: {
            after: number;
            unit: string;
        };
        TaskDueInput: {
            after: number;
            unit: components["schemas"]["DueUnit"];
        };
        TaskList: {
            data: components["schemas"]["Task"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        TaskPatch: {
            description?: string | null;
            dueAt?: string;
            kind?: components["schemas"]["WorkTaskKind"];
            repId?: string | null;
            title?: string;
        };
        TaskResult: "successful" | "unsuccessful" | "no_response";
        TaskSkip: {
            reason: string;
        };
        TaskState: "open" | "done" | "skipped";
        Team: {
            active: boolean;
            catchUp: number | null;
            createdAt: string;
            id: string;
            members: components["schemas"]["TeamMember"][];
            name: string;
            updatedAt: string;
            version: number;
        };
        TeamCreate: {
            active?: boolean;
            catchUp?: number;
            members: components["schemas"]["TeamMemberInput"][];
            name: string;
        };
        TeamList: {
            data: components["schemas"]["Team"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        TeamMember: {
            repId: string;
            repName?: string;
            weight: number;
        };
        TeamMemberInput: {
            repId: string;
            weight: number;
        };
        TeamPatch: {
            active?: boolean;
            catchUp?: number | null;
            members?: components["schemas"]["TeamMemberInput"][] | null;
            name?: string;
        };
        TemperatureRule: {
            id: string;
            label: string;
            minimumDwellHours?: number;
            stay?: components["schemas"]["Condition"];
            temperature: components["schemas"]["LeadTemperature"];
            when: components["schemas"]["Condition"];
        };
        TemperatureRuleInput: {
            id: string;
            label: string;
            minimumDwellHours?: number;
            stay?: components["schemas"]["ConditionInput"];
            temperature: components["schemas"]["LeadTemperature"];
            when: components["schemas"]["ConditionInput"];
        };
        TemperatureRules: {
            fallback: components["schemas"]["LeadTemperature"];
            minimumDwellHours?: number;
            rules: components["schemas"]["TemperatureRule"][];
        };
        TemperatureRulesInput: {
            fallback: components["schemas"]["LeadTemperature"];
            minimumDwellHours?: number;
            rules: components["schemas"]["TemperatureRuleInput"][];
        };
        Territory: {
            country?: string;
            industry?: string;
            maximumEmployees?: number;
            minimumEmployees?: number;
            postalPrefix?: string;
            region?: string;
        };
        TerritoryInput: {
            country?: string;
            industry?: string;
            maximumEmployees?: number;
            minimumEmployees?: number;
            postalPrefix?: string;
            region?: string;
        };
        Timeline: {
            data: components["schemas"]["TimelineEntry"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        TimelineActor: {
            id: string;
            kind: string;
        };
        TimelineDetails: {
            activityId?: string;
            activityKind?: string;
            body?: string;
            category?: string;
            changedFields?: string[];
            competitor?: string;
            dealId?: string;
            direction?: string;
            dueAt?: string;
            durationSeconds?: number;
            engagementId?: string;
            engagementType?: string;
            grade?: string;
            matchedBy?: string;
            outcome?: string;
            ownerId?: string;
            ownerName?: string;
            previousCategory?: string;
            previousGrade?: string;
            previousOwnerId?: string;
            previousOwnerName?: string;
            previousStage?: string;
            previousTemperature?: string;
            reason?: string;
            repId?: string;
            repName?: string;
            ruleId?: string;
            sourceId?: string;
            sourceName?: string;
            stage?: string;
            subject?: string;
            taskId?: string;
            taskKind?: string;
            teamId?: string;
            teamName?: string;
            temperature?: string;
            templateKey?: string;
            title?: string;
            touchId?: string;
        };
        TimelineEntry: {
            actor: components["schemas"]["TimelineActor"];
            cause: string;
            details: components["schemas"]["TimelineDetails"];
            eventType: string;
            id: string;
            kind: string;
            occurredAt: string;
            recordedAt: string;
            summary: string;
        };
        TotalBounds: {
            maximum: number;
            minimum: number;
        };
        TotalBoundsInput: {
            maximum: number;
            minimum: number;
        };
        Touch: {
            campaignId?: string;
            campaignName?: string;
            consents?: components["schemas"]["ConsentEntry"][];
            id: string;
            leadId: string;
            matchedBy: string | null;
            occurredAt: string;
            proposal?: components["schemas"]["SubmissionProposal"];
            publicKeyId?: string;
            receivedAt: string;
            sourceId: string;
            sourceName?: string;
            submission: {
                [key: string]: unknown;
            };
        };
        TouchList: {
            data: components["schemas"]["Touch"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        TouchSearch: {
            cursor?: string;
            lead?: components["schemas"]["ConditionInput"];
            limit?: number;
            where?: components["schemas"]["ConditionInput"];
        };
        TrainPredictionDetails: {
            predictionModelVersion?: number;
            published?: boolean;
            rescoreId?: string | null;
            trainedBy: string;
            verdict?: string;
        };
        UndeclaredAttributesRule: "accepted" | "refused";
        VersionState: "draft" | "published" | "retired";
        VisitorEventCreate: {
            externalId?: string;
            occurredAt?: string;
            properties?: {
                [key: string]: unknown;
            };
            source?: components["schemas"]["SourceReference"];
            type: components["schemas"]["EngagementType"];
            visitorId: string;
        };
        VisitorEventResult: {
            duplicate: boolean;
            id: string;
            leadId?: string;
            visitorId: string;
        };
        WaitUnit: "days" | "business_days";
        WebhookAttempt: {
            answer: string | null;
            at: string;
            durationMs: number;
            errorKind: string | null;
            eventId: string;
            id: string;
            sequence: number;
            status: number | null;
            type: string;
        };
        WebhookAttemptList: {
            data: components["schemas"]["WebhookAttempt"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        WebhookDelivery: {
            attempts: number;
            createdAt: string;
            endedAt: string | null;
            eventId: string;
            lastError: string | null;
            lastStatus: number | null;
            nextAttemptAt: string | null;
            sequence: number;
            state: string;
            type: string;
        };
        WebhookDeliveryList: {
            data: components["schemas"]["WebhookDelivery"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        WebhookEndpoint: {
            createdAt: string;
            description: string | null;
            disabledAt: string | null;
            disabledReason: string | null;
            enabled: boolean;
            failingSince: string | null;
            failures: number;
            headerNames: string[];
            id: string;
            payload: string;
            position: number;
            principalId: string;
            signature: string;
            skipOwn: string[];
            types: string[];
            updatedAt: string;
            url: string;
            version: number;
            where?: components["schemas"]["Condition"];
        };
        WebhookEndpointCreate: {
            description?: string;
            enabled?: boolean;
            headers?: components["schemas"]["WebhookHeader"][] | null;
            payload?: components["schemas"]["PayloadDetail"];
            signature?: components["schemas"]["SigningMethod"];
            skipOwn?: string[] | null;
            types: string[];
            url: string;
            where?: components["schemas"]["ConditionInput"];
        };
        WebhookEndpointList: {
            data: components["schemas"]["WebhookEndpoint"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        WebhookEndpointPatch: {
            description?: string | null;
            enabled?: boolean;
            headers?: components["schemas"]["WebhookHeader"][] | null;
            payload?: components["schemas"]["PayloadDetail"];
            removeWhere?: boolean;
            skipOwn?: string[] | null;
            types?: string[] | null;
            url?: string;
            where?: components["schemas"]["ConditionInput"];
        };
        WebhookHeader: {
            name: string;
            value: string;
        };
        WebhookReplay: {
            fromSequence: number;
        };
        WebhookResend: {
            eventId?: string;
            failedSince?: string;
        };
        WebhookResendResult: {
            deliveries: number;
        };
        WebhookSecretRotate: {
            overlapHours: number;
        };
        Weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        WeekStart: "monday" | "sunday" | "saturday";
        WorkingBlock: {
            end: string;
            start: string;
            weekday: components["schemas"]["Weekday"];
        };
        WorkingBlockInput: {
            end: string;
            start: string;
            weekday: components["schemas"]["Weekday"];
        };
        WorkKind: "note" | "call" | "meeting" | "email";
        Workspace: {
            createdAt: string;
            defaultCountry: string | null;
            doubleOptIn: string[];
            id: string;
            name: string;
            sandbox: boolean;
            timeZone: string | null;
            undeclaredAttributes: components["schemas"]["UndeclaredAttributesRule"];
            updatedAt: string;
            version: number;
            weekStart: string;
        };
        WorkspaceClock: {
            aheadSeconds: number;
            now: string;
            sandbox: boolean;
            workspaceId: string;
        };
        WorkspaceCreate: {
            defaultCountry?: string;
            name: string;
            requestsPerMinute?: number;
            sandbox?: boolean;
            timeZone?: string;
        };
        WorkspaceList: {
            data: components["schemas"]["Workspace"][];
            hasMore: boolean;
            nextCursor: string | null;
        };
        WorkspaceOpenApi: {
            [key: string]: unknown;
        };
        WorkspacePatch: {
            defaultCountry?: string | null;
            doubleOptIn?: components["schemas"]["ConsentChannel"][] | null;
            name?: string;
            timeZone?: string | null;
            undeclaredAttributes?: components["schemas"]["UndeclaredAttributesRule"];
            weekStart?: components["schemas"]["WeekStart"];
        };
        WorkTaskKind: "call" | "email" | "meeting" | "research" | "recommendations" | "other";
    };
    responses: {
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        ContentTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Gone: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        InternalServerError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        TooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        UnprocessableContent: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        IdempotencyKey: string;
        IfMatch: string;
        IfNoneMatch: string;
        RequestId: string;
    };
    requestBodies: never;
    headers: {
        ContentDisposition: string;
        ETag: string;
        IdempotentReplayed: string;
        Location: string;
        RateLimit: string;
        RateLimitPolicy: string;
        RequestId: string;
        RetryAfter: number;
        WwwAuthenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    requestAccess: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listActivities: {
        parameters: {
            query?: {
                automatic?: boolean;
                cursor?: string;
                direction?: components["schemas"]["ContactDirection"];
                kind?: components["schemas"]["WorkKind"];
                leadId?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                outcome?: components["schemas"]["ContactOutcome"];
                repId?: string;
                taskId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordActivityBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchActivities: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivitySearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["KeyKind"];
                limit?: number;
                revoked?: boolean;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                apiKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                apiKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                apiKeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRotate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listAttributeDefinitions: {
        parameters: {
            query?: {
                archived?: boolean;
                cursor?: string;
                limit?: number;
                personal?: boolean;
                type?: components["schemas"]["AttributeType"];
                unique?: boolean;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinitionList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributeDefinitionCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                attributeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                attributeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributeDefinitionPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeAttributeType: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                attributeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributeTypeChange"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listChangedLeads: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                outcome?: components["schemas"]["BulkOutcome"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                bulkChangeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkLeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    undoLeadChange: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                bulkChangeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listCampaigns: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                merged?: boolean;
                runningOn?: string;
                sourceId?: string;
                status?: components["schemas"]["CampaignState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCampaign: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateCampaign: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    mergeCampaign: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewCampaignMerge: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    unmergeCampaign: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    captureLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaptureSubmission"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureReceipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    capturePageVisit: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageVisit"];
            };
        };
        responses: {
            204: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listClassificationPolicies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationPolicyList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createClassificationPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassificationPolicyCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getClassificationPolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationPolicy"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishClassificationPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listConnectors: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                kind?: components["schemas"]["ConnectorSystem"];
                limit?: number;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createConnector: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedConnector"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getConnector: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteConnector: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateConnector: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getConnectorBackfill: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorBackfill"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    backfillConnector: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorBackfillCreate"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorBackfill"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listConnectorPayloads: {
        parameters: {
            query?: {
                cursor?: string;
                isTest?: boolean;
                leadId?: string;
                limit?: number;
                state?: components["schemas"]["PayloadState"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPayloadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createConnectorPayload: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorPayloadCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPayload"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getConnectorPayload: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
                payloadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPayload"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replayConnectorPayload: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
                payloadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPayload"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replayConnectorPayloads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorReplay"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorReplayResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rotateConnectorAddress: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedConnector"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listConsents: {
        parameters: {
            query?: {
                channel?: components["schemas"]["LedgerChannel"];
                cursor?: string;
                email?: string;
                leadId?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                phone?: string;
                purpose?: string;
                source?: string;
                status?: components["schemas"]["LedgerStatus"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentRecordList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordConsent: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentStatement"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentRecord"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listCosts: {
        parameters: {
            query?: {
                before?: string;
                campaignId?: string;
                currency?: string;
                current?: boolean;
                cursor?: string;
                from?: string;
                kind?: components["schemas"]["ExpenseKind"];
                leadId?: string;
                limit?: number;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createCost: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CostCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cost"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCost: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                costId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cost"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createCostBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CostBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                campaignId?: string;
                churned?: boolean;
                churnedBefore?: string;
                churnedFrom?: string;
                churnReason?: components["schemas"]["ChurnCause"];
                cursor?: string;
                domain?: string;
                email?: string;
                emailConsent?: components["schemas"]["ConsentState"];
                externalId?: string;
                externalSystem?: string;
                kind?: components["schemas"]["LeadKind"];
                leadId?: string;
                limit?: number;
                organizationId?: string;
                ownerId?: string;
                phone?: string;
                phoneConsent?: components["schemas"]["ConsentState"];
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    churnCustomer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerChurn"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    undoCustomerChurn: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    returnCustomer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createCustomerBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDeals: {
        parameters: {
            query?: {
                campaignId?: string;
                closedBefore?: string;
                closedFrom?: string;
                cursor?: string;
                customerId?: string;
                leadId?: string;
                limit?: number;
                lossReason?: components["schemas"]["LossCause"];
                ownerId?: string;
                sourceId?: string;
                status?: components["schemas"]["DealState"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createDeal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDeal: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                dealId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateDeal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                dealId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    loseDeal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                dealId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealLoss"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    reopenDeal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                dealId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    winDeal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                dealId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealWin"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createDealBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDuplicates: {
        parameters: {
            query?: {
                cursor?: string;
                leadId?: string;
                limit?: number;
                minProbability?: number;
                ownerId?: string;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuplicateGroupList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    decideDuplicate: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicateDecisionCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuplicatePair"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    startDuplicateScan: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicateScanCreate"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listEngagementEvents: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                leadId?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                sourceId?: string;
                type?: components["schemas"]["EngagementType"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createEngagementEvent: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EngagementEventCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventResult"];
                };
            };
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createEngagementEventBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EngagementEventBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchEngagementEvents: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EngagementEventSearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createErasure: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                actorId?: string;
                actorKind?: components["schemas"]["ActorKind"];
                cursor?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                subjectId?: string;
                subjectKind?: components["schemas"]["SubjectKind"];
                type?: components["schemas"]["EventTypeName"];
                types?: string;
                wait?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listExchangeRates: {
        parameters: {
            query?: {
                base?: string;
                before?: string;
                cursor?: string;
                from?: string;
                limit?: number;
                quote?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeRateList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putExchangeRates: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeRatesPut"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeRateChanges"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createExport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportCreate"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getExportFile: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                exportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteExportFile: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                exportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    streamExport: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listForms: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                limit?: number;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createForm: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getForm: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteForm: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateForm: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    confirmForm: {
        parameters: {
            query?: {
                key?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormConfirmationToken"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormConfirmation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    startForm: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormStart"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    submitForm: {
        parameters: {
            query?: {
                key?: string;
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                formId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormSubmission"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureReceipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listFunnels: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createFunnel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FunnelCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funnel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getFunnel: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funnel"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishFunnel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funnel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listHandoffPolicies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffPolicyList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createHandoffPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoffPolicyCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHandoffPolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffPolicy"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishHandoffPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listHandoffs: {
        parameters: {
            query?: {
                campaignId?: string;
                category?: components["schemas"]["HandoffCategory"];
                cause?: components["schemas"]["OfferCause"];
                cursor?: string;
                grade?: components["schemas"]["LeadGrade"];
                leadId?: string;
                limit?: number;
                offeredBefore?: string;
                offeredFrom?: string;
                reason?: components["schemas"]["HandoffEndCause"];
                repId?: string;
                sourceId?: string;
                status?: components["schemas"]["OfferStatus"];
                teamId?: string;
                temperature?: components["schemas"]["LeadTemperature"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createImport: {
        parameters: {
            query?: {
                channel?: components["schemas"]["Channel"];
                columnUse?: string[];
                country?: string;
                dateOrder?: components["schemas"]["ImportDateOrder"];
                encoding?: string;
                externalSystem?: string;
                kind?: components["schemas"]["LeadKind"];
                listKind?: components["schemas"]["KindOfList"];
                name?: string;
                sheet?: string;
                source?: string;
                timeZone?: string;
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImport"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteImport: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    pauseImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRehearsalFile: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rehearseImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRejectedRows: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    resumeImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    revertImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRevert"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listImportRows: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                outcome?: components["schemas"]["ImportOutcome"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRowList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    runImport: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeads: {
        parameters: {
            query?: {
                assigned?: boolean;
                campaignId?: string;
                category?: components["schemas"]["LeadCategory"];
                country?: string;
                createdBefore?: string;
                createdFrom?: string;
                cursor?: string;
                customerId?: string;
                customerOrganizationId?: string;
                domain?: string;
                email?: string;
                externalId?: string;
                externalSystem?: string;
                fields?: string;
                grade?: components["schemas"]["LeadGrade"];
                hasProposal?: boolean;
                include?: string;
                kind?: components["schemas"]["LeadKind"];
                leaseRepId?: string;
                limit?: number;
                minimumScore?: number;
                order?: components["schemas"]["SortDirection"];
                ownerId?: string;
                phone?: string;
                q?: string;
                rotted?: boolean;
                sortBy?: components["schemas"]["LeadListOrder"];
                sourceId?: string;
                stage?: string;
                teamId?: string;
                temperature?: components["schemas"]["LeadTemperature"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadResult"];
                };
            };
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLead: {
        parameters: {
            query?: {
                asOf?: string;
                fields?: string;
                include?: string;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteLead: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadActivities: {
        parameters: {
            query?: {
                automatic?: boolean;
                cursor?: string;
                direction?: components["schemas"]["ContactDirection"];
                kind?: components["schemas"]["WorkKind"];
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                outcome?: components["schemas"]["ContactOutcome"];
                repId?: string;
                taskId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordActivity: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityResult"];
                };
            };
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getActivity: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                activityId: string;
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadAssignment: {
        parameters: {
            query?: {
                asOf?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadAssignment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadDecisions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                outcome?: components["schemas"]["AssignmentOutcome"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentDecisionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    moveLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadMove"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    releaseLeadCategory: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadClassification: {
        parameters: {
            query?: {
                asOf?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadClassification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadConsents: {
        parameters: {
            query?: {
                channel?: components["schemas"]["LedgerChannel"];
                cursor?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                purpose?: string;
                source?: string;
                status?: components["schemas"]["LedgerStatus"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentRecordList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    convertLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewConversion: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    undoConversion: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionUndone"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadCounterfactual: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadCounterfactual"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    disqualifyLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadDisqualify"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadDuplicates: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadDuplicates"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadEngagement: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                sourceId?: string;
                type?: components["schemas"]["EngagementType"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagementEventList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    offerLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoffOfferCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    acceptHandoff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoffAccept"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rejectHandoff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoffReject"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawHandoff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadHandoffs: {
        parameters: {
            query?: {
                campaignId?: string;
                category?: components["schemas"]["HandoffCategory"];
                cause?: components["schemas"]["OfferCause"];
                cursor?: string;
                grade?: components["schemas"]["LeadGrade"];
                limit?: number;
                offeredBefore?: string;
                offeredFrom?: string;
                reason?: components["schemas"]["HandoffEndCause"];
                repId?: string;
                sourceId?: string;
                status?: components["schemas"]["OfferStatus"];
                teamId?: string;
                temperature?: components["schemas"]["LeadTemperature"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    renewLease: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseRenewal"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    returnLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseHolder"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    takeLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseHolder"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    loseLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadLoss"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadLost"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadNextAction: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextAction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    assignLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadAssign"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    releaseLeadOwner: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    parkLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadPark"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadPrediction: {
        parameters: {
            query?: {
                asOf?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadPrediction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recycleLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadRecycle"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadReferrals: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralChain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadScore: {
        parameters: {
            query?: {
                asOf?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadScore"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadSegments: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadSegments"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadSequences: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadSequences"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    enterSequence: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SequenceEntryCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    leaveSequence: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SequenceLeave"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadSla: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadSla"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    pauseLeadSla: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlaPauseCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    resumeLeadSla: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    moveLeadToStage: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadStageMove"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLeadStageHistory: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageHistory"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadTimeline: {
        parameters: {
            query?: {
                cursor?: string;
                kinds?: string;
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeadTouches: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                limit?: number;
                matchedBy?: components["schemas"]["LeadMatchKey"];
                occurredBefore?: string;
                occurredFrom?: string;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    acceptProposal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
                touchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalDecision"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    dismissProposal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                leadId: string;
                touchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalDecision"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touch"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    aggregateLeads: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadAggregation"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadAggregate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createLeadBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateLeadBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadPatchBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadPatchBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeLeads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadBulkChange"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    countLeads: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadCountRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadCount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    recordLeadHistory: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistoricLeadBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoricLeadBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    reassignLeads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadReassign"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchLeads: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadSearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMetricCatalogue: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricCatalogue"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOperations: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["JobKind"];
                limit?: number;
                state?: components["schemas"]["JobState"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                operationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                operationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listPlaybooks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createPlaybook: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playbook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPlaybook: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playbook"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishPlaybook: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playbook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listPredictionModels: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["ModelStatus"];
                trainedBy?: components["schemas"]["ModelTrainer"];
                verdict?: components["schemas"]["ModelVerdict"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionModelList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    trainPredictionModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPredictionModel: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionModel"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishPredictionModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionModel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    releasePredictionModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionModel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPredictionSettings: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionSettings"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updatePredictionSettings: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionSettingsPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listReferrals: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                partner?: string;
                referredLeadId?: string;
                referrerCustomerId?: string;
                referrerLeadId?: string;
                referrerRepId?: string;
                rewardStatus?: components["schemas"]["RewardStatus"];
                status?: components["schemas"]["ReferralState"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createReferral: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getReferral: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                referralId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateReferral: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                referralId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createReferralBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    queryAttribution: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributionQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributionReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listAttributionCredits: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributionCreditsQuery"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditedConversionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listReportDeals: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportLeadsQuery"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    downloadReport: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getForecast: {
        parameters: {
            query?: {
                currency?: string;
                groupBy?: components["schemas"]["ForecastGrouping"];
                month?: string;
                ownerId?: string;
                sourceId?: string;
                teamId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listForecastDeals: {
        parameters: {
            query?: {
                currency?: string;
                cursor?: string;
                limit?: number;
                month?: string;
                ownerId?: string;
                sourceId?: string;
                teamId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDealList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHandoffAcceptanceReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
                groupBy?: components["schemas"]["AcceptanceGrouping"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffAcceptanceReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listReportLeads: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportLeadsQuery"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    queryReport: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRecyclingReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecyclingReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getReferralReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
                groupBy?: components["schemas"]["ReferralGrouping"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSalesReport: {
        parameters: {
            query?: {
                before?: string;
                currency?: string;
                from?: string;
                groupBy?: components["schemas"]["SalesGrouping"];
                ownerId?: string;
                product?: string;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSequenceReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
                groupBy?: components["schemas"]["SequenceGrouping"];
                sequence?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequenceReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSlaAttainmentReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
                groupBy?: components["schemas"]["AttainmentGrouping"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaAttainmentReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSpeedToLeadReport: {
        parameters: {
            query?: {
                before?: string;
                from?: string;
                groupBy?: components["schemas"]["SpeedGrouping"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeedToLeadReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTargetProgress: {
        parameters: {
            query?: {
                cursor?: string;
                day?: string;
                limit?: number;
                metric?: components["schemas"]["MetricName"];
                missed?: boolean;
                period?: components["schemas"]["TargetPeriodKind"];
                repId?: string;
                sourceId?: string;
                teamId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetProgressList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listReps: {
        parameters: {
            query?: {
                active?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createRep: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRep: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                repId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateRep: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                repId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    claimNextLead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                repId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadLease"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextLead"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewRepReassignment: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                repId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepReassignmentPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    reassignRepLeads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                repId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRoutingPolicies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingPolicyList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createRoutingPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingPolicyCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRoutingPolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingPolicy"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    compareRoutingPolicies: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingComparisonCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingComparison"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishRoutingPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    simulateRoutingPolicy: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingSimulationCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingSimulation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listScoreModels: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                productLine?: string;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModelList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createScoreModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScoreModelCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getScoreModel: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModel"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createBacktest: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestCreate"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishScoreModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    retireScoreModel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    simulateScoreModel: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScoreSimulationCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreSimulation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSegments: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["MembershipKind"];
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSegment: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSegment: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteSegment: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateSegment: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSegmentLeads: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentLeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeSegmentLeads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentLeadChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentLeadsChanged"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    changeSegmentLeadsWhere: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentBulkChange"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSegmentSizes: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentDayList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSegmentVersions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                segmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPastConditionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSequences: {
        parameters: {
            query?: {
                cursor?: string;
                key?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequenceList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSequence: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SequenceCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sequence"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSequence: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sequence"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishSequence: {
        parameters: {
            query?: {
                enrolExisting?: boolean;
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sequence"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    retireSequence: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sequence"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    simulateSequence: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SequenceSimulationCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequenceSimulation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSlaPolicies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: components["schemas"]["VersionState"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicyList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlaPolicyCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicy"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    publishSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSources: {
        parameters: {
            query?: {
                channel?: components["schemas"]["Channel"];
                cursor?: string;
                limit?: number;
                merged?: boolean;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                sourceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateSource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                sourceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourcePatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    mergeSource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                sourceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    previewSourceMerge: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                sourceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    unmergeSource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                sourceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listStageChanges: {
        parameters: {
            query?: {
                actorId?: string;
                cause?: string;
                cursor?: string;
                fromCategory?: components["schemas"]["LeadCategory"];
                fromStage?: string;
                leadId?: string;
                limit?: number;
                occurredBefore?: string;
                occurredFrom?: string;
                toCategory?: components["schemas"]["LeadCategory"];
                toStage?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageChangeList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchStageChanges: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StageChangeSearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageChangeList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["SuppressedKind"];
                limit?: number;
                source?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSuppression: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuppressionCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteSuppression: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                suppressionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createSuppressionBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuppressionBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    checkSuppression: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuppressionCheck"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionMatch"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTargets: {
        parameters: {
            query?: {
                cursor?: string;
                day?: string;
                limit?: number;
                metric?: components["schemas"]["MetricName"];
                missed?: boolean;
                period?: components["schemas"]["TargetPeriodKind"];
                repId?: string;
                sourceId?: string;
                teamId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTarget: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTarget: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteTarget: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTarget: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                targetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTargetProgress: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                targetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetProgress"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                cursor?: string;
                dueBefore?: string;
                dueFrom?: string;
                kind?: components["schemas"]["WorkTaskKind"];
                leadId?: string;
                limit?: number;
                outcome?: components["schemas"]["TaskResult"];
                repId?: string;
                status?: components["schemas"]["TaskState"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    completeTask: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskComplete"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    skipTask: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskSkip"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTaskBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    completeTaskBatch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCompletionBatch"];
            };
        };
        responses: {
            207: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCompletionBatchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTeams: {
        parameters: {
            query?: {
                active?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                teamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTeam: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                teamId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTeamRotation: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                teamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rotation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listTouches: {
        parameters: {
            query?: {
                campaignId?: string;
                cursor?: string;
                leadId?: string;
                limit?: number;
                matchedBy?: components["schemas"]["LeadMatchKey"];
                occurredBefore?: string;
                occurredFrom?: string;
                sourceId?: string;
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    searchTouches: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TouchSearch"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createVisitorEvent: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitorEventCreate"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorEventResult"];
                };
            };
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorEventResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                disabledReason?: components["schemas"]["DisabledCause"];
                enabled?: boolean;
                limit?: number;
                payload?: components["schemas"]["PayloadDetail"];
                principalId?: string;
                signature?: components["schemas"]["SigningMethod"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointPatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWebhookAttempts: {
        parameters: {
            query?: {
                cursor?: string;
                errorKind?: components["schemas"]["ReceiverFailure"];
                eventId?: string;
                limit?: number;
                type?: components["schemas"]["EventTypeName"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAttemptList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                eventId?: string;
                lastError?: components["schemas"]["ReceiverFailure"];
                limit?: number;
                state?: components["schemas"]["DeliveryPhase"];
                type?: components["schemas"]["EventTypeName"];
            };
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replayWebhookEvents: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    resendWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookResend"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookResendResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSecretRotate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                webhookEndpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listWorkspaces: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                sandbox?: boolean;
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceList"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceCreate"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWorkspace"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateWorkspace: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "If-Match"?: components["parameters"]["IfMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspacePatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: {
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceClock"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    advanceClock: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockAdvance"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockAdvanced"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getWorkspaceDocument: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceOpenApi"];
                };
            };
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
