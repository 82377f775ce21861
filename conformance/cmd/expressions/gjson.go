package main

import (
	"encoding/json"

	"github.com/tidwall/gjson"
)

// exists says whether a path leads to something in a request, by which the router of KServe takes a step.
func exists(request Request) Answer {
	body, err := json.Marshal(request.Scope)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	found := gjson.GetBytes(body, request.Text).Exists()
	return Answer{Truth: &found}
}
