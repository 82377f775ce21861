package main

import (
	"context"
	"strings"
	"time"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/expr/argoexpr"
	"github.com/argoproj/argo-workflows/v4/workflow/common"
)

// TaskResults has the fields of the unexported type of that name in workflow/controller/dag.go of Argo Workflows.
type TaskResults struct {
	Succeeded    bool `json:"Succeeded"`
	Failed       bool `json:"Failed"`
	Errored      bool `json:"Errored"`
	Skipped      bool `json:"Skipped"`
	Omitted      bool `json:"Omitted"`
	Daemoned     bool `json:"Daemoned"`
	AnySucceeded bool `json:"AnySucceeded"`
	AllFailed    bool `json:"AllFailed"`
}

// depends is evaluateDependsLogic, once all that is waited for is over; the text of the answer is the expanded condition.
func depends(ctx context.Context, request Request) Answer {
	waiting := &wfv1.DAGTask{Name: "waiting", Depends: request.Text}
	dependencies, logic := common.GetTaskDependencies(ctx, waiting, dag(request.Tasks))
	scope := make(map[string]TaskResults)
	for name := range dependencies {
		scope[strings.ReplaceAll(name, "-", "_")] = request.Tasks[name].Results
	}
	answer := Answer{Text: &logic}
	truth, err := argoexpr.EvalBool(strings.ReplaceAll(logic, "-", "_"), scope)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	answer.Truth = &truth
	return answer
}

// dag is as much of a DAG as the expansion of a condition looks at.
type dag map[string]Task

func (d dag) GetTask(_ context.Context, name string) *wfv1.DAGTask {
	task, found := d[name]
	if !found {
		return nil
	}
	continueOn := &wfv1.ContinueOn{Error: task.ContinueOnError, Failed: task.ContinueOnFailed}
	return &wfv1.DAGTask{Name: name, ContinueOn: continueOn}
}

func (d dag) GetTaskDependencies(context.Context, string) []string { return nil }

func (d dag) GetTaskFinishedAtTime(context.Context, string) time.Time { return time.Time{} }
