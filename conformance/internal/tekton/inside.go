package tekton

import (
	"fmt"

	"github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
	"github.com/tektoncd/triggers/pkg/template"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
)

// standIn is a text that a trigger will replace; it is a name, a number, a quantity and a duration.
const standIn = "0"

// Inside are the resources that a TriggerTemplate creates, alone or written into an EventListener or a Trigger.
// A parameter without a default is the stand-in.
func Inside(document manifest.Document) []manifest.Document {
	if document.Group() != "triggers.tekton.dev" {
		return nil
	}
	switch document.Kind {
	case "TriggerTemplate":
		if holder, err := decode.Lenient[v1beta1.TriggerTemplate](document); err == nil {
			return resources(document, holder, "spec")
		}
	case "Trigger":
		if holder, err := decode.Lenient[v1beta1.Trigger](document); err == nil {
			return written(document, &holder.Spec.Template, "spec.template.spec")
		}
	case "EventListener":
		holder, err := decode.Lenient[v1beta1.EventListener](document)
		if err != nil {
			return nil
		}
		var found []manifest.Document
		for i, trigger := range holder.Spec.Triggers {
			found = append(found, written(document, trigger.Template, fmt.Sprintf("spec.triggers[%d].template.spec", i))...)
		}
		return found
	}
	return nil
}

func written(document manifest.Document, in *v1beta1.TriggerSpecTemplate, path string) []manifest.Document {
	if in == nil || in.Spec == nil {
		return nil
	}
	return resources(document, &v1beta1.TriggerTemplate{Spec: *in.Spec}, path)
}

func resources(document manifest.Document, from *v1beta1.TriggerTemplate, path string) []manifest.Document {
	params := make([]v1beta1.Param, 0, len(from.Spec.Params))
	for _, param := range from.Spec.Params {
		value := standIn
		if param.Default != nil {
			value = *param.Default
		}
		params = append(params, v1beta1.Param{Name: param.Name, Value: value})
	}
	var found []manifest.Document
	for i, text := range template.ResolveResources(from, params) {
		found = append(found, document.Holding(fmt.Sprintf("%s.resourcetemplates[%d]", path, i), string(text)))
	}
	return found
}
