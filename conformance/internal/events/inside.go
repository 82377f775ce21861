package events

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"github.com/tidwall/gjson"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
)

// standIn is a text that an event will replace; it is a name, a number, a quantity and a duration.
const standIn = "0"

// Inside are the objects that the triggers of a Sensor create, as far as they stand in the Sensor. A value of the event
// that has no default and no text in its place is the stand-in.
func Inside(document manifest.Document) []manifest.Document {
	if !Knows(document) || document.Kind != "Sensor" {
		return nil
	}
	sensor, err := decode.Lenient[v1alpha1.Sensor](document)
	if err != nil {
		return nil
	}
	var found []manifest.Document
	for i := range sensor.Spec.Triggers {
		path := fmt.Sprintf("spec.triggers[%d]", i)
		for trigger := &sensor.Spec.Triggers[i]; trigger != nil; trigger = trigger.DlqTrigger {
			if inner := created(document, trigger, path); inner != nil {
				found = append(found, *inner)
			}
			path += ".dlqTrigger"
		}
	}
	return found
}

// created is the object that a trigger creates or submits; other operations name one that exists already.
func created(document manifest.Document, trigger *v1alpha1.Trigger, path string) *manifest.Document {
	template, err := parametrized(trigger)
	if err != nil {
		return &manifest.Document{File: document.File, Index: document.Index, Inside: path + ".parameters", Err: err}
	}
	if template == nil {
		return nil
	}
	var source *v1alpha1.ArtifactLocation
	var parameters []v1alpha1.TriggerParameter
	switch {
	case template.ArgoWorkflow != nil && template.ArgoWorkflow.Operation == v1alpha1.Submit:
		source, parameters, path = template.ArgoWorkflow.Source, template.ArgoWorkflow.Parameters, path+".template.argoWorkflow"
	case template.K8s != nil && slices.Contains([]v1alpha1.KubernetesResourceOperation{"", v1alpha1.Create}, template.K8s.Operation):
		source, parameters, path = template.K8s.Source, template.K8s.Parameters, path+".template.k8s"
	}
	if source == nil {
		return nil
	}
	var held manifest.Document
	switch {
	case source.Inline != nil:
		held = document.Holding(path+".source.inline", *source.Inline)
	case source.Resource != nil:
		held = document.Holding(path+".source.resource", string(source.Resource.Value))
	default:
		return nil
	}
	if held.Err != nil {
		return &held
	}
	if slices.ContainsFunc(trigger.Parameters, setsParameters) {
		parameters = nil
	}
	text, err := apply(held.JSON, parameters)
	if err != nil {
		held.Err = fmt.Errorf("%s.parameters: %w", path, err)
		return &held
	}
	held = document.Holding(held.Inside, string(text))
	return &held
}

// setsParameters says whether a parameter of the trigger changes those of its resource, which then only the event knows.
func setsParameters(parameter v1alpha1.TriggerParameter) bool {
	return strings.HasPrefix(parameter.Dest, "argoWorkflow.parameters.") || strings.HasPrefix(parameter.Dest, "k8s.parameters.")
}

// parametrized is the template of a trigger after the trigger's own parameters.
func parametrized(trigger *v1alpha1.Trigger) (*v1alpha1.TriggerTemplate, error) {
	text, err := json.Marshal(trigger.Template)
	if err != nil {
		return nil, err
	}
	if text, err = apply(text, trigger.Parameters); err != nil {
		return nil, err
	}
	var template *v1alpha1.TriggerTemplate
	return template, json.Unmarshal(text, &template)
}

// apply sets the parameters as the engine does for an event that brings none of their values.
func apply(object []byte, parameters []v1alpha1.TriggerParameter) ([]byte, error) {
	for _, parameter := range parameters {
		if parameter.Src == nil {
			continue
		}
		source := parameter.Src.DeepCopy()
		if source.Value == nil && !source.UseRawData && !gjson.GetBytes(object, parameter.Dest).Exists() {
			text := standIn
			source.Value = &text
		}
		parameter.Src = source
		var err error
		if object, err = triggers.ApplyParams(object, []v1alpha1.TriggerParameter{parameter}, nil); err != nil {
			return nil, err
		}
	}
	return object, nil
}
