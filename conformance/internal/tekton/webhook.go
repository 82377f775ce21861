// Package tekton judges with the defaulting and validation of the admission webhooks of Tekton Pipelines and Triggers.
package tekton

import (
	"context"
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"knative.dev/pkg/apis"
	"knative.dev/pkg/webhook/resourcesemantics"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// Webhook is what the API server asks about the kinds of an engine.
type Webhook struct {
	name  string
	kinds map[schema.GroupVersionKind]resourcesemantics.GenericCRD
	ctx   context.Context
}

// Judge by the webhook's validation.
func (w Webhook) Judge() verdict.Judge {
	return verdict.Judge{Name: w.name, Knows: w.Knows, Check: w.check}
}

// Knows tells whether the webhook is asked about the kind.
func (w Webhook) Knows(document manifest.Document) bool {
	_, ok := w.kinds[kindOf(document)]
	return ok
}

func kindOf(document manifest.Document) schema.GroupVersionKind {
	return schema.FromAPIVersionAndKind(document.APIVersion, document.Kind)
}

func (w Webhook) check(document manifest.Document) error {
	object, err := w.defaulted(document)
	if err != nil {
		return err
	}
	// A nil *FieldError in an error would not be nil.
	if problem := object.Validate(w.ctx).Filter(apis.ErrorLevel); problem != nil {
		return problem
	}
	return nil
}

// Mutate is what the API server goes on with after the webhook's defaulting.
func (w Webhook) Mutate(document manifest.Document) ([]byte, error) {
	if !w.Knows(document) {
		return document.JSON, nil
	}
	object, err := w.defaulted(document)
	if err != nil {
		return nil, err
	}
	return json.Marshal(object)
}

func (w Webhook) defaulted(document manifest.Document) (resourcesemantics.GenericCRD, error) {
	object := w.kinds[kindOf(document)].DeepCopyObject().(resourcesemantics.GenericCRD)
	if err := decode.StrictInto(document, object); err != nil {
		return nil, err
	}
	if meta, ok := object.(metav1.Object); ok && meta.GetName() == "" && meta.GetGenerateName() != "" {
		// The API server names the object before it asks.
		meta.SetName(manifest.Generated(meta.GetGenerateName()))
	}
	object.SetDefaults(w.ctx)
	return object, nil
}
