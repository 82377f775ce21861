package main

import (
	"fmt"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// started asks the filters of each dependency, as listenEvents does, and then does the first trigger, as triggerOne does,
// as far as the object that is created, or the message that is written.
func started(given SensorEvents) Answer {
	events := map[string]*v1alpha1.Event{}
	for _, dependency := range given.Object.Spec.Dependencies {
		data, came := given.Events[dependency.Name]
		if !came {
			return Answer{Refused: dependency.Name + " has not come"}
		}
		event := &v1alpha1.Event{
			Context: &v1alpha1.EventContext{
				DataContentType: v1alpha1.MediaTypeJSON,
				ID:              "1",
				Time:            metav1.Time{Time: time.Now()},
			},
			Data: []byte(data),
		}
		passes, err := dependencies.Filter(event, dependency.Filters, dependency.FiltersLogicalOperator)
		if err != nil {
			return Answer{Refused: err.Error()}
		}
		if !passes {
			return Answer{Refused: dependency.Name + " is filtered"}
		}
		events[dependency.Name] = event
	}
	trigger := given.Object.Spec.Triggers[0]
	if err := triggers.ApplyTemplateParameters(events, &trigger); err != nil {
		return Answer{Failed: err.Error()}
	}
	if kafka := trigger.Template.Kafka; kafka != nil {
		message, err := triggers.ConstructPayload(events, kafka.Payload)
		if err != nil {
			return Answer{Failed: err.Error()}
		}
		return Answer{Created: message}
	}
	resource, err := triggers.FetchKubernetesResource(trigger.Template.K8s.Source)
	if err != nil {
		return Answer{Failed: err.Error()}
	}
	if err := triggers.ApplyResourceParameters(events, trigger.Template.K8s.Parameters, resource); err != nil {
		return Answer{Failed: err.Error()}
	}
	created, err := resource.MarshalJSON()
	if err != nil {
		return Answer{Failed: fmt.Sprintf("created is no JSON: %v", err)}
	}
	return Answer{Created: created}
}
