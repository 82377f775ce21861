import type { SchemaRelease } from '../../../src/schemas/release';
import { eventsDocuments } from './events';
import { gatewayDocuments } from './gateway';
import { kserveDocuments } from './kserve';
import { kubernetesDocuments } from './kubernetes';
import { tektonDocuments, triggersDocuments } from './tekton';

/** A document as people write it; a claim may say less, as it may stand inside another. */
export interface Document {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: object;
}

/** Documents that use what this package emits, typed with the generated types; judged by the engines too. */
export const documents = {
  'events-1.9': eventsDocuments,
  'gateway-1.5': gatewayDocuments,
  'kserve-0.20': kserveDocuments,
  'kubernetes-1.36': kubernetesDocuments,
  'tekton-1.15': tektonDocuments,
  'triggers-0.37': triggersDocuments,
} satisfies { readonly [release in SchemaRelease]?: readonly Document[] };
