"""Prints the microseconds that Hera takes for the template of ten tasks, from the definition to YAML text."""
import time

from hera.workflows import DAG, Container, Parameter, Task, WorkflowTemplate
from hera.workflows.models import EnvVar, ResourceRequirements, ValueFrom


def text() -> str:
    with WorkflowTemplate(
        name="steps",
        entrypoint="main",
        service_account_name="workflow",
        arguments=[Parameter(name="epochs", value="10")],
    ) as template:
        steps = [
            Container(
                name=f"step-{i}",
                inputs=[Parameter(name="epochs"), Parameter(name="input")],
                outputs=[Parameter(name="result", value_from=ValueFrom(path="/out/result"))],
                image="ghcr.io/acme/steps:1.4.2",
                command=["python", "step.py"],
                args=["--epochs={{inputs.parameters.epochs}}", "--input={{inputs.parameters.input}}"],
                env=[
                    EnvVar(name="MLFLOW_TRACKING_URI", value="http://mlflow.platform.svc.cluster.local:8000"),
                ],
                resources=ResourceRequirements(
                    requests={"cpu": "500m", "memory": "1Gi"}, limits={"memory": "2Gi"}
                ),
            )
            for i in range(10)
        ]
        with DAG(name="main"):
            before = None
            for i, step in enumerate(steps):
                value = "none" if before is None else f"{{{{tasks.step-{i - 1}.outputs.parameters.result}}}}"
                task = Task(
                    name=f"step-{i}",
                    template=step,
                    arguments=[
                        Parameter(name="epochs", value="{{workflow.parameters.epochs}}"),
                        Parameter(name="input", value=value),
                    ],
                )
                if before is not None:
                    before >> task
                before = task
    return template.to_yaml()


best = float("inf")
for _ in range(5):
    start = time.perf_counter()
    for _ in range(20):
        text()
    best = min(best, (time.perf_counter() - start) / 20 * 1e6)
print(best)
