// Command schemas prints the OpenAPI definitions of the engines' resources, repaired so that they accept what the
// engines accept, as one JSON document. scripts/schemas.mjs turns it into TypeScript and closed JSON schemas.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	file := flag.String("o", "/dev/stdout", "the file to write")
	flag.Parse()
	if err := write(*file); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

func write(file string) error {
	engines := []engine{kubernetes, argo3, argo4, events, tekton, triggers, kserve, gateway}
	releases := make([]*release, 0, len(engines))
	for _, engine := range engines {
		found, err := engine.read()
		if err != nil {
			return fmt.Errorf("%s: %w", engine.module, err)
		}
		releases = append(releases, found)
	}
	text, err := json.Marshal(releases)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
