package podsecurity

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/workflow/common"
	"github.com/argoproj/argo-workflows/v4/workflow/util"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"

	"cdk8s-mlops/conformance/internal/argo"
	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// workflowPods knows the template objects of the given files; the kind and namespace are part of the key.
type workflowPods map[string]*wfv1.WorkflowSpec

func newWorkflowPods(all []manifest.Document) workflowPods {
	known := workflowPods{}
	for _, document := range all {
		if argo.Knows(document) && strings.HasSuffix(document.Kind, "WorkflowTemplate") {
			if template, err := decode.Lenient[wfv1.WorkflowTemplate](document); err == nil {
				known[key(document.Kind == "ClusterWorkflowTemplate", document.Space(), document.Name)] = &template.Spec
			}
		}
	}
	return known
}

func key(cluster bool, namespace, name string) string {
	if cluster {
		return "cluster/" + name
	}
	return "namespace/" + namespace + "/" + name
}

// of is every pod of an object: those of its own templates, and those of the templates of other objects that it
// calls, which run with the settings of the caller.
func (known workflowPods) of(document manifest.Document) ([]pod, error) {
	spec, err := specOf(document)
	if err != nil {
		return nil, err
	}
	if ref := spec.WorkflowTemplateRef; ref != nil {
		owner, ok := known[key(ref.ClusterScope, document.Space(), ref.Name)]
		if !ok {
			return nil, verdict.Unknown(fmt.Sprintf("WorkflowTemplate %q is not among the given files", ref.Name))
		}
		joined, err := util.JoinWorkflowSpec(spec, owner, nil)
		if err != nil {
			return nil, err
		}
		spec = &joined.Spec
	}
	walk := &walk{known: known, namespace: document.Space(), spec: spec, seen: map[*wfv1.Template]bool{}}
	for i := range spec.Templates {
		// First all of its own, so that a problem is told where it is, not where it is called.
		walk.add(&spec.Templates[i], "template "+spec.Templates[i].Name)
	}
	for i := range spec.Templates {
		walk.follow(spec, &spec.Templates[i], "template "+spec.Templates[i].Name)
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Hooks)) {
		walk.call(spec, spec.Hooks[name].Template, spec.Hooks[name].TemplateRef, nil, "hook "+string(name))
	}
	return walk.pods, errors.Join(walk.problems...)
}

func specOf(document manifest.Document) (*wfv1.WorkflowSpec, error) {
	if document.Kind == "CronWorkflow" {
		cron, err := decode.Lenient[wfv1.CronWorkflow](document)
		return &cron.Spec.WorkflowSpec, err
	}
	// The other kinds hold the same specification at the same place.
	workflow, err := decode.Lenient[wfv1.Workflow](document)
	return &workflow.Spec, err
}

// walk follows the calls of a workflow from template to template.
type walk struct {
	known     workflowPods
	namespace string
	spec      *wfv1.WorkflowSpec
	seen      map[*wfv1.Template]bool
	pods      []pod
	problems  []error
}

func (w *walk) visit(owner *wfv1.WorkflowSpec, template *wfv1.Template, from string) {
	if !w.seen[template] {
		w.add(template, from)
		w.follow(owner, template, from)
	}
}

func (w *walk) add(template *wfv1.Template, from string) {
	w.seen[template] = true
	if projected, err := w.project(template, from); err != nil {
		w.problems = append(w.problems, fmt.Errorf("%s: %w", from, err))
	} else if projected != nil {
		w.pods = append(w.pods, *projected)
	}
}

func (w *walk) follow(owner *wfv1.WorkflowSpec, template *wfv1.Template, from string) {
	for _, group := range template.Steps {
		for i := range group.Steps {
			step := &group.Steps[i]
			w.callAll(owner, step.Template, step.TemplateRef, step.Inline, step.Hooks, from+", step "+step.Name)
		}
	}
	if template.DAG != nil {
		for i := range template.DAG.Tasks {
			task := &template.DAG.Tasks[i]
			w.callAll(owner, task.Template, task.TemplateRef, task.Inline, task.Hooks, from+", task "+task.Name)
		}
	}
}

func (w *walk) callAll(
	owner *wfv1.WorkflowSpec, name string, ref *wfv1.TemplateRef, inline *wfv1.Template, hooks wfv1.LifecycleHooks, from string,
) {
	w.call(owner, name, ref, inline, from)
	for _, hook := range slices.Sorted(maps.Keys(hooks)) {
		w.call(owner, hooks[hook].Template, hooks[hook].TemplateRef, nil, from+", hook "+string(hook))
	}
}

func (w *walk) call(owner *wfv1.WorkflowSpec, name string, ref *wfv1.TemplateRef, inline *wfv1.Template, from string) {
	switch {
	case inline != nil:
		w.visit(owner, inline, from)
		return
	case ref != nil:
		other, ok := w.known[key(ref.ClusterScope, w.namespace, ref.Name)]
		if !ok {
			unknown := fmt.Sprintf("%s: WorkflowTemplate %q is not among the given files", from, ref.Name)
			w.problems = append(w.problems, verdict.Unknown(unknown))
			return
		}
		owner, name, from = other, ref.Template, fmt.Sprintf("%s, template %s of %s", from, ref.Template, ref.Name)
	}
	for i := range owner.Templates {
		if owner.Templates[i].Name == name {
			w.visit(owner, &owner.Templates[i], from)
		}
	}
}

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
