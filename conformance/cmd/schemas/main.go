// Command schemas prints the OpenAPI definitions of the engines' resources, repaired so that they accept what the
// engines accept, as one JSON document. scripts/schemas.mjs turns it into TypeScript and closed JSON schemas.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// release is one version of an engine and what it says about its resources.
type release struct {
	Engine      string            `json:"engine"`
	Version     string            `json:"version"`
	Roots       []string          `json:"roots"`
	Definitions map[string]schema `json:"definitions"`
}

func main() {
	releases := make([]*release, 0, len(argoReleases))
	for _, source := range argoReleases {
		found, err := argo(source)
		if err != nil {
			fmt.Fprintf(os.Stderr, "schemas: %s: %v\n", source.module, err)
			os.Exit(1)
		}
		releases = append(releases, found)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(releases); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}
