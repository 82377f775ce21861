/**
 * The errors about objects of Argo Events.
 *
 * @internal
 */
export const eventCodes = {
  MLP2401: {
    title: 'an object that Argo Events would refuse',
    fix: "mend what each finding names; they are the words of Argo Events' own validator",
  },
  MLP2402: {
    title: 'something that Argo Events takes and should not',
    fix: 'give the source a secret, or say in the annotation cdk8s-mlops/unprotected why it has none; name dependencies and parameters that there are',
  },
  MLP2403: { title: 'an Argo Events target that does not exist', fix: "use argoEvents('1.9')" },
} as const;

/**
 * The errors about constructs that start units by events, or tell of them.
 *
 * @internal
 */
export const triggerCodes = {
  MLP3060: {
    title: 'an event that nobody can wait for',
    fix: 'say whose events, which of them, and what is looked for in their body',
  },
  MLP3061: {
    title: 'an event whose sender is not checked',
    fix: 'name the Secret that signs it, secretKey(…), or the reason why there is none',
  },
  MLP3062: {
    title: 'a value of an event that can not be an input',
    fix: 'name a field of an event that is waited for, for an input of text, a number, a word or true and false',
  },
  MLP3063: {
    title: 'a trigger that can not be emitted',
    fix: "give a unit of the same engine and namespace, and events: argoEvents('1.9') on Argo",
  },
  MLP3064: {
    title: 'an event that can not be published',
    fix: 'name the address, the Secret with its token, and fields of letters, digits and ._:/@+=,-',
  },
} as const;
