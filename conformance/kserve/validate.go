package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	"github.com/kserve/kserve/pkg/apis/serving/v1beta1"
	"github.com/kserve/kserve/pkg/webhook/admission/servingruntime"
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
	kjson "sigs.k8s.io/json"
)

// answer counts a panic as a rejection: KServe would not get past it either.
func (c cluster) answer(asked question) (said answer) {
	defer func() {
		if cause := recover(); cause != nil {
			said = answer{Known: true, Rejected: fmt.Sprintf("the validator panics: %v", cause)}
		}
	}()
	var kind metav1.TypeMeta
	if err := json.Unmarshal(asked.Object, &kind); err != nil {
		return answer{}
	}
	ctx := context.Background()
	said.Known = true
	var err error
	switch kind.APIVersion + " " + kind.Kind {
	case "serving.kserve.io/v1beta1 InferenceService":
		var service v1beta1.InferenceService
		if err = decode(asked, &service); err == nil {
			// Installations differ in what they take where nothing is said.
			for _, mode := range []string{"Standard", "Knative"} {
				taken := service.DeepCopy()
				taken.DefaultInferenceService(
					&v1beta1.InferenceServicesConfig{}, &v1beta1.DeployConfig{DefaultDeploymentMode: mode}, nil, nil, nil)
				said.Pods, said.Unknown = c.pods(taken)
				if _, err = (&v1beta1.InferenceServiceValidator{}).ValidateCreate(ctx, taken); err == nil {
					break
				}
			}
		}
	case "serving.kserve.io/v1alpha1 InferenceGraph":
		var graph v1alpha1.InferenceGraph
		if err = decode(asked, &graph); err == nil {
			_, err = (&v1alpha1.InferenceGraphValidator{}).ValidateCreate(ctx, &graph)
		}
	case "serving.kserve.io/v1alpha1 TrainedModel":
		var model v1alpha1.TrainedModel
		if err = decode(asked, &model); err == nil {
			_, err = (&v1alpha1.TrainedModelValidator{}).ValidateCreate(ctx, &model)
		}
	case "serving.kserve.io/v1alpha1 ServingRuntime":
		var serving v1alpha1.ServingRuntime
		if err = decode(asked, &serving); err == nil {
			webhook := servingruntime.ServingRuntimeValidator{Client: c.without(&serving), Decoder: admission.NewDecoder(scheme)}
			err = refusal(webhook.Handle(ctx, request(&serving)))
		}
	case "serving.kserve.io/v1alpha1 ClusterServingRuntime":
		var serving v1alpha1.ClusterServingRuntime
		if err = decode(asked, &serving); err == nil {
			webhook := servingruntime.ClusterServingRuntimeValidator{Client: c.without(&serving), Decoder: admission.NewDecoder(scheme)}
			err = refusal(webhook.Handle(ctx, request(&serving)))
		}
	default:
		return answer{}
	}
	if err != nil {
		said.Rejected = err.Error()
	}
	return said
}

// decode strictly, and name the object as the API server does before it asks the webhooks.
func decode(asked question, object metav1.Object) error {
	problems, err := kjson.UnmarshalStrict(asked.Object, object)
	if err == nil {
		err = errors.Join(problems...)
	}
	if err != nil {
		return fmt.Errorf("strict decoding error: %w", err)
	}
	if object.GetNamespace() == "" {
		object.SetNamespace(asked.Namespace)
	}
	if object.GetName() == "" && object.GetGenerateName() != "" {
		object.SetName(object.GetGenerateName() + "00000")
	}
	return nil
}

func request(object runtime.Object) admission.Request {
	raw, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	return admission.Request{AdmissionRequest: admissionv1.AdmissionRequest{Object: runtime.RawExtension{Raw: raw}}}
}

func refusal(response admission.Response) error {
	if response.Allowed {
		return nil
	}
	return errors.New(response.Result.Message)
}
