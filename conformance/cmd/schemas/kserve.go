package main

import generatedKServe "github.com/kserve/kserve/pkg/openapi"

const kserveTypes = "github.com/kserve/kserve/pkg/apis/serving/"

var kserve = engine{
	name:   "KServe",
	module: "github.com/kserve/kserve",
	models: []models{generatedKServe.GetOpenAPIDefinitions},
	kinds: []kind{
		{"serving.kserve.io/v1alpha1", "ClusterServingRuntime", kserveTypes + "v1alpha1.ClusterServingRuntime", "config/crd/full/serving.kserve.io_clusterservingruntimes.yaml"},
		{"serving.kserve.io/v1alpha1", "ClusterStorageContainer", kserveTypes + "v1alpha1.ClusterStorageContainer", "config/crd/full/clusterstoragecontainer/serving.kserve.io_clusterstoragecontainers.yaml"},
		{"serving.kserve.io/v1alpha1", "InferenceGraph", kserveTypes + "v1alpha1.InferenceGraph", "config/crd/full/serving.kserve.io_inferencegraphs.yaml"},
		{"serving.kserve.io/v1beta1", "InferenceService", kserveTypes + "v1beta1.InferenceService", "config/crd/full/serving.kserve.io_inferenceservices.yaml"},
		{"serving.kserve.io/v1alpha1", "ServingRuntime", kserveTypes + "v1alpha1.ServingRuntime", "config/crd/full/serving.kserve.io_servingruntimes.yaml"},
		{"serving.kserve.io/v1alpha1", "TrainedModel", kserveTypes + "v1alpha1.TrainedModel", "config/crd/full/serving.kserve.io_trainedmodels.yaml"},
	},
	repair: fillInKServe,
}

// fillInKServe adds two types that KServe generates no definition of.
func fillInKServe(defs definitions) {
	defs.describe(kserveTypes+"v1beta1.MetricQuantity", scalars[quantity])
	// The part of a runtime that describes pods, with two sizes; the CRD knows which part that is.
	worker := copyOf(properties(defs[restName(kserveTypes+"v1alpha1.ServingRuntimeSpec")]))
	for _, name := range []string{"pipelineParallelSize", "tensorParallelSize"} {
		worker[name] = schema{"type": "integer"}
	}
	defs.describe(kserveTypes+"v1alpha1.WorkerSpec", objectOf("The pods beside the head of a model that runs on several nodes.", worker))
}
