import { type HasRequirements, type Requirement, requirements } from '../../core/requirement';

/** What a construct says that it needs, beside what its manifests show. @internal */
export function ownRequirements(construct: object): readonly Requirement[] {
  return (construct as Partial<HasRequirements>)[requirements]?.() ?? [];
}
