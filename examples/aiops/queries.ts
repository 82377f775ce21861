/** What the detector of anomalies is trained on: a series for each node or pod. */
export const ofAnomalies = {
  cpu: 'rate(node_cpu_seconds_total{mode="user"}[5m])',
  memory: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
  restarts: 'rate(kube_pod_container_status_restarts_total[5m])',
  received: 'rate(node_network_receive_bytes_total[5m])',
  sent: 'rate(node_network_transmit_bytes_total[5m])',
  phase: 'kube_pod_status_phase{phase="Running"}',
};

/** What the forecast is trained on: averages of the cluster. */
export const ofForecast = {
  cpu: 'avg(rate(node_cpu_seconds_total{mode!="idle"}[5m]))',
  memory: 'avg(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
  disk: 'avg(1 - node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})',
  received: 'avg(rate(node_network_receive_bytes_total[5m]))',
  sent: 'avg(rate(node_network_transmit_bytes_total[5m]))',
};
