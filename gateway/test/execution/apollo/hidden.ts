import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  type GraphQLFormattedError,
} from 'graphql';
import type { Supergraph } from '../../../supergraph/supergraph.ts';

/**
 * Whether a completion error only says that something `@inaccessible` came: an enum value or an object's type that
 * clients do not see. That is null where null is allowed, and no error, as federation has it (an error would tell that
 * something is hidden). Where null is not allowed, it has to rise, and the error stays to say why.
 *
 * Apollo's errors carry no more than a message, which names the field, or the type of a list's element.
 */
export function hiddenFrom({
  apiSchema,
  fullSchema,
}: Supergraph): (error: GraphQLFormattedError, data: unknown) => boolean {
  const withHidden = new Set<string>();
  for (const type of Object.values(apiSchema.getTypeMap())) {
    const full = fullSchema.getType(type.name);
    if (isEnumType(type) && isEnumType(full) && full.getValues().length > type.getValues().length) {
      withHidden.add(type.name);
    }
    if (isAbstractType(type) && isAbstractType(full)) {
      if (fullSchema.getPossibleTypes(full).some(({ name }) => !apiSchema.getType(name))) withHidden.add(type.name);
    }
  }
  const typeOf = (message: string): string | undefined => {
    const element = /^Invalid .* array element of type (\w+) at index \d+\.$/.exec(message);
    if (element) return element[1];
    const [, parentName, fieldName] = /^Invalid .* field (\w+)\.(\w+)\.$/.exec(message) ?? [];
    const parent = apiSchema.getType(parentName ?? '');
    if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
    const field = parent.getFields()[fieldName ?? ''];
    return field && getNamedType(field.type).name;
  };
  return ({ message, path }, data) => {
    if (withHidden.size === 0 || !path || !isNullAt(path, data)) return false;
    const type = typeOf(message);
    return type !== undefined && withHidden.has(type);
  };
}

/** Whether exactly this place is null, not one above it. */
function isNullAt(path: readonly (string | number)[], data: unknown): boolean {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, part);
  }
  return value === null;
}
