import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isOutputType,
  parse,
  parseType,
  typeFromAST,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { argumentText, hasFields } from './joinDirectives.ts';

/** Fields as each subgraph has them: a type may be narrower there than in the supergraph. */
export interface FieldTypes {
  /** Undefined when the supergraph does not have the field. */
  typeOf(subgraph: string, type: string, field: string): GraphQLOutputType | undefined;
  /** By subgraph and field (`users Query.viewer`): those of one object type there, and of an abstract one elsewhere. */
  readonly narrowed: ReadonlySet<string>;
}

/** @param names of subgraphs, by what the supergraph calls them. */
export function readFieldTypes(sdl: string, names: ReadonlyMap<string, string>, full: GraphQLSchema): FieldTypes {
  const own = new Map<string, GraphQLOutputType>();
  const narrowed = new Set<string>();
  const wholeOf = (typeName: string, field: string): GraphQLOutputType | undefined => {
    const type = full.getType(typeName);
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
  };
  for (const { name: type, fields = [] } of parse(sdl, { noLocation: true }).definitions.filter(hasFields)) {
    for (const { name, directives = [] } of fields) {
      const whole = wholeOf(type.value, name.value);
      for (const join of directives.filter((one) => one.name.value === 'join__field')) {
        const [graph, text] = [argumentText(join, 'graph'), argumentText(join, 'type')];
        const ownType = text === undefined ? undefined : typeFromAST(full, parseType(text));
        if (graph === undefined || !isOutputType(ownType)) continue;
        const place = `${names.get(graph) ?? graph} ${type.value}.${name.value}`;
        own.set(place, ownType);
        if (isObjectType(getNamedType(ownType)) && isAbstractType(getNamedType(whole))) narrowed.add(place);
      }
    }
  }
  return {
    typeOf: (subgraph, type, field) => own.get(`${subgraph} ${type}.${field}`) ?? wholeOf(type, field),
    narrowed,
  };
}
