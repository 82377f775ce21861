const { ApiObject, App, Chart } = require('cdk8s');
const { PipelineError } = require('cdk8s-mlops');

const app = new App();
const chart = new Chart(app, 'stock');
const error = new PipelineError({ code: 'MLP1001', message: 'from the packed tarball' });
new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data: { message: error.message } });
console.log(app.synthYaml());
