import type { Artifact } from '../../schemas/argo/types';

const locations = ['artifactory', 'azure', 'gcs', 'git', 'hdfs', 'http', 'oss', 'plugin', 'raw', 's3'] as const;

/**
 * Tells whether it says where an artifact is: in which store, or under which key of the default one.
 *
 * @internal
 */
export function hasLocation(artifact: Artifact): boolean {
  return locations.some((location) => artifact[location] !== undefined);
}
