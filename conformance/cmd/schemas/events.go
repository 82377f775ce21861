package main

import generatedEvents "github.com/argoproj/argo-events/pkg/apis/events/openapi"

const eventsTypes = "github.com/argoproj/argo-events/pkg/apis/events/v1alpha1."

// events has no schema in its CRDs.
var events = engine{
	name:   "Argo Events",
	module: "github.com/argoproj/argo-events",
	models: []models{generatedEvents.GetOpenAPIDefinitions},
	kinds: []kind{
		{apiVersion: "argoproj.io/v1alpha1", name: "EventBus", model: eventsTypes + "EventBus"},
		{apiVersion: "argoproj.io/v1alpha1", name: "EventSource", model: eventsTypes + "EventSource"},
		{apiVersion: "argoproj.io/v1alpha1", name: "Sensor", model: eventsTypes + "Sensor"},
	},
	repair: func(defs definitions) { defs.describe(eventsTypes+"K8SResource", manifest) },
	optional: map[string][]string{
		eventsTypes + "AMQPEventSource":            {"exchangeName"},
		eventsTypes + "AzureServiceBusEventSource": {"queueName", "subscriptionName", "topicName"},
		eventsTypes + "AzureServiceBusTrigger":     {"queueName", "subscriptionName", "topicName"},
		eventsTypes + "CustomTrigger":              {"payload", "secure"},
		eventsTypes + "EventContext":               {"datacontenttype", "id", "source", "specversion", "subject", "time", "type"},
		eventsTypes + "GithubEventSource":          {"events"},
		eventsTypes + "HTTPTrigger":                {"payload"},
		eventsTypes + "K8SResourcePolicy":          {"errorOnBackoffTimeout"},
		eventsTypes + "ResourceEventSource":        {"group", "namespace"},
		eventsTypes + "S3Filter":                   {"prefix", "suffix"},
		eventsTypes + "SQSEventSource":             {"waitTimeSeconds"},
		eventsTypes + "StorageGridFilter":          {"prefix", "suffix"},
		eventsTypes + "WebhookContext":             {"method", "url"},
		eventsTypes + "WebhookEventSource":         {"method", "url"},
	},
}
