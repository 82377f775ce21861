package main

import (
	"context"
	"errors"
	"fmt"

	"dario.cat/mergo"
	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	"github.com/kserve/kserve/pkg/apis/serving/v1beta1"
	"github.com/kserve/kserve/pkg/constants"
	"github.com/kserve/kserve/pkg/controller/v1beta1/inferenceservice/utils"
	corev1 "k8s.io/api/core/v1"
)

// pods that KServe makes of a service, without the containers that it adds itself: their security context is the
// controller's own configuration.
func (c cluster) pods(service *v1beta1.InferenceService) (pods []pod, unknown string) {
	var unknowns []error
	add := func(from string, made []pod, err error) {
		for _, one := range made {
			one.From = from + one.From
			pods = append(pods, one)
		}
		if err != nil {
			unknowns = append(unknowns, fmt.Errorf("%s: %w", from, err))
		}
	}
	made, err := c.predictor(service, service.Spec.Predictor)
	add("predictor", made, err)
	for _, canary := range service.Spec.Canary {
		predictor := *service.Spec.Predictor.DeepCopy()
		if err := mergo.Merge(&predictor, canary.Predictor, mergo.WithOverride); err != nil {
			unknowns = append(unknowns, err)
			continue
		}
		made, err := c.predictor(service, predictor)
		add("canary "+canary.Predictor.Name, made, err)
	}
	if transformer := service.Spec.Transformer; transformer != nil {
		add("transformer", []pod{{Spec: corev1.PodSpec(transformer.PodSpec)}}, nil)
	}
	if explainer := service.Spec.Explainer; explainer != nil {
		spec := corev1.PodSpec(explainer.PodSpec)
		if explainer.ART != nil {
			spec.Containers = append([]corev1.Container{explainer.ART.Container}, spec.Containers...)
		}
		add("explainer", []pod{{Spec: spec}}, nil)
	}
	if err := errors.Join(unknowns...); err != nil {
		unknown = err.Error()
	}
	return pods, unknown
}

// predictor makes pods as the controller's components package does, with the serving runtime that it would choose.
func (c cluster) predictor(service *v1beta1.InferenceService, predictor v1beta1.PredictorSpec) ([]pod, error) {
	if predictor.Model == nil {
		return []pod{{Spec: corev1.PodSpec(predictor.PodSpec)}}, nil
	}
	serving, unknown := c.runtimeOf(service, predictor)
	spec, err := merged(service, serving.ServingRuntimePodSpec, predictor.Model.Container, constants.InferenceServiceContainerName, predictor.PodSpec)
	if err != nil {
		return nil, err
	}
	others, err := besides(serving.Containers, predictor.Containers)
	if err != nil {
		return nil, err
	}
	spec.Containers = append(spec.Containers, others...)
	pods := []pod{{Spec: *spec}}
	if worker := predictor.WorkerSpec; worker != nil && serving.WorkerSpec != nil {
		var own corev1.Container
		if len(worker.Containers) > 0 {
			own = worker.Containers[0]
		}
		spec, err := merged(service, serving.WorkerSpec.ServingRuntimePodSpec, own, constants.WorkerContainerName, worker.PodSpec)
		if err != nil {
			return pods, err
		}
		pods = append(pods, pod{From: " worker", Spec: *spec})
	}
	return pods, unknown
}

// runtimeOf a predictor; one that is not known counts as keeping the standard, so that only what the service itself says
// is held against it.
func (c cluster) runtimeOf(service *v1beta1.InferenceService, predictor v1beta1.PredictorSpec) (v1alpha1.ServingRuntimeSpec, error) {
	ctx := context.Background()
	if name := predictor.Model.Runtime; name != nil {
		if found, _, err, _ := utils.GetServingRuntime(ctx, c, *name, service.Namespace); err == nil {
			return *found, nil
		}
		return careful(), fmt.Errorf("ServingRuntime %q is not among the given files", *name)
	}
	fitting, err := predictor.Model.GetSupportingRuntimes(ctx, c, service.Namespace, false, predictor.WorkerSpec != nil)
	if err != nil || len(fitting) == 0 {
		return careful(), fmt.Errorf("no ServingRuntime among the given files is for model format %q", predictor.Model.ModelFormat.Name)
	}
	return fitting[0].Spec, nil
}

func careful() v1alpha1.ServingRuntimeSpec {
	no, yes := false, true
	restricted := &corev1.SecurityContext{
		AllowPrivilegeEscalation: &no,
		RunAsNonRoot:             &yes,
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	of := func(name string) v1alpha1.ServingRuntimePodSpec {
		return v1alpha1.ServingRuntimePodSpec{Containers: []corev1.Container{{Name: name, SecurityContext: restricted}}}
	}
	return v1alpha1.ServingRuntimeSpec{
		ServingRuntimePodSpec: of(constants.InferenceServiceContainerName),
		WorkerSpec:            &v1alpha1.WorkerSpec{ServingRuntimePodSpec: of(constants.WorkerContainerName)},
	}
}

func merged(
	service *v1beta1.InferenceService, serving v1alpha1.ServingRuntimePodSpec, own corev1.Container, target string, over v1beta1.PodSpec,
) (*corev1.PodSpec, error) {
	_, container, spec, err := utils.MergeServingRuntimeAndInferenceServiceSpecs(serving.Containers, own, service, target, serving, over)
	if err != nil {
		return nil, err
	}
	spec.Containers = []corev1.Container{*container}
	return spec, nil
}

// besides the model's container a pod has the others of the runtime and of the service; both may say something of the
// transformer.
func besides(serving, own []corev1.Container) ([]corev1.Container, error) {
	var others []corev1.Container
	for _, container := range serving {
		if container.Name == constants.InferenceServiceContainerName {
			continue
		}
		if i := utils.GetContainerIndexByName(own, constants.TransformerContainerName); i >= 0 && container.Name == constants.TransformerContainerName {
			both, err := utils.MergeRuntimeContainers(&container, &own[i])
			if err != nil {
				return nil, err
			}
			container = *both
		}
		others = append(others, container)
	}
	for _, container := range own {
		if utils.GetContainerIndexByName(others, container.Name) < 0 {
			others = append(others, container)
		}
	}
	return others, nil
}
