package main

import (
	"reflect"
	"strings"

	pipelines "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
	"github.com/tektoncd/triggers/pkg/apis/triggers/v1alpha1"
	"github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
)

const triggersTypes = "github.com/tektoncd/triggers/pkg/apis/triggers/"

// triggers has no schema in its CRDs.
var triggers = engine{
	name:   "Tekton Triggers",
	module: "github.com/tektoncd/triggers",
	models: []models{pipelines.GetOpenAPIDefinitions, v1beta1.GetOpenAPIDefinitions},
	kinds: []kind{
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "ClusterInterceptor", model: triggersTypes + "v1alpha1.ClusterInterceptor"},
		{apiVersion: "triggers.tekton.dev/v1beta1", name: "ClusterTriggerBinding", model: triggersTypes + "v1beta1.ClusterTriggerBinding"},
		{apiVersion: "triggers.tekton.dev/v1beta1", name: "EventListener", model: triggersTypes + "v1beta1.EventListener"},
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "Interceptor", model: triggersTypes + "v1alpha1.Interceptor"},
		{apiVersion: "triggers.tekton.dev/v1beta1", name: "Trigger", model: triggersTypes + "v1beta1.Trigger"},
		{apiVersion: "triggers.tekton.dev/v1beta1", name: "TriggerBinding", model: triggersTypes + "v1beta1.TriggerBinding"},
		{apiVersion: "triggers.tekton.dev/v1beta1", name: "TriggerTemplate", model: triggersTypes + "v1beta1.TriggerTemplate"},
	},
	old: []kind{
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "ClusterTriggerBinding", model: triggersTypes + "v1alpha1.ClusterTriggerBinding"},
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "EventListener", model: triggersTypes + "v1alpha1.EventListener"},
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "Trigger", model: triggersTypes + "v1alpha1.Trigger"},
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "TriggerBinding", model: triggersTypes + "v1alpha1.TriggerBinding"},
		{apiVersion: "triggers.tekton.dev/v1alpha1", name: "TriggerTemplate", model: triggersTypes + "v1alpha1.TriggerTemplate"},
	},
	repair: fillInTriggers,
	optional: map[string][]string{
		triggersTypes + "v1alpha1.TriggerInterceptor":       {"ref"},
		triggersTypes + "v1alpha1.TriggerSpec":              {"bindings"},
		triggersTypes + "v1beta1.EventListenerTriggerGroup": {"name"},
		triggersTypes + "v1beta1.TriggerInterceptor":        {"ref"},
		triggersTypes + "v1beta1.TriggerSpec":               {"bindings"},
	},
}

// fillInTriggers writes down what has no definition, or one that says too little.
func fillInTriggers(defs definitions) {
	defs.describe(tektonTypes+"v1beta1.ParamValue", paramValue)
	defs.describe("knative.dev/pkg/apis.URL", schema{"type": "string", "x-name": "Url"})
	defs.describe("knative.dev/pkg/apis/duck/v1.WithPodSpec", objectOf("The pods that listen.", map[string]any{
		"template": refTo(triggersTypes + "v1beta1.ListenerPodTemplate"),
	}))
	defs.describe(triggersTypes+"v1beta1.ListenerPodTemplate", objectOf("What an EventListener changes of its pods.", map[string]any{
		"metadata": refTo("k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta"),
		"spec":     refTo(triggersTypes + "v1beta1.ListenerPod"),
	}))
	// What validation lets through, see podSpecMask and containerFieldMask.
	pod := defs.pick("k8s.io/api/core/v1.PodSpec", "affinity", "imagePullSecrets", "nodeSelector", "securityContext",
		"serviceAccountName", "tolerations", "topologySpreadConstraints")
	pod["containers"] = schema{"type": "array", "items": refTo(triggersTypes + "v1beta1.ListenerContainer")}
	defs.describe(triggersTypes+"v1beta1.ListenerPod", objectOf("The parts of a pod that an EventListener may change.", pod))
	container := defs.pick("k8s.io/api/core/v1.Container", "env", "livenessProbe", "readinessProbe", "resources",
		"securityContext", "startupProbe")
	defs.describe(triggersTypes+"v1beta1.ListenerContainer",
		objectOf("The parts of its one container that an EventListener may change.", container))
	defs.describe(triggersTypes+"v1beta1.TriggerResourceTemplate", manifest)
	defs.describe(triggersTypes+"v1beta1.CustomResource", manifest)
	defs[restName(tektonTypes+"v1beta1.Param")]["x-name"] = "HeaderParam"
	defs.addType(v1alpha1.Interceptor{})
	defs.addType(v1alpha1.ClusterInterceptor{})
	fillInOldTriggers(defs)
}

// fillInOldTriggers writes down v1alpha1, which no definitions are generated of, by what it has more and less than v1beta1.
func fillInOldTriggers(defs definitions) {
	defs.copyVersion(triggersTypes, "v1beta1", "v1alpha1", "ClusterTriggerBinding", "EventListener", "EventListenerSpec",
		"EventListenerTrigger", "KubernetesResource", "Resources", "Trigger", "TriggerBinding", "TriggerInterceptor", "TriggerSpec",
		"TriggerTemplate", "ListenerPodTemplate", "ListenerPod", "ListenerContainer")
	defs.drop(triggersTypes+"v1alpha1.ListenerPod", "affinity", "imagePullSecrets", "securityContext", "topologySpreadConstraints")
	defs.drop(triggersTypes+"v1alpha1.ListenerContainer", "securityContext")
	properties(defs[restName(triggersTypes+"v1alpha1.KubernetesResource")])["spec"] = objectOf(
		"The pods that listen.", map[string]any{"template": refTo(triggersTypes + "v1alpha1.ListenerPodTemplate")})
	defs.drop(triggersTypes+"v1alpha1.EventListenerSpec", "cloudEventURI", "triggerGroups")
	defs.drop(triggersTypes+"v1alpha1.KubernetesResource", "serviceLoadBalancerClass", "servicePort")
	interceptor := properties(defs[restName(triggersTypes+"v1alpha1.TriggerInterceptor")])
	for _, value := range []any{v1alpha1.BitbucketInterceptor{}, v1alpha1.CELInterceptor{}, v1alpha1.GitHubInterceptor{}, v1alpha1.GitLabInterceptor{}} {
		defs.addType(value)
		name, _ := strings.CutSuffix(reflect.TypeOf(value).Name(), "Interceptor")
		interceptor[strings.ToLower(name)] = refTo(triggersTypes + "v1alpha1." + name + "Interceptor")
	}
}
