// Command judge lets the engines' own validators judge manifests, and prints one verdict a line for each document and
// judge. scripts/conformance.mjs builds and runs it.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"cdk8s-mlops/conformance/internal/argo"
	"cdk8s-mlops/conformance/internal/crd"
	"cdk8s-mlops/conformance/internal/kubernetes"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/podsecurity"
	"cdk8s-mlops/conformance/internal/verdict"
)

func main() {
	definitions := flag.String("crds", "", "folder of CustomResourceDefinitions that -write-crds has filled")
	write := flag.Bool("write-crds", false, "fill the folder from the downloaded modules, and do nothing else")
	flag.Parse()
	var err error
	if *write {
		err = crd.Write(*definitions)
	} else {
		err = run(*definitions, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run(definitions string, files []string) error {
	var documents []manifest.Document
	for _, file := range files {
		found, err := manifest.Read(file)
		if err != nil {
			return err
		}
		documents = append(documents, found...)
	}
	security, err := podsecurity.Judge(documents)
	if err != nil {
		return err
	}
	judges := []verdict.Judge{argo.V4(documents), argo.V3(documents)}
	judges = append(judges, crd.Judges(definitions)...)
	judges = append(judges, kubernetes.Judge(), security)

	buffer := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(buffer)
	lines.SetEscapeHTML(false)
	for _, document := range documents {
		for _, said := range verdict.Of(document, judges) {
			if err := lines.Encode(said); err != nil {
				return err
			}
		}
	}
	return buffer.Flush()
}
