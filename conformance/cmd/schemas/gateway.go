package main

// gateway has no Go definitions in the same go.mod as the other engines; its CRD says it all. It is of the version that
// KServe makes its own routes with.
var gateway = engine{
	name:     "Gateway API",
	module:   "sigs.k8s.io/gateway-api",
	goMod:    "kserve",
	fromCRDs: true,
	kinds: []kind{{
		apiVersion: "gateway.networking.k8s.io/v1", name: "HTTPRoute", model: "sigs.k8s.io/gateway-api/apis/v1.HTTPRoute",
		crd: "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml",
	}},
}
