/**
 * What an answer says at a place of its JSON: a value, or a name among the items of a list or the keys of an object.
 *
 * @public
 */
export type Statement =
  | {
      /** Dotted path into the answer: `models.lstm.trained`. */
      readonly at: string;
      readonly is: string | number | boolean;
    }
  | {
      /** Dotted path to a list of texts or an object: `trained_models`. */
      readonly at: string;
      /** The text in the list, or the key of the object. */
      readonly has: string;
    };

/**
 * Which run of MLflow a model was logged by: the one whose id the answer has, or the only new one of the experiment that
 * is called so and has all of these tags and parameters.
 *
 * @public
 */
export type LoggedBy =
  | {
      /** Dotted path to the run's id in the answer: `results.lstm.run_id`. */
      readonly id: string;
    }
  | {
      readonly name?: string | undefined;
      readonly tags?: { readonly [tag: string]: string } | undefined;
      readonly params?: { readonly [param: string]: string } | undefined;
    };

/** A model that is to be trained. @internal */
export interface ModelPlan {
  readonly name: string;
  /** The file that holds its run. */
  readonly output: string;
  readonly required: boolean;
  readonly status: Statement;
  readonly run: LoggedBy;
  readonly artifact?: string | undefined;
}

/** A model that is never trained. @internal */
export interface UntrainedPlan {
  readonly name: string;
  readonly status: Statement;
  readonly claim?: Statement | undefined;
}

/** A value that is known only when the program starts, and where in the body it belongs. @internal */
export interface BodyValue {
  readonly at: readonly (string | number)[];
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'json';
}

/** @internal */
export interface StartPlan {
  readonly path: string;
  readonly statuses: readonly number[];
  readonly timeoutSeconds: number;
  readonly idempotencyHeader?: string | undefined;
  /** With anything in the places of the values. */
  readonly body: unknown;
  /** Each is in the variable `BODY_0` and so on. */
  readonly values: readonly BodyValue[];
}

/** @internal */
export interface PollPlan {
  /** `{job.id}` stands for a field of the start's answer. */
  readonly path: string;
  /** Dotted path to the word. */
  readonly state: string;
  readonly running: readonly string[];
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** What train-http is told. @internal */
export interface TrainingPlan {
  readonly start: StartPlan;
  readonly poll?: PollPlan | undefined;
  readonly statusPath?: string | undefined;
  readonly experiment: string;
  readonly models: readonly ModelPlan[];
  readonly untrained: readonly UntrainedPlan[];
}
