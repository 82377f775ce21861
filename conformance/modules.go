//go:build modules

// Package conformance names what go.mod requires besides what the programs import already, so that `go mod tidy` keeps
// it. A line goes when a program imports its package.
//
// One program must not link Argo Workflows' artifact drivers and the EventSource validator (argo-events
// pkg/reconciler/eventsource): both register the protocol of HDFS and panic at start, unless linked with
// -ldflags "-X google.golang.org/protobuf/reflect/protoregistry.conflictPolicy=ignore".
// The API types and OpenAPI definitions of both engines get along.
package conformance

import (
	_ "github.com/argoproj/argo-events/pkg/apis/events/openapi"
	_ "github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	_ "github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	_ "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	_ "github.com/kserve/kserve/pkg/openapi"
	_ "github.com/tektoncd/pipeline/pkg/apis/config"
	_ "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	_ "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1alpha1"
	_ "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
	_ "github.com/tektoncd/pipeline/pkg/apis/resolution/v1beta1"
	_ "github.com/tektoncd/triggers/pkg/apis/triggers/contexts"
	_ "github.com/tektoncd/triggers/pkg/apis/triggers/v1alpha1"
	_ "github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
	_ "knative.dev/pkg/apis"
)
