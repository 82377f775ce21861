package podsecurity

import (
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	corev1 "k8s.io/api/core/v1"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/events"
	"cdk8s-mlops/conformance/internal/manifest"
)

// isListener leaves out the EventBus, whose pods come mostly from the controller's configuration.
func isListener(document manifest.Document) bool {
	return events.Knows(document) && document.Kind != "EventBus"
}

func podsOfListener(document manifest.Document) ([]pod, error) {
	// Both kinds hold the same template at the same place.
	sensor, err := decode.Lenient[v1alpha1.Sensor](document)
	if err != nil {
		return nil, err
	}
	made := pod{from: "pod"}
	container := corev1.Container{}
	if template := sensor.Spec.Template; template != nil {
		if template.Container != nil {
			template.Container.ApplyToContainer(&container)
		}
		if template.Metadata != nil {
			made.meta.Annotations = template.Metadata.Annotations
		}
		made.spec.SecurityContext, made.spec.Volumes = template.SecurityContext, template.Volumes
	}
	container.Name = "main"
	made.spec.Containers = []corev1.Container{container}
	return []pod{made}, nil
}
