package podsecurity

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/admission"

	"cdk8s-mlops/conformance/internal/kubernetes"
	"cdk8s-mlops/conformance/internal/manifest"
)

var controllers = map[string]bool{
	"/Pod": true, "apps/DaemonSet": true, "apps/Deployment": true, "apps/StatefulSet": true, "batch/CronJob": true, "batch/Job": true,
}

func isController(document manifest.Document) bool {
	return controllers[document.Group()+"/"+document.Kind]
}

func podsOfController(document manifest.Document) ([]pod, error) {
	object, err := kubernetes.Decode(document)
	if err != nil && !runtime.IsStrictDecodingError(err) {
		return nil, err
	}
	meta, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil {
		return nil, err
	}
	return []pod{{from: "pod", meta: *meta, spec: *spec}}, nil
}
