import type { Fields, LoggedMetrics } from 'cdk8s-mlops';

/** A model of the platform: how it is trained, when it is good enough, what it answers, and where it runs. */
export interface PlatformModel {
  /** Its name in the registry, and of what serves it. */
  readonly name: string;
  /** As the engine's status calls it, and as its train API does. */
  readonly engine: { readonly status: string; readonly train: string };
  /** Typed by its framework; the trainer and the train API get the same. */
  readonly hyperparameters: LstmHyperparameters | ForestHyperparameters | BoostingHyperparameters;
  /** What the run has to have logged, and how good it has to be: chance is not enough. */
  readonly gate: LoggedMetrics;
  readonly contract: Contract;
  /** The file of the model among its artifacts, and where the engine looks for it. */
  readonly file: { readonly artifact: string; readonly path: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** What is asked at `predict/<path>`, and what every answer has to be. */
export interface Contract {
  readonly path: 'failure' | 'threat' | 'capacity';
  readonly request: object;
  readonly answer: Fields;
  /** What an answer is that is none of these; one that is known to be wrong may go out with a warning. */
  readonly severity: 'fail' | 'warn';
}

export type LstmHyperparameters = {
  readonly epochs: number;
  readonly batch_size: number;
  readonly learning_rate: number;
  readonly optimizer: 'adam' | 'rmsprop' | 'sgd';
  /** Training ends where `monitor` did not get better for so many epochs, and keeps its best weights. */
  readonly early_stopping: { readonly monitor: 'val_loss' | 'val_auc'; readonly patience: number };
};

export type ForestHyperparameters = {
  readonly n_estimators: number;
  readonly max_features: 'sqrt' | 'log2';
  readonly random_state: number;
};

export type BoostingHyperparameters = {
  readonly n_estimators: number;
  readonly max_depth: number;
  readonly learning_rate: number;
};

const share = { type: 'number', min: 0, max: 1 } as const;

export const models = {
  failure: {
    name: 'failure-predictor',
    engine: { status: 'lstm_failure_predictor', train: 'failure_predictor' },
    hyperparameters: {
      epochs: 50,
      batch_size: 32,
      learning_rate: 0.0005,
      optimizer: 'adam',
      early_stopping: { monitor: 'val_loss', patience: 10 },
    },
    gate: {
      metrics: {
        val_auc: { atLeast: 0.6 },
        val_accuracy: { atLeast: 0.5 },
        val_precision: { atLeast: 0.5 },
        val_recall: { atLeast: 0.5 },
        final_val_loss: { better: 'lower', gap: { to: 'final_train_loss', atMost: 0.2 } },
      },
    },
    contract: {
      path: 'failure',
      request: {
        service_name: 'api-gateway',
        metrics: { cpu_usage: 85.5, memory_usage: 92, disk_io: 450, error_rate: 2.5 },
      },
      answer: {
        failure_probability: share,
        confidence: share,
        severity: { type: 'string', oneOf: ['low', 'medium', 'high', 'critical'] },
        recommended_action: { type: 'string' },
      },
      severity: 'fail',
    },
    file: { artifact: 'data/model.keras', path: '/app/models/failure_predictor/model.keras' },
    limits: { cpu: '2', memory: '4Gi' },
  },
  threat: {
    name: 'threat-detector',
    engine: { status: 'rf_threat_detector', train: 'threat_detector' },
    hyperparameters: { n_estimators: 200, max_features: 'sqrt', random_state: 42 },
    // Of nine classes, eight threats and none: chance is right once in nine times.
    gate: { metrics: { validation_accuracy: { atLeast: 0.5 } } },
    contract: {
      path: 'threat',
      request: {
        service_name: 'web-server',
        events: [],
        network: { requests_per_second: 1500, bytes: 1_048_576 },
        access_logs: [{ request: "GET /api/users?id=1' OR 1=1--", status: 200, path: '/api/users' }],
      },
      answer: {
        risk_level: { type: 'string', oneOf: ['none', 'low', 'medium', 'high', 'critical'] },
        threats: { type: 'array', length: { min: 0 } },
      },
      severity: 'fail',
    },
    file: { artifact: 'model.pkl', path: '/app/models/threat_detector/model.pkl' },
    limits: { cpu: '1', memory: '2Gi' },
  },
  capacity: {
    name: 'capacity-forecaster',
    engine: { status: 'xgb_capacity_forecaster', train: 'capacity_forecaster' },
    hyperparameters: { n_estimators: 500, max_depth: 5, learning_rate: 0.1 },
    gate: {
      metrics: {
        validation_r2_score: { better: 'higher', atLeast: 0.3, gap: { to: 'train_r2_score', atMost: 0.3 } },
        validation_rmse: { better: 'lower', gap: { to: 'train_rmse', atMost: 5 } },
        validation_mae: { better: 'lower', gap: { to: 'train_mae', atMost: 5 } },
      },
    },
    contract: {
      path: 'capacity',
      request: {
        service_name: 'database',
        forecast_days: 30,
        historical_data: { cpu_usage_avg: 65, memory_usage_avg: 70, storage_used_gb: 500, growth_rate_percent: 5 },
      },
      answer: { forecast: { type: 'array' }, recommended_action: { type: 'string' } },
      // It is known to answer 500 to some requests. Nobody is woken by that, and somebody reads it.
      severity: 'warn',
    },
    file: { artifact: 'model.ubj', path: '/app/models/capacity_forecaster/model.ubj' },
    limits: { cpu: '1', memory: '2Gi' },
  },
} as const satisfies { readonly [path in Contract['path']]: PlatformModel };

export type ModelName = keyof typeof models;

/** The same for each model, by its name. */
export function ofEach<T>(make: (model: PlatformModel, name: ModelName) => T): { readonly [name in ModelName]: T } {
  const made = Object.entries(models).map(([name, model]) => [name, make(model, name as ModelName)]);
  return Object.fromEntries(made) as { readonly [name in ModelName]: T };
}

/** Rules in the engine's code: they are loaded, and nobody trains them. */
export const legacy = ['legacy_failure_predictor', 'anomaly_detector'] as const;
