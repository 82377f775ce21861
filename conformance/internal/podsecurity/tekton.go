package podsecurity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	podtemplate "github.com/tektoncd/pipeline/pkg/apis/pipeline/pod"
	v1 "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
	corev1 "k8s.io/api/core/v1"
	"knative.dev/pkg/apis"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

func isTekton(document manifest.Document) bool {
	switch document.APIVersion {
	case "tekton.dev/v1", "tekton.dev/v1beta1":
	default:
		return false
	}
	switch document.Kind {
	case "Task", "TaskRun", "Pipeline", "PipelineRun":
		return true
	}
	return false
}

// taskPods knows what runs may refer to, by namespace and name.
type taskPods struct {
	tasks     map[string]*v1.TaskSpec
	pipelines map[string]*v1.PipelineSpec
	actions   map[string]*v1beta1.StepActionSpec
}

func newTaskPods(all []manifest.Document) taskPods {
	known := taskPods{map[string]*v1.TaskSpec{}, map[string]*v1.PipelineSpec{}, map[string]*v1beta1.StepActionSpec{}}
	for _, document := range all {
		name := key(false, document.Space(), document.Name)
		switch {
		case document.Group() != "tekton.dev":
		case document.Kind == "Task":
			if task, err := current[v1.Task](document, &v1beta1.Task{}); err == nil {
				known.tasks[name] = &task.Spec
			}
		case document.Kind == "Pipeline":
			if pipeline, err := current[v1.Pipeline](document, &v1beta1.Pipeline{}); err == nil {
				known.pipelines[name] = &pipeline.Spec
			}
		case document.Kind == "StepAction":
			if action, err := decode.Lenient[v1beta1.StepAction](document); err == nil {
				known.actions[name] = &action.Spec
			}
		}
	}
	return known
}

// current reads an object of tekton.dev/v1; the API server converts those of v1beta1.
func current[T any](document manifest.Document, old apis.Convertible) (*T, error) {
	if document.APIVersion == "tekton.dev/v1" {
		return decode.Lenient[T](document)
	}
	if err := json.Unmarshal(document.JSON, old); err != nil {
		return nil, err
	}
	object := new(T)
	return object, old.ConvertTo(context.Background(), any(object).(apis.Convertible))
}

// of is every pod of an object. Task and Pipeline cannot hold a pod template: they are taken as run without one.
func (known taskPods) of(document manifest.Document) ([]pod, error) {
	starts := start{known: known, namespace: document.Space()}
	switch document.Kind {
	case "Task":
		task, err := current[v1.Task](document, &v1beta1.Task{})
		if err != nil {
			return nil, err
		}
		starts.annotations = task.Annotations
		starts.task("task", &task.Spec, nil)
	case "TaskRun":
		run, err := current[v1.TaskRun](document, &v1beta1.TaskRun{})
		if err != nil {
			return nil, err
		}
		starts.annotations = run.Annotations
		starts.refer("task", run.Spec.TaskRef, run.Spec.TaskSpec, run.Spec.PodTemplate)
	case "Pipeline":
		pipeline, err := current[v1.Pipeline](document, &v1beta1.Pipeline{})
		if err != nil {
			return nil, err
		}
		// The tasks that it only names are judged themselves.
		for _, task := range tasksOf(&pipeline.Spec) {
			if task.TaskSpec != nil && !task.TaskSpec.IsCustomTask() {
				starts.task("task "+task.Name, &task.TaskSpec.TaskSpec, nil)
			}
		}
	case "PipelineRun":
		run, err := current[v1.PipelineRun](document, &v1beta1.PipelineRun{})
		if err != nil {
			return nil, err
		}
		starts.annotations = run.Annotations
		starts.pipeline(run)
	}
	return starts.pods, errors.Join(starts.problems...)
}

func tasksOf(pipeline *v1.PipelineSpec) []v1.PipelineTask {
	return append(append([]v1.PipelineTask{}, pipeline.Tasks...), pipeline.Finally...)
}

// start gathers the pods that a run starts.
type start struct {
	known       taskPods
	namespace   string
	annotations map[string]string
	pods        []pod
	problems    []error
}

func (s *start) unknown(format string, args ...any) {
	s.problems = append(s.problems, verdict.Unknown(fmt.Sprintf(format, args...)))
}

func (s *start) pipeline(run *v1.PipelineRun) {
	spec := run.Spec.PipelineSpec
	if ref := run.Spec.PipelineRef; spec == nil && ref != nil {
		if ref.Resolver != "" {
			s.unknown("the pipeline comes from the resolver %q", ref.Resolver)
			return
		}
		if spec = s.known.pipelines[key(false, s.namespace, ref.Name)]; spec == nil {
			s.unknown("Pipeline %q is not among the given files", ref.Name)
			return
		}
	}
	if spec == nil {
		return
	}
	for _, task := range tasksOf(spec) {
		from, template := "task "+task.Name, run.GetTaskRunSpec(task.Name).PodTemplate
		switch {
		case task.PipelineSpec != nil, task.PipelineRef != nil:
			s.unknown("%s: pipelines in pipelines are not followed", from)
		case task.TaskSpec != nil && !task.TaskSpec.IsCustomTask():
			s.task(from, &task.TaskSpec.TaskSpec, template)
		case task.TaskRef != nil && !task.TaskRef.IsCustomTask():
			s.refer(from, task.TaskRef, nil, template)
		}
	}
}

func (s *start) refer(from string, ref *v1.TaskRef, spec *v1.TaskSpec, template *podtemplate.PodTemplate) {
	if spec == nil && ref != nil {
		if ref.Resolver != "" {
			s.unknown("%s comes from the resolver %q", from, ref.Resolver)
			return
		}
		if spec = s.known.tasks[key(false, s.namespace, ref.Name)]; spec == nil {
			s.unknown("%s: Task %q is not among the given files", from, ref.Name)
			return
		}
	}
	if spec != nil {
		s.task(from, spec, template)
	}
}

// task projects to the pod that the controller makes, without the containers of Tekton itself: their security context
// is the controller's setting set-security-context.
func (s *start) task(from string, spec *v1.TaskSpec, template *podtemplate.PodTemplate) {
	steps := append([]v1.Step{}, spec.Steps...)
	for i := range steps {
		ref := steps[i].Ref
		if ref == nil {
			continue
		}
		action := s.known.actions[key(false, s.namespace, ref.Name)]
		if action == nil || ref.Resolver != "" {
			s.unknown("%s: StepAction of step %q is not among the given files", from, steps[i].Name)
			return
		}
		steps[i].SecurityContext = action.SecurityContext
	}
	steps, err := v1.MergeStepsWithStepTemplate(spec.StepTemplate, steps)
	if err != nil {
		s.problems = append(s.problems, fmt.Errorf("%s: %w", from, err))
		return
	}
	made := pod{from: from}
	made.meta.Annotations = s.annotations
	for i := range steps {
		made.spec.Containers = append(made.spec.Containers, named("step", steps[i].Name, i, steps[i].ToK8sContainer()))
	}
	for i := range spec.Sidecars {
		made.spec.Containers = append(made.spec.Containers, named("sidecar", spec.Sidecars[i].Name, i, spec.Sidecars[i].ToK8sContainer()))
	}
	made.spec.Volumes = append(made.spec.Volumes, spec.Volumes...)
	if template != nil {
		made.spec.SecurityContext = template.SecurityContext
		made.spec.HostNetwork = template.HostNetwork
		made.spec.HostUsers = template.HostUsers
		made.spec.Volumes = append(made.spec.Volumes, template.Volumes...)
	}
	s.pods = append(s.pods, made)
}

func named(what, name string, i int, container *corev1.Container) corev1.Container {
	if name == "" {
		name = fmt.Sprintf("unnamed-%d", i)
	}
	container.Name = what + "-" + name
	return *container
}
