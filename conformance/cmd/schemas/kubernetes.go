package main

import generated "k8s.io/kubernetes/pkg/generated/openapi"

var kubernetesModels models = generated.GetOpenAPIDefinitions

// kubernetes has the kinds that pipelines and what stands beside them are made of, those that cmd/judge judges.
var kubernetes = engine{
	name:        "Kubernetes",
	module:      "k8s.io/kubernetes",
	checksEnums: true,
	kinds: []kind{
		{apiVersion: "v1", name: "ConfigMap", model: "k8s.io/api/core/v1.ConfigMap"},
		{apiVersion: "v1", name: "LimitRange", model: "k8s.io/api/core/v1.LimitRange"},
		{apiVersion: "v1", name: "Namespace", model: "k8s.io/api/core/v1.Namespace"},
		{apiVersion: "v1", name: "PersistentVolumeClaim", model: "k8s.io/api/core/v1.PersistentVolumeClaim"},
		{apiVersion: "v1", name: "Pod", model: "k8s.io/api/core/v1.Pod"},
		{apiVersion: "v1", name: "ResourceQuota", model: "k8s.io/api/core/v1.ResourceQuota"},
		{apiVersion: "v1", name: "Secret", model: "k8s.io/api/core/v1.Secret"},
		{apiVersion: "v1", name: "Service", model: "k8s.io/api/core/v1.Service"},
		{apiVersion: "v1", name: "ServiceAccount", model: "k8s.io/api/core/v1.ServiceAccount"},
		{apiVersion: "apps/v1", name: "DaemonSet", model: "k8s.io/api/apps/v1.DaemonSet"},
		{apiVersion: "apps/v1", name: "Deployment", model: "k8s.io/api/apps/v1.Deployment"},
		{apiVersion: "apps/v1", name: "StatefulSet", model: "k8s.io/api/apps/v1.StatefulSet"},
		{apiVersion: "autoscaling/v2", name: "HorizontalPodAutoscaler", model: "k8s.io/api/autoscaling/v2.HorizontalPodAutoscaler"},
		{apiVersion: "batch/v1", name: "CronJob", model: "k8s.io/api/batch/v1.CronJob"},
		{apiVersion: "batch/v1", name: "Job", model: "k8s.io/api/batch/v1.Job"},
		{apiVersion: "networking.k8s.io/v1", name: "Ingress", model: "k8s.io/api/networking/v1.Ingress"},
		{apiVersion: "networking.k8s.io/v1", name: "NetworkPolicy", model: "k8s.io/api/networking/v1.NetworkPolicy"},
		{apiVersion: "policy/v1", name: "PodDisruptionBudget", model: "k8s.io/api/policy/v1.PodDisruptionBudget"},
		{apiVersion: "rbac.authorization.k8s.io/v1", name: "ClusterRole", model: "k8s.io/api/rbac/v1.ClusterRole"},
		{apiVersion: "rbac.authorization.k8s.io/v1", name: "ClusterRoleBinding", model: "k8s.io/api/rbac/v1.ClusterRoleBinding"},
		{apiVersion: "rbac.authorization.k8s.io/v1", name: "Role", model: "k8s.io/api/rbac/v1.Role"},
		{apiVersion: "rbac.authorization.k8s.io/v1", name: "RoleBinding", model: "k8s.io/api/rbac/v1.RoleBinding"},
	},
}

var anyObject = schema{
	"type": "object", "additionalProperties": schema{}, "x-typescript": "{ [key: string]: unknown }",
}

const quantity = "k8s.io/apimachinery/pkg/api/resource.Quantity"

// scalars are what the API server reads; the generated definitions say string only, or nothing.
var scalars = map[string]schema{
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": {"type": []any{"integer", "string"}},
	quantity: {
		"type":    []any{"string", "number"},
		"pattern": `^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$`,
	},
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time": {"type": []any{"string", "null"}},
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration": {
		"description": "A span of time, such as 1h30m.",
		"type":        "string",
		"pattern":     `^[-+]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`,
	},
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1": anyObject,
	"k8s.io/apimachinery/pkg/runtime.RawExtension":  anyObject,
}

// manifest is a resource of any kind inside another one.
var manifest = schema{
	"description": "A resource of any kind.", "type": "object", "additionalProperties": schema{},
	"x-typescript": "{ apiVersion: string; kind: string; [field: string]: any }",
}
