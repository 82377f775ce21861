// Package kubernetes judges the API server's own kinds with the API server's own strategies.
package kubernetes

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

const module = "k8s.io/kubernetes"

var decoder = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

// Decode reads a document strictly into the versioned type of the API.
func Decode(document manifest.Document) (runtime.Object, error) {
	object, _, err := decoder.Decode(document.JSON, nil, nil)
	return object, err
}

// Judge of the kinds in the table of strategies.
func Judge() verdict.Judge {
	return verdict.Judge{Name: "Kubernetes " + verdict.ModuleVersion(module), Knows: knows, Check: check}
}

func groupKind(document manifest.Document) schema.GroupKind {
	return schema.GroupKind{Group: document.Group(), Kind: document.Kind}
}

func knows(document manifest.Document) bool {
	_, ok := strategies[groupKind(document)]
	return ok
}

func check(document manifest.Document) error {
	versioned, err := Decode(document)
	if err != nil {
		return err
	}
	gvk := versioned.GetObjectKind().GroupVersionKind()
	legacyscheme.Scheme.Default(versioned)
	object, err := legacyscheme.Scheme.ConvertToVersion(versioned, runtime.InternalGroupVersioner)
	if err != nil {
		return err
	}
	strategy := strategies[groupKind(document)]
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}
	namespace := document.Space()
	if !strategy.NamespaceScoped() {
		if namespace = document.Namespace; namespace != "" {
			return fmt.Errorf("metadata.namespace: a %s belongs to no namespace", document.Kind)
		}
	}
	resource, _ := meta.UnsafeGuessKindToResource(gvk)
	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", Namespace: namespace,
		APIGroup: resource.Group, APIVersion: resource.Version, Resource: resource.Resource,
	})
	return rest.BeforeCreate(strategy, ctx, object)
}
