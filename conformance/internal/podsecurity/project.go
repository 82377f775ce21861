package podsecurity

import (
	"encoding/json"
	"maps"
	"strings"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/workflow/common"
	"github.com/argoproj/argo-workflows/v4/workflow/util"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"

	"cdk8s-mlops/conformance/internal/verdict"
)

// project a template to the pod that the controller makes of it, without the containers of the executor: their
// security context is the controller's own configuration.
func (w *walk) project(original *wfv1.Template, from string) (*pod, error) {
	template, err := withDefaults(original, w.spec.TemplateDefaults)
	if err != nil {
		return nil, err
	}
	var containers []corev1.Container
	switch {
	case template.Container != nil:
		containers = []corev1.Container{*template.Container}
	case template.Script != nil:
		containers = []corev1.Container{template.Script.Container}
	case template.ContainerSet != nil:
		containers = template.ContainerSet.GetContainers()
	case template.Resource != nil, template.Data != nil:
		containers = []corev1.Container{{SecurityContext: common.MinimalCtrSC()}}
	default:
		return nil, nil
	}
	for i := range containers {
		if containers[i].Name == "" {
			containers[i].Name = common.MainContainerName
		}
	}
	made := &pod{from: from, spec: corev1.PodSpec{Containers: containers, SecurityContext: w.spec.SecurityContext}}
	for _, container := range template.InitContainers {
		made.spec.InitContainers = append(made.spec.InitContainers, container.Container)
	}
	for _, container := range template.Sidecars {
		made.spec.Containers = append(made.spec.Containers, container.Container)
	}
	if template.SecurityContext != nil {
		// The controller takes the one or the other, it does not merge them.
		made.spec.SecurityContext = template.SecurityContext
	}
	made.spec.Volumes = append(append(made.spec.Volumes, w.spec.Volumes...), template.Volumes...)
	if w.spec.HostNetwork != nil {
		made.spec.HostNetwork = *w.spec.HostNetwork
	}
	made.meta.Annotations = map[string]string{}
	if w.spec.PodMetadata != nil {
		maps.Copy(made.meta.Annotations, w.spec.PodMetadata.Annotations)
	}
	maps.Copy(made.meta.Annotations, template.Metadata.Annotations)

	patches := []string{}
	for _, patch := range []string{w.spec.PodSpecPatch, template.PodSpecPatch} {
		if strings.Contains(patch, "{{") {
			return nil, verdict.Unknown("podSpecPatch is only known when its placeholders are replaced")
		}
		if patch != "" {
			patches = append(patches, patch)
		}
	}
	patched, err := util.ApplyPodSpecPatch(made.spec, patches...)
	if err != nil {
		return nil, err
	}
	made.spec = *patched
	return made, nil
}

// withDefaults merges templateDefaults as the controller does: bodies of another type are left out first.
func withDefaults(template, defaults *wfv1.Template) (*wfv1.Template, error) {
	if defaults == nil {
		return template, nil
	}
	applicable := defaults.DeepCopy()
	for kind, drop := range map[wfv1.TemplateType]func(){
		wfv1.TemplateTypeContainer:    func() { applicable.Container = nil },
		wfv1.TemplateTypeContainerSet: func() { applicable.ContainerSet = nil },
		wfv1.TemplateTypeScript:       func() { applicable.Script = nil },
		wfv1.TemplateTypeResource:     func() { applicable.Resource = nil },
		wfv1.TemplateTypeData:         func() { applicable.Data = nil },
		wfv1.TemplateTypeDAG:          func() { applicable.DAG = nil },
		wfv1.TemplateTypeSuspend:      func() { applicable.Suspend = nil },
		wfv1.TemplateTypeHTTP:         func() { applicable.HTTP = nil },
		wfv1.TemplateTypePlugin:       func() { applicable.Plugin = nil },
	} {
		if template.GetType() != kind {
			drop()
		}
	}
	base, err := json.Marshal(applicable)
	if err != nil {
		return nil, err
	}
	over, err := json.Marshal(template)
	if err != nil {
		return nil, err
	}
	merged, err := strategicpatch.StrategicMergePatch(base, over, wfv1.Template{})
	if err != nil {
		return nil, err
	}
	result := &wfv1.Template{}
	return result, json.Unmarshal(merged, result)
}
