import type { GraphQLOutputType, OperationTypeNode } from 'graphql';

/**
 * A place of the merged answer: all objects that stand under one path of response names, whatever the list indices.
 * An object at a place is its home (what stood there first, the carrier) and what entity fetches brought for it,
 * which hangs on the carrier under the fetch's link.
 */
export interface Place {
  readonly parent: Place | undefined;
  /** The merged name under which the parent holds it; '' for the root. */
  readonly name: string;
  readonly fields: Map<string, FieldSources>;
  readonly children: Map<string, Place>;
  /** Names of the types it may have by the schemas, before any object is seen. */
  readonly declared: Set<string>;
  /** By which ways its carriers come. */
  readonly ways: Way[];
}

/** A selection of a fetch that brings objects to a place, for objects of these types around them. */
export interface Way {
  readonly fetch: number;
  readonly types: ReadonlySet<string>;
  readonly selections: readonly AskedField[];
  /** By which way the objects around them came; undefined at the place of the fetch. */
  readonly around: Way | undefined;
}

/** Where the value of one field of a place is found: in the order of the plan. */
export interface FieldSources {
  readonly name: string;
  readonly sources: Source[];
  /** Set when several fetches bring parts of one composite value: they are put together on the carrier under it. */
  together: symbol | undefined;
}

export interface Source {
  /** The link under which the bringing fetch's object hangs on the carrier; undefined when the carrier itself has it. */
  readonly link: symbol | undefined;
  /** Fetches that ask for it there, each with the object types for which it does. */
  readonly fetches: Map<number, ReadonlySet<string>>;
  /** Object types for which any of them asks it. */
  readonly types: Set<string>;
  composite: boolean;
}

/** A selection of a fetch's operation: fragments inlined, conditions decided, names those of the merged answer. */
export interface AskedField {
  readonly name: string;
  /** The response name the subgraph is asked to use; other than `name` where the planner had to rename. */
  readonly wireName: string;
  /** The field's name in the schema. */
  readonly fieldName: string;
  /** That with its arguments, as text. */
  readonly called: string;
  /** The object types on which it is asked. */
  readonly types: ReadonlySet<string>;
  readonly type: GraphQLOutputType | undefined;
  readonly selections: readonly AskedField[] | undefined;
}

/** What a representation is made of. */
export type Required = RequiredField | RequiredFragment;
export interface RequiredField {
  readonly kind: 'field';
  readonly name: string;
  readonly selections: readonly Required[] | undefined;
}
export interface RequiredFragment {
  readonly kind: 'fragment';
  readonly type: string;
  readonly selections: readonly Required[];
}

/** A subgraph's name for what the merged answer calls otherwise; `path` as in Apollo's KeyRenamer. */
export interface Renaming {
  readonly path: readonly string[];
  readonly to: string;
}

/** One fetch of the plan. */
export interface Fetch {
  readonly index: number;
  readonly subgraph: string;
  readonly kind: OperationTypeNode;
  readonly operationName: string | undefined;
  /** Its object hangs on carriers under this symbol; no subgraph can forge it. */
  readonly link: symbol;
  readonly place: Place;
  /** What the representations hold; undefined when the fetch asks root fields. */
  readonly requires: readonly Required[] | undefined;
  /** `__typename` of representations where the subgraph knows the type by another name, by type condition. */
  readonly typenames: readonly { readonly on: string; readonly typename: string }[];
  readonly renamings: readonly Renaming[];
  readonly asked: readonly AskedField[];
  /** Its selection (of the entity, or of the root type) as text, and the variables it needs with their declarations. */
  readonly selection: string;
  readonly variables: ReadonlyMap<string, string>;
  /** Fetches whose answers it needs. */
  readonly dependsOn: ReadonlySet<number>;
  /** Whether representations hold a key and nothing else. */
  readonly keyOnly: boolean;
  /**
   * What can still be asked of an object that has a key but lacks something else that is required: the same without some
   * of the fields that require more, and after that with less still. Hangs under the same link.
   */
  readonly reduced: Fetch | undefined;
  /** 0 for the whole, and counted on for what it is reduced to. */
  readonly part: number;
  /** Equal for entity fetches that ask the same of equal representations; they share one alias. */
  readonly signature: string;
}

/** Fetches that may travel in one request: entity fetches of one stage to one subgraph, or a single root fetch. */
export interface Group {
  readonly index: number;
  readonly subgraph: string;
  /** Those for whose sake the request is made. */
  readonly members: readonly Fetch[];
  /** Nothing waits for them; they come along when the others go. */
  readonly passengers: readonly Fetch[];
}

/** How the client's answer looks at one object. */
export interface ObjectShape {
  readonly place: Place | undefined;
  /** The type in the API schema. */
  readonly type: string;
  /** Object types that may stand here, by the API schema. */
  readonly possible: ReadonlySet<string>;
  /** The fields asked of an object of this type, in the order asked. */
  fieldsOf(type: string): readonly FieldShape[];
  /** The fields when only an interface is known; undefined when what is asked depends on the type. */
  readonly untyped: readonly FieldShape[] | undefined;
}

export type FieldShape =
  | { readonly kind: 'typename'; readonly key: string }
  | { readonly kind: 'introspection'; readonly key: string }
  | { readonly kind: 'refused'; readonly key: string; readonly nullable: boolean }
  /** Of a type that no object is of, and asked of no subgraph: there is no answer to the operation. */
  | { readonly kind: 'impossible'; readonly key: string; readonly what: string }
  | {
      readonly kind: 'value';
      /** The response name the client chose, and the name in the merged answer. */
      readonly key: string;
      readonly name: string;
      readonly parentType: string;
      readonly fieldName: string;
      readonly type: GraphQLOutputType;
      readonly object: ObjectShape | undefined;
    };

/** An operation compiled for one set of @skip and @include values. Both engines run it. */
export interface Form {
  readonly kind: OperationTypeNode;
  readonly root: Place;
  readonly fetches: readonly Fetch[];
  readonly groups: readonly Group[];
  readonly shape: ObjectShape;
  /** Variables as the plan calls them, by what the client calls them, where that differs. */
  readonly variableNames: ReadonlyMap<string, string>;
}
