package podsecurity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/workflow/util"

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
