import { constructCodes } from './construct-codes';
import { eventCodes, triggerCodes } from './event-codes';

/**
 * Every error the library throws, by code. A code is never reused; `docs/errors.md` is generated from this table.
 *
 * 10xx values and names · 11xx the pipeline graph · 12xx containers · 13xx time · 20xx Argo · 21xx Tekton · 22xx KServe ·
 * 24xx Argo Events · 30xx constructs · 40xx output · 50xx files that are read · 51xx pictures · 52xx simulation and proof
 *
 * @internal
 */
export const codes = {
  MLP1001: {
    title: 'a value does not fit its parameter',
    fix: 'pass a value of the declared kind, inside its bounds, pattern or list of values',
  },
  MLP1002: {
    title: 'a pattern that the engines can not check',
    fix: 'leave out flags, look-around and back references',
  },
  MLP1003: { title: 'bounds that nothing fits', fix: 'give finite bounds with min at or below max' },
  MLP1004: { title: 'oneOf with unusable words', fix: 'list different words of letters, digits and ._-' },
  MLP1005: {
    title: 'a name that an engine refuses',
    fix: 'use lower-case letters, digits and -, a letter first, at most 63',
  },
  MLP1006: {
    title: 'a parameter name that does not survive',
    fix: 'use camelCase; it becomes kebab-case in manifests',
  },
  MLP1007: { title: 'a property that nobody reads', fix: 'correct the spelling, or leave it out' },
  MLP1008: {
    title: 'an input, output or field that is declared with something else than a parameter',
    fix: 'write text(), integer(), number(), boolean(), oneOf([…]), list(…), record({ … }), verdict() or artifact(…)',
  },
  MLP1101: {
    title: 'a step is given an input that its unit does not take',
    fix: 'correct the name, or declare the input',
  },
  MLP1102: { title: 'a step lacks an input', fix: 'pass it, or give the input a default where it is declared' },
  MLP1103: { title: 'a ref used as text', fix: 'put it into a text with fmt`…${ref}…`' },
  MLP1104: { title: 'an output or input that was not declared', fix: 'correct the name, or declare it' },
  MLP1105: {
    title: 'a malformed condition',
    fix: 'write equals(ref, value), isOneOf, atLeast …, joined by and, or, not',
  },
  MLP1106: { title: 'fmt with something that has no text', fix: 'pass a list or record as an input of its own' },
  MLP1107: { title: 'a value that may be absent', fix: 'give it a default with .orElse(…)' },
  MLP1108: { title: 'a ref of another type', fix: 'pass an output or input of the type that is wanted' },
  MLP1109: { title: 'something that can not be a step', fix: 'pass a task, a pipeline or a construct that is a unit' },
  MLP1110: {
    title: 'a step added to a block whose turn it is not',
    fix: "use the 'p' that the innermost callback was given",
  },
  MLP1111: {
    title: 'a value used outside the block that made it',
    fix: 'return it from the callback, and use what that gives',
  },
  MLP1112: { title: 'two steps of one name', fix: "name one of them: p.step(unit, inputs, { name: '…' })" },
  MLP1113: { title: 'match on something that is no enumeration', fix: 'declare the output with oneOf or verdict' },
  MLP1114: { title: 'match with a missing or surplus arm', fix: 'write one arm for each value; hold() is one' },
  MLP1115: { title: 'forEach over something it can not go over', fix: 'pass a list whose items have different names' },
  MLP1116: { title: 'a verdict that nobody looks at', fix: 'match on it, or return it from the pipeline' },
  MLP1117: {
    title: 'a gate with an output that may be missing',
    fix: 'give the output a default, or declare it on another task',
  },
  MLP1118: {
    title: 'the error arm reads what the gate may not have written',
    fix: 'give that output of the gate a default',
  },
  MLP1119: {
    title: 'a callback that returns or contains nothing usable',
    fix: 'return nothing, a step, or an object of outputs',
  },
  MLP1120: {
    title: 'a finally that can not be run',
    fix: 'declare it once, with inputs of the pipeline and the status only',
  },
  MLP1121: { title: 'two units of one name', fix: 'name one of them differently, or share one object' },
  MLP1122: {
    title: 'an input that no earlier stage feeds',
    fix: 'add a stage that hands it on, or start with it as an input',
  },
  MLP1123: { title: 'an artifact where only values can go', fix: 'use it inside the block' },
  MLP1124: { title: 'something made of unchecked outputs is handed on', fix: 'hand on the outputs themselves' },
  MLP1125: {
    title: 'an attempt that would fail unseen',
    fix: 'hand on an output of the block, and use it with .orElse(…) below',
  },
  MLP1201: {
    title: 'an image that may be another one tomorrow',
    fix: 'use Image.pinned with a digest, or an exact tag',
  },
  MLP1202: { title: 'a command line that is none, or that takes values as program text', fix: 'pass values in env' },
  MLP1203: {
    title: 'an environment variable that can not be set',
    fix: 'use text, an input, secretKey(…) or configKey(…)',
  },
  MLP1204: {
    title: 'resources that can not be given',
    fix: "write quantities as text: '500m', '2Gi'; requests at or below limits",
  },
  MLP1205: { title: 'a path that leads nowhere certain', fix: "use an absolute path without '..'" },
  MLP1206: { title: 'a volume that can not be mounted', fix: 'pass a Volume, and one for each path' },
  MLP1207: { title: 'a user or an exemption without a reason', fix: 'run as a user id from 1, or say why not' },
  MLP1208: { title: 'access that is too wide', fix: 'name resources, verbs and, for changes, objects' },
  MLP1209: { title: 'a URL that can not be right inside a cluster', fix: 'use the DNS name of the service' },
  MLP1210: { title: 'a retry that can not be', fix: 'give a limit from 0 to 20' },
  MLP1211: { title: 'a placement that no node can have', fix: 'write labels, taints and their values as text' },
  MLP1212: { title: 'labels that no pod can have', fix: 'write keys and values as text, none of the engine' },
  MLP1301: { title: 'a length of time that is none', fix: 'pass a Duration of whole seconds' },
  MLP1302: { title: 'a schedule that the controllers refuse', fix: 'write five fields: minute hour day month weekday' },
  MLP1303: { title: 'a time zone that the controllers do not know', fix: 'use an IANA name such as Europe/Berlin' },
  MLP1304: {
    title: 'a deadline that is shorter than what it covers',
    fix: 'lengthen the deadline, or shorten the stages',
  },
  MLP2001: { title: 'text that Argo would evaluate', fix: "keep '{{' out of literals; pass such text as a file" },
  MLP2002: {
    title: 'a name that is too long for its kind',
    fix: 'shorten it: 52 for a CronWorkflow, 57 for what runs are named after',
  },
  MLP2003: { title: 'engines mixed', fix: 'use one engine in a pipeline and in a chart' },
  MLP2004: { title: 'a target that does not exist', fix: "use argo('3.7') or argo('4.0')" },
  MLP2005: {
    title: 'needs that contradict each other',
    fix: 'give the volumes different names, or the units the same queue',
  },
  MLP2006: { title: 'a call across namespaces', fix: 'put caller and callee into one namespace' },
  MLP2007: { title: 'more than an object can hold', fix: 'split the pipeline; call one part from the other' },
  MLP2008: { title: 'a chart without a namespace', fix: "name it: new Chart(app, id, { namespace: 'mlops' })" },
  MLP2009: {
    title: 'a queue that is held while a person is asked',
    fix: 'approve in a pipeline of its own, outside the queue',
  },
  MLP2101: {
    title: 'something that the engine can not do',
    fix: 'docs/portability.md says what comes nearest, for each of them',
  },
  MLP2102: {
    title: 'text that Tekton or the kubelet would replace',
    fix: "keep '$(' out of literals; pass such text as a file",
  },
  MLP2103: { title: 'a Tekton target that does not exist', fix: "use tekton('1.15')" },
  MLP2104: {
    title: 'approvals that nobody could give',
    fix: "name users or groups: approvals: { approvers: ['alice', 'group:release-managers'], required: 1 }",
  },
  MLP2201: {
    title: 'an object that KServe would refuse',
    fix: "mend what each finding names; they are the words of KServe's own webhook",
  },
  MLP2202: {
    title: 'something that KServe takes and does not do',
    fix: 'say the deployment mode, use the model key, versioned addresses, and shares of traffic in Knative mode only',
  },
  MLP2203: { title: 'a KServe target that does not exist', fix: "use kserve('0.20')" },
  MLP2204: {
    title: 'an InferenceService that can not be emitted',
    fix: 'give its environment Workload.inferenceService, a url of its namespace, and a way to deploy that writes its address',
  },
  MLP2205: {
    title: 'an address of models that can not be used',
    fix: 'name the folder above the versions, with a scheme that KServe knows: pvc://models/fraud',
  },
  MLP2206: {
    title: 'a model contract that contradicts itself',
    fix: 'give samples of as many features as declared, and expectations of the declared shape',
  },
  ...eventCodes,
  ...constructCodes,
  ...triggerCodes,
  MLP3070: {
    title: 'models among which none can be chosen',
    fix: 'name members that hand on their runId, and say which metrics make the score',
  },
  MLP3071: {
    title: 'an object store that can not be asked like that',
    fix: 'give the address of the service without a path, and credentials with secretKey(…)',
  },
  MLP3072: {
    title: 'a bucket or an object that can not be called that',
    fix: 'use 3 to 63 lower-case letters, digits and - for a bucket; letters, digits and ._=+@- between slashes for a key',
  },
  MLP3073: {
    title: 'a pointer that nobody could follow',
    fix: 'say store, bucket and key of it, and prove the version over HTTP: the workload itself does not change',
  },
  MLP3074: {
    title: 'a training by HTTP that can not be asked for',
    fix: 'name paths that begin with a slash, fields by dotted paths, the words of its state, and values of JSON',
  },
  MLP3075: {
    title: 'models of which nobody can tell whether they were trained',
    fix: 'say of each what the API says of it once it is trained, and which run of MLflow logged it',
  },
  MLP3076: {
    title: 'models that can not be trained side by side',
    fix: 'name members that hand on their runId, and give each a time that is within the joinTimeout',
  },
  MLP3077: {
    title: 'models that can not be judged and registered together',
    fix: 'give each member its registry, all of one server, and limits for metrics that its run logs',
  },
  MLP3078: {
    title: 'a sampling that can not be, or that nobody could see',
    fix: 'say whole numbers of rows, and have the task hand on or log what it did',
  },
  MLP3079: {
    title: 'a training whose configuration can not be told from others',
    fix: 'name inputs that the unit takes, and have it hand on its runId',
  },
  MLP3080: {
    title: 'a platform that can not be set up',
    fix: 'name keys of Secrets for its credentials, a class of storage or null, and buckets and hosts that can be',
  },
  MLP3901: {
    title: 'the programs that run inside pods are not bundled',
    fix: 'run `npm run build`; keep this package external when you bundle yourself',
  },
  MLP4001: {
    title: 'a value has no form in YAML',
    fix: 'use maps, lists, strings, finite numbers, booleans and null only',
  },
  MLP4002: {
    title: 'the definition is not valid',
    fix: 'mend what each finding names; all findings of the tree are listed',
  },
  MLP4003: {
    title: 'two objects are one to Kubernetes',
    fix: 'give one of them another name or namespace, or keep them in charts of their own',
  },
  MLP4004: {
    title: 'two apps write one folder',
    fix: 'give each app a folder of its own',
  },
  MLP4005: {
    title: 'a file of someone else is in the way',
    fix: 'move the file, or write to another folder',
  },
  MLP4006: {
    title: 'the output cannot be written',
    fix: 'make the folder writable and free some space; what was there before is still there',
  },
  MLP4007: {
    title: 'the output would land in environments/',
    fix: 'write to another folder: deployed versions live there and only the delivery programs change them',
  },
  MLP4008: {
    title: 'an object or chart cannot have a file of its own',
    fix: 'rename it',
  },
  MLP4009: {
    title: 'constructs depend on each other in a circle',
    fix: 'remove one of the dependencies',
  },
  MLP4010: {
    title: 'GitOpsApp got a property it cannot use',
    fix: 'remove it, or write what the message expects',
  },
  MLP4011: {
    title: 'a Preflight in an app that is no GitOpsApp',
    fix: 'make the app by new GitOpsApp(), which knows what all manifests need',
  },

  MLP4012: {
    title: 'manifests that the lint calls wrong',
    fix: "mend the definition; what is meant so is said by lint: { severities: { MLL3001: 'off' } } of GitOpsApp",
  },
  MLP5001: {
    title: 'a file or folder that can not be read',
    fix: 'let the file be read, or name only files that can be',
  },
  MLP5002: { title: 'a file that is no text', fix: 'save it as UTF-8, or leave it out' },
  MLP5003: { title: 'a file that is too long', fix: 'split it into several files' },
  MLP5004: { title: 'a link that leads back to where it came from', fix: 'remove the link' },
  MLP5005: { title: 'a document that is no YAML', fix: 'mend it at the place that is named' },
  MLP5006: { title: 'a key that is there twice', fix: 'remove one of the two; readers keep the last one' },
  MLP5007: { title: "a document whose 'apiVersion' or 'kind' is mistyped", fix: 'correct the field' },
  MLP5101: { title: 'a pipeline that is not among the files', fix: 'correct the name, or read the files that have it' },
  MLP5102: {
    title: 'nothing to draw',
    fix: 'read files with Workflows, WorkflowTemplates or CronWorkflows of Argo, or with Pipelines of Tekton',
  },
  MLP5201: {
    title: 'a scenario for a step that there is not',
    fix: 'name a step by its path or its own name, or name its template',
  },
  MLP5202: {
    title: 'nothing that can be simulated',
    fix: 'name what to start with submit, or pass manifests that have it',
  },
  MLP5203: { title: 'a role that there is not', fix: 'write one of the roles of docs/verify.md' },
  MLP5204: {
    title: 'a role for a template that there is not',
    fix: 'name the template as its manifest does, or as object/template',
  },
  MLP5205: { title: 'a time of a scenario that is none', fix: "write milliseconds, or text such as '40m'" },
  MLP5206: {
    title: 'a run that may end as none should',
    fix: 'read the scenario, it is the smallest; docs/verify.md says what is proved',
  },
  MLP5207: { title: 'a property that there is not', fix: 'write one of the properties of docs/verify.md' },
  MLP5220: {
    title: 'an environment of a simulation that is none',
    fix: 'name the environments as the manifests do, with the number of the model version that was approved last, or null',
  },
} as const;

/** @public */
export type Code = keyof typeof codes;
