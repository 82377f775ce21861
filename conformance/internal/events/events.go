// Package events judges with the validators of Argo Events' controllers and of `argo-events lint`.
package events

import (
	"cmp"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// Knows says whether a document is one of the kinds of Argo Events.
func Knows(document manifest.Document) bool {
	if document.APIVersion != "argoproj.io/v1alpha1" {
		return false
	}
	switch document.Kind {
	case "EventBus", "EventSource", "Sensor":
		return true
	}
	return false
}

// Judge of Argo Events; a Sensor is checked against its EventBus when that is among all documents.
func Judge(all []manifest.Document) verdict.Judge {
	buses := busesOf(all)
	check := func(document manifest.Document) error {
		switch document.Kind {
		case "EventBus":
			bus, err := decode.Strict[v1alpha1.EventBus](document)
			if err != nil {
				return err
			}
			return eventbus.ValidateEventBus(bus)
		case "EventSource":
			source, err := decode.Strict[v1alpha1.EventSource](document)
			if err != nil {
				return err
			}
			return eventsource.ValidateEventSource(source)
		default:
			reads, err := decode.Strict[v1alpha1.Sensor](document)
			if err != nil {
				return err
			}
			return sensor.ValidateSensor(reads, buses.of(document.Space(), reads.Spec.EventBusName))
		}
	}
	return verdict.Judge{Name: "Argo Events " + verdict.ModuleVersion("github.com/argoproj/argo-events"), Knows: Knows, Check: check}
}

// buses by namespace and name.
type buses map[[2]string]*v1alpha1.EventBus

func busesOf(all []manifest.Document) buses {
	found := buses{}
	for _, document := range all {
		if !Knows(document) || document.Kind != "EventBus" {
			continue
		}
		if bus, err := decode.Lenient[v1alpha1.EventBus](document); err == nil {
			found[[2]string{document.Space(), document.Name}] = bus
		}
	}
	return found
}

// of a Sensor; in place of an unknown one the JetStream bus that `argo-events lint` takes.
func (b buses) of(namespace, name string) *v1alpha1.EventBus {
	if bus, ok := b[[2]string{namespace, cmp.Or(name, v1alpha1.DefaultEventBusName)}]; ok {
		return bus
	}
	return &v1alpha1.EventBus{Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{}}}
}
