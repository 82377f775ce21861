package tekton

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/tektoncd/pipeline/pkg/apis/config"
	v1 "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1alpha1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
	resolution "github.com/tektoncd/pipeline/pkg/apis/resolution/v1beta1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"knative.dev/pkg/apis"
	"knative.dev/pkg/webhook/resourcesemantics"

	"cdk8s-mlops/conformance/internal/verdict"
)

// pipelineKinds are those of Tekton's cmd/webhook.
var pipelineKinds = map[schema.GroupVersionKind]resourcesemantics.GenericCRD{
	v1.SchemeGroupVersion.WithKind("Task"):        &v1.Task{},
	v1.SchemeGroupVersion.WithKind("Pipeline"):    &v1.Pipeline{},
	v1.SchemeGroupVersion.WithKind("TaskRun"):     &v1.TaskRun{},
	v1.SchemeGroupVersion.WithKind("PipelineRun"): &v1.PipelineRun{},

	v1beta1.SchemeGroupVersion.WithKind("Task"):        &v1beta1.Task{},
	v1beta1.SchemeGroupVersion.WithKind("Pipeline"):    &v1beta1.Pipeline{},
	v1beta1.SchemeGroupVersion.WithKind("TaskRun"):     &v1beta1.TaskRun{},
	v1beta1.SchemeGroupVersion.WithKind("PipelineRun"): &v1beta1.PipelineRun{},
	v1beta1.SchemeGroupVersion.WithKind("CustomRun"):   &v1beta1.CustomRun{},
	v1beta1.SchemeGroupVersion.WithKind("StepAction"):  &v1beta1.StepAction{},

	v1alpha1.SchemeGroupVersion.WithKind("StepAction"):         &v1alpha1.StepAction{},
	v1alpha1.SchemeGroupVersion.WithKind("VerificationPolicy"): &v1alpha1.VerificationPolicy{},

	resolution.SchemeGroupVersion.WithKind("ResolutionRequest"): &resolution.ResolutionRequest{},
}

// Pipelines is the webhook of Tekton Pipelines with the given settings of its ConfigMap feature-flags; without any,
// fields of the beta API are accepted and those of the alpha API are not.
func Pipelines(features map[string]string) (Webhook, error) {
	flags, err := config.NewFeatureFlagsFromMap(features)
	if err != nil {
		return Webhook{}, err
	}
	settings := config.FromContextOrDefaults(context.Background())
	settings.FeatureFlags = flags
	name := "Tekton Pipelines " + verdict.ModuleVersion("github.com/tektoncd/pipeline")
	if len(features) > 0 {
		var set []string
		for _, flag := range slices.Sorted(maps.Keys(features)) {
			set = append(set, flag+"="+features[flag])
		}
		name += " " + strings.Join(set, ",")
	}
	return Webhook{name: name, kinds: pipelineKinds, ctx: apis.WithinCreate(config.ToContext(context.Background(), settings))}, nil
}
