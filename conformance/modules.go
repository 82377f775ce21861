//go:build modules

// Package conformance names what go.mod requires besides what the programs import already, so that `go mod tidy` keeps
// it: the definitions of KServe are read out of its module, and the schema generator shares this go.mod.
package conformance

import (
	_ "github.com/argoproj/argo-events/pkg/apis/events/openapi"
	_ "github.com/kserve/kserve/pkg/openapi"
)
