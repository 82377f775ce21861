import { ApiObject, App, Chart, type ChartProps } from 'cdk8s';
import { PipelineError } from 'cdk8s-mlops';
import type { Construct } from 'constructs';

export class MyChart extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, props);
    const error = new PipelineError({ code: 'MLP1001', message: 'from the packed tarball' });
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data: { message: error.message } });
  }
}

const app = new App();
new MyChart(app, 'stock');
app.synth();
