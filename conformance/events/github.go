package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	_ "unsafe" // for go:linkname

	"github.com/argoproj/argo-events/pkg/eventsources/events"
	_ "github.com/argoproj/argo-events/pkg/eventsources/sources/github" // has parseValidateRequest
)

// parseValidateRequest is what the source asks of every call.
//
//go:linkname parseValidateRequest github.com/argoproj/argo-events/pkg/eventsources/sources/github.parseValidateRequest
func parseValidateRequest(*http.Request, []byte) ([]byte, error)

// received does what HandleRoute does: what it returns goes to the bus.
func received(call Call) Answer {
	request := httptest.NewRequest(http.MethodPost, "/push", strings.NewReader(call.Body))
	for name, value := range call.Headers {
		request.Header.Set(name, value)
	}
	body, err := parseValidateRequest(request, []byte(call.Secret))
	if err != nil {
		return Answer{Refused: err.Error()}
	}
	event, err := json.Marshal(&events.GithubEventData{Headers: request.Header, Body: (*json.RawMessage)(&body)})
	if err != nil {
		return Answer{Refused: err.Error()}
	}
	return Answer{Event: string(event)}
}
