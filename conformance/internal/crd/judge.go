package crd

import (
	"encoding/json"
	"os"
	"path/filepath"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// Mutate is what an engine's webhook makes of an object before the API server checks it.
type Mutate func(manifest.Document) ([]byte, error)

// Judges is one judge for each release of an engine whose definitions Write has put into the folder.
func Judges(folder string, mutate Mutate) ([]verdict.Judge, error) {
	releases, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	judges := make([]verdict.Judge, 0, len(releases))
	for _, release := range releases {
		judges = append(judges, judge(filepath.Join(folder, release.Name()), mutate))
	}
	return judges, nil
}

func judge(release string, mutate Mutate) verdict.Judge {
	checkers := map[string]*checker{}
	load := func(document manifest.Document) (*checker, error) {
		path := pathOf(release, document.APIVersion, document.Kind)
		if checkers[path] == nil {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			var read definition
			if err := json.Unmarshal(text, &read); err != nil {
				return nil, err
			}
			if checkers[path], err = newChecker(read); err != nil {
				return nil, err
			}
		}
		return checkers[path], nil
	}
	return verdict.Judge{
		Name: filepath.Base(release) + " CRDs",
		Knows: func(document manifest.Document) bool {
			_, err := os.Stat(pathOf(release, document.APIVersion, document.Kind))
			return document.Kind != "" && err == nil
		},
		Check: func(document manifest.Document) error {
			checker, err := load(document)
			if err != nil {
				return err
			}
			return checker.check(document, mutate)
		},
	}
}
