package tekton

import (
	"context"

	"github.com/tektoncd/triggers/pkg/apis/triggers/contexts"
	"github.com/tektoncd/triggers/pkg/apis/triggers/v1alpha1"
	"github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"knative.dev/pkg/apis"
	"knative.dev/pkg/webhook/resourcesemantics"

	"cdk8s-mlops/conformance/internal/verdict"
)

// triggerKinds are those of Triggers' cmd/webhook.
var triggerKinds = map[schema.GroupVersionKind]resourcesemantics.GenericCRD{
	v1beta1.SchemeGroupVersion.WithKind("ClusterTriggerBinding"): &v1beta1.ClusterTriggerBinding{},
	v1beta1.SchemeGroupVersion.WithKind("EventListener"):         &v1beta1.EventListener{},
	v1beta1.SchemeGroupVersion.WithKind("Trigger"):               &v1beta1.Trigger{},
	v1beta1.SchemeGroupVersion.WithKind("TriggerBinding"):        &v1beta1.TriggerBinding{},
	v1beta1.SchemeGroupVersion.WithKind("TriggerTemplate"):       &v1beta1.TriggerTemplate{},

	v1alpha1.SchemeGroupVersion.WithKind("ClusterInterceptor"):    &v1alpha1.ClusterInterceptor{},
	v1alpha1.SchemeGroupVersion.WithKind("ClusterTriggerBinding"): &v1alpha1.ClusterTriggerBinding{},
	v1alpha1.SchemeGroupVersion.WithKind("EventListener"):         &v1alpha1.EventListener{},
	v1alpha1.SchemeGroupVersion.WithKind("Interceptor"):           &v1alpha1.Interceptor{},
	v1alpha1.SchemeGroupVersion.WithKind("Trigger"):               &v1alpha1.Trigger{},
	v1alpha1.SchemeGroupVersion.WithKind("TriggerBinding"):        &v1alpha1.TriggerBinding{},
	v1alpha1.SchemeGroupVersion.WithKind("TriggerTemplate"):       &v1alpha1.TriggerTemplate{},
}

// Triggers is the webhook of Tekton Triggers with its default settings.
func Triggers() Webhook {
	return Webhook{
		name:  "Tekton Triggers " + verdict.ModuleVersion("github.com/tektoncd/triggers"),
		kinds: triggerKinds,
		ctx:   apis.WithinCreate(contexts.WithUpgradeViaDefaulting(context.Background())),
	}
}
