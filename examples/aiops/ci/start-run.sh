#!/usr/bin/env bash
# Starts a run of a pipeline, waits for its end and shows what it said; exits 1 unless it succeeded.
#
#   start-run.sh NAMESPACE PIPELINE [PARAMETER=VALUE ...]
#   start-run.sh self-healing-platform retrain-anomaly-detector training-hours=24 data-source=synthetic
#
# MINUTES is how long it is waited for, 120 if not set. STARTED_BY, if set, is the label aiops/started-by of the run.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo "usage: start-run.sh NAMESPACE PIPELINE [PARAMETER=VALUE ...]" >&2
  exit 2
fi
namespace=$1
pipeline=$2
shift 2

params=
for given in "$@"; do
  if ! [[ $given =~ ^[a-z][a-z0-9-]*=[A-Za-z0-9._:/@+,-]*$ ]]; then
    echo "start-run.sh: '$given' is no PARAMETER=VALUE of letters, digits and ._:/@+,-" >&2
    exit 2
  fi
  params+="${params:+,}{\"name\":\"${given%%=*}\",\"value\":\"${given#*=}\"}"
done
label=${STARTED_BY:-by-hand}
if ! [[ $label =~ ^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$ ]]; then
  echo "start-run.sh: STARTED_BY is no label" >&2
  exit 2
fi
patch="{\"metadata\":{\"labels\":{\"aiops/started-by\":\"$label\"}}${params:+,\"spec\":{\"params\":[$params]\}}}"

# The ConfigMap beside a pipeline has the run to create, with its account and its times.
run=$(kubectl -n "$namespace" get configmap "$pipeline-run" -o 'jsonpath={.data.run\.json}' \
  | kubectl patch --local -f - --type merge -o json -p "$patch" \
  | kubectl -n "$namespace" create -f - -o name)
echo "started $run"

end=$((SECONDS + ${MINUTES:-120} * 60))
status=
while [ "$SECONDS" -lt "$end" ]; do
  status=$(kubectl -n "$namespace" get "$run" -o 'jsonpath={.status.conditions[?(@.type=="Succeeded")].status}')
  case $status in
    True | False) break ;;
  esac
  sleep "${POLL_SECONDS:-10}"
done
kubectl -n "$namespace" logs --selector "tekton.dev/pipelineRun=${run##*/}" --all-containers --prefix --tail 200 || true
kubectl -n "$namespace" get "$run" -o 'jsonpath={.status.conditions[?(@.type=="Succeeded")].message}{"\n"}'
case $status in
  True) echo "$run succeeded" ;;
  False) echo "$run failed" >&2; exit 1 ;;
  *) echo "$run did not end within ${MINUTES:-120} minutes" >&2; exit 1 ;;
esac
